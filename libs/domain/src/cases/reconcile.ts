import type { Finding, PersonEvaluation, RuleKind } from '../evaluation.js';
import type { Instant } from '../records.js';
import { contactEffect, type MeasuredEffect } from '../ranking/expected-value.js';
import { RULES } from '../rules/index.js';
import {
  sortPriority,
  type Because,
  type CaseChange,
  type CaseEvent,
  type CaseSnapshot,
  type Closing,
} from './case.js';
import { whyGone } from './why-gone.js';

export interface CaseContext {
  now: Instant;
  /** A source is still warming up: no new case but backlog (E15, Q98). */
  warmUp: boolean;
  /** What is found now was true when the practice went live (Q98). */
  backlog: boolean;
  /** What people have said about this person; absent: nothing. */
  said?: CaseSaid;
  /** Rules whose settings changed of late: what they no longer say was not corrected, it was set otherwise (X17). */
  changedRules?: readonly string[];
  /** What contacts were measured to bring, by rule: the reasons go by it (K23); absent: nothing has been measured. */
  effects?: Readonly<Record<string, MeasuredEffect>>;
}

/** What holds back a case though the rules list the person. */
export interface CaseSaid {
  /** A snooze that still runs (E09). */
  snoozedUntil: Instant | null;
  /** “Not now” or “never”, said to staff, and still in force (E14). */
  stopped: boolean;
  /** When a person closed the latest case: what had been found by then needs no second answer. */
  closedByStaffAt: Instant | null;
  /** In hand, or spoken with lately, they or their household: no new case before this instant (E07). */
  coolUntil?: Instant | null;
}

const NOTHING: CaseChange = { change: 'nothing', because: null, row: null, events: [] };
const DAY_MS = 86_400_000;
/** What wakes a snoozed case before its date (E09, K31), and from which day on. */
const WAKING_RULES: ReadonlyMap<string, number> = new Map([
  ['R07', 0],
  ['R21', 7],
  ['R24', 0],
  ['R31', 0],
]);

/**
 * What an evaluation means for the person's case: pure, so that running it again changes nothing. Only rules of kind O
 * open a case; a person who is merely watched has none.
 */
export function reconcileCase(
  existing: CaseSnapshot | null,
  found: PersonEvaluation,
  context: CaseContext,
): CaseChange {
  const evaluation = byExpectedValue(found, context.effects);
  const standing = existing === null || existing.state === 'closed' ? null : existing;
  if (evaluation.state === 'off_track') return offTrack(standing, evaluation, context);
  if (standing === null) return NOTHING;
  const because = whyGone(standing, evaluation, context.changedRules);
  return because === null ? NOTHING : gone(standing, because, evaluation, context.now);
}

const isOffTrack = ({ kind }: Finding): boolean => kind === 'O';

/**
 * The reasons of one case by what a contact about each is worth, then as they were found: by class, then by rule (K23). What the patient is
 * worth is the same for all of them, so that the measured effect decides; while nothing is measured, nothing moves (Q83).
 */
function byExpectedValue(evaluation: PersonEvaluation, effects: CaseContext['effects'] = {}): PersonEvaluation {
  const { findings } = evaluation;
  if (!findings.some(({ rule }) => Object.hasOwn(effects, rule))) return evaluation;
  const tau = ({ rule }: Finding): number => contactEffect(effects[rule] ?? null).tau;
  const inOrder = findings.filter(isOffTrack).sort((one, other) => tau(other) - tau(one));
  // What is only watched, or is a matter for the clinic, is no reason to get in touch: it stays where it stands.
  return { ...evaluation, findings: findings.map((found) => (isOffTrack(found) ? inOrder.shift()! : found)) };
}

/** The loser of a merge: its case ends, the survivor's tells the story on (K03). */
export function closeMergedCase(existing: CaseSnapshot, now: Instant): CaseChange {
  const change = close(existing, 'merged', 'merged', now);
  if (existing.state !== 'held') return change;
  return { ...change, events: discardHeld(existing, 'merged', now).events };
}

/** The records that the case was about are gone altogether. */
export function closeOrphanedCase(existing: CaseSnapshot, now: Instant): CaseChange {
  if (existing.state === 'held') return discardHeld(existing, 'data_corrected', now);
  return close(existing, 'data_corrected', 'wrong_data', now);
}

function offTrack(existing: CaseSnapshot | null, evaluation: PersonEvaluation, context: CaseContext): CaseChange {
  const { now, warmUp, backlog, said } = context;
  if (said?.stopped === true) {
    return existing === null ? NOTHING : gone(existing, 'excluded:E14', evaluation, now);
  }
  if (existing === null) {
    if (warmUp && !backlog) return NOTHING;
    if (isAnswered(evaluation, said) || (said?.coolUntil ?? 0) > now) return NOTHING;
    const row: CaseSnapshot = {
      state: 'open',
      closing: null,
      closedAt: null,
      backlog,
      firstOpenedAt: now,
      reopenedCount: 0,
      ...shownOf(evaluation),
    };
    const detail = { rules: row.rules, backlog, versions: versionsOf(evaluation) };
    return { change: 'open', because: null, row, events: [event('opened', now, detail)] };
  }
  if (existing.state === 'resolved') {
    const row: CaseSnapshot = {
      ...existing,
      ...shownOf(evaluation),
      // Booked and lost again while a rest that was agreed still runs: it rests on.
      state: (said?.snoozedUntil ?? 0) > now ? 'snoozed' : 'open',
      backlog,
      reopenedCount: existing.reopenedCount + 1,
    };
    return { change: 'reopen', because: null, row, events: [event('reopened', now, { rules: row.rules })] };
  }
  return keep(existing, evaluation, now);
}

function keep(existing: CaseSnapshot, evaluation: PersonEvaluation, now: Instant): CaseChange {
  const shown = besideWaiting(existing, shownOf(evaluation), evaluation);
  const added = shown.rules.filter((rule) => !existing.rules.includes(rule));
  const gone = existing.rules.filter((rule) => !shown.rules.includes(rule));
  const wakes = existing.state === 'snoozed' && evaluation.findings.some((finding) => wakesRest(finding, added, now));
  const row: CaseSnapshot = { ...existing, ...shown, state: wakes ? 'open' : existing.state };
  const events = [
    ...added.map((rule) => event('reason_added', now, wakes ? { rule, woke: true } : { rule })),
    ...gone.map((rule) => event('reason_gone', now, { rule })),
  ];
  if (events.length === 0 && isSame(existing, row)) return NOTHING;
  return { change: 'keep', because: null, row, events };
}

/** A loss that bears no waiting. On its first day it must be new to the case; from a later day on it wakes when that day has come. */
function wakesRest({ rule, since }: Finding, added: readonly string[], now: Instant): boolean {
  const fromDay = WAKING_RULES.get(rule);
  if (fromDay === undefined) return false;
  return fromDay === 0 ? added.includes(rule) : now >= since + fromDay * DAY_MS;
}

/** Nothing was found since a person closed the last case. */
function isAnswered({ findings }: PersonEvaluation, said: CaseSaid | undefined): boolean {
  const closedAt = said?.closedByStaffAt ?? null;
  return closedAt !== null && findings.every(({ kind, since }) => kind !== 'O' || since <= closedAt);
}

function gone(existing: CaseSnapshot, because: Because, evaluation: PersonEvaluation, now: Instant): CaseChange {
  if (existing.state === 'held') return discardHeld(existing, because, now);
  if (because === 'booked') return resolve(existing, evaluation, now);
  return close({ ...existing, ...contextOf(evaluation) }, because, closingOf(because), now);
}

/** A booking resolves provisionally: the same case comes back when it is lost again (Q101). */
function resolve(existing: CaseSnapshot, evaluation: PersonEvaluation, now: Instant): CaseChange {
  const row: CaseSnapshot = { ...existing, ...contextOf(evaluation), state: 'resolved' };
  if (existing.state !== 'resolved') {
    return { change: 'resolve', because: 'booked', row, events: [event('resolved', now, { because: 'booked' })] };
  }
  return isSame(existing, row) ? NOTHING : { change: 'keep', because: null, row, events: [] };
}

function close(existing: CaseSnapshot, because: Because, closing: Closing, now: Instant): CaseChange {
  const row: CaseSnapshot = { ...existing, state: 'closed', closing, closedAt: now };
  return { change: 'close', because, row, events: [event('closed', now, { because, closing })] };
}

/** Over before anybody was shown it: no report counts it (K30). */
export function discardHeld(existing: CaseSnapshot, because: Because, now: Instant): CaseChange {
  const row: CaseSnapshot = { ...existing, state: 'closed', closing: 'wrong_data', closedAt: now };
  return { change: 'close', because, row, events: [event('discarded', now, { because })] };
}

/** A new case is kept back: too many came at once to be believed unseen (K30). Another change is left as it is. */
export function holdBack(change: CaseChange): CaseChange {
  if (change.change !== 'open' || change.row === null || change.row.backlog) return change;
  const row: CaseSnapshot = { ...change.row, state: 'held' };
  return { ...change, row, events: change.events.map((each) => ({ ...each, event: 'held' })) };
}

function closingOf(because: Exclude<Because, 'booked'>): Closing {
  switch (because) {
    case 'visited':
    // On track again by what the rule asked for; the report's "returned" counts visits alone.
    case 'paid':
    case 'used':
    case 'stayed':
    case 'improved':
      return 'returned';
    case 'plan_closed':
      return 'discharged';
    // With the membership the person is gone (RC 1.6): the rule had said so.
    case 'membership_ended':
    case 'lapsed':
      return 'lost';
    case 'merged':
      return 'merged';
    case 'data_corrected':
      return 'wrong_data';
    // Neither right nor wrong about the patient: it is not held against the rule.
    case 'rule_changed':
    case 'outcome_missing':
    case 'package_ended':
      return 'excluded';
    default:
      return because === 'excluded:E02' ? 'do_not_contact' : 'excluded';
  }
}

type Context = Pick<CaseSnapshot, 'valueMinor' | 'currency' | 'lastVisitOn' | 'nextBookingAt'>;

function contextOf({ valueAtRisk, lastVisitOn, nextBookingAt }: PersonEvaluation): Context {
  return {
    valueMinor: valueAtRisk?.amountMinor ?? null,
    currency: valueAtRisk?.currency ?? null,
    lastVisitOn,
    nextBookingAt,
  };
}

type Shown = Context &
  Pick<
    CaseSnapshot,
    'class' | 'rules' | 'reason' | 'since' | 'locationId' | 'practitionerId' | 'service' | 'sortPriority'
  >;

/** What the row of the list shows; the strongest O finding speaks for the case. */
function shownOf(evaluation: PersonEvaluation): Shown {
  const offTrackFindings = evaluation.findings.filter(isOffTrack);
  const strongest = offTrackFindings[0];
  if (strongest === undefined) throw new Error('An off-track person has at least one finding of kind O.');
  const since = evaluation.since ?? strongest.since;
  // How urgent a case is does not depend on which reason leads.
  const urgency = offTrackFindings.map((finding) => finding.class).sort()[0] ?? strongest.class;
  return {
    ...contextOf(evaluation),
    class: urgency,
    rules: rulesOf(evaluation.findings),
    reason: strongest.reason,
    since,
    locationId: strongest.locationId,
    practitionerId: strongest.practitionerId,
    service: strongest.service,
    sortPriority: sortPriority(urgency, rulesOf(offTrackFindings).length, since),
  };
}

const KIND_OF_RULE: ReadonlyMap<string, RuleKind> = new Map(RULES.map(({ id, kind }) => [id, kind]));

/**
 * While a source is behind, the reasons that wait for it stay beside what other rules find (E12): they lead unless something
 * weightier has come.
 */
function besideWaiting(existing: CaseSnapshot, shown: Shown, { verdicts }: PersonEvaluation): Shown {
  const suspended = new Set(verdicts.filter(({ because }) => because === 'suspended').map(({ rule }) => rule));
  const waiting = existing.rules.filter((rule) => suspended.has(rule));
  if (waiting.length === 0) return shown;
  const isLed = shown.class < existing.class;
  const stay = existing.rules.filter((rule) => suspended.has(rule) || shown.rules.includes(rule));
  const rules = [...new Set(isLed ? [...shown.rules, ...stay] : [...stay, ...shown.rules])];
  const since = Math.min(existing.since, shown.since);
  const lead = isLed ? shown : existing;
  const offTrackRules = rules.filter((rule) => KIND_OF_RULE.get(rule) === 'O').length;
  return {
    ...shown,
    ...{ class: lead.class, reason: lead.reason, service: lead.service },
    ...{ locationId: lead.locationId, practitionerId: lead.practitionerId },
    ...{ rules, since, sortPriority: sortPriority(lead.class, offTrackRules, since) },
  };
}

/** "R05 v1": a case keeps saying which version of a rule made it (K32). */
function versionsOf({ findings }: PersonEvaluation): string[] {
  return [...new Set(findings.map(({ rule, version }) => `${rule} v${version}`))];
}

/** Each rule once, in the order of the findings. */
export function rulesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ rule }) => rule))];
}

function event(kind: CaseEvent['event'], at: Instant, detail: CaseEvent['detail']): CaseEvent {
  return { event: kind, at, detail };
}

function isSame(one: CaseSnapshot, other: CaseSnapshot): boolean {
  const fields = Object.keys(other) as (keyof CaseSnapshot)[];
  return fields.every((field) =>
    field === 'rules' ? one.rules.join() === other.rules.join() : one[field] === other[field],
  );
}
