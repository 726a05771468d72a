import type { Finding, PersonEvaluation } from '../evaluation.js';
import type { Instant } from '../records.js';
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
}

const NOTHING: CaseChange = { change: 'nothing', because: null, row: null, events: [] };
/** The only rule so far that wakes a snoozed case before its date (E09, K31). */
const WAKING_RULES = ['R07'];

/**
 * What an evaluation means for the person's case: pure, so that running it again changes nothing. Only rules of kind O
 * open a case; a person who is merely watched has none.
 */
export function reconcileCase(
  existing: CaseSnapshot | null,
  evaluation: PersonEvaluation,
  context: CaseContext,
): CaseChange {
  const standing = existing === null || existing.state === 'closed' ? null : existing;
  if (evaluation.state === 'off_track') return offTrack(standing, evaluation, context);
  if (standing === null) return NOTHING;
  const because = whyGone(standing, evaluation);
  return because === null ? NOTHING : gone(standing, because, evaluation, context.now);
}

/** The loser of a merge: its case ends, the survivor's tells the story on (K03). */
export function closeMergedCase(existing: CaseSnapshot, now: Instant): CaseChange {
  return close(existing, 'merged', 'merged', now);
}

function offTrack(existing: CaseSnapshot | null, evaluation: PersonEvaluation, context: CaseContext): CaseChange {
  const { now, warmUp, backlog } = context;
  if (existing === null) {
    if (warmUp && !backlog) return NOTHING;
    const row: CaseSnapshot = {
      state: 'open',
      closing: null,
      closedAt: null,
      backlog,
      firstOpenedAt: now,
      reopenedCount: 0,
      ...shownOf(evaluation),
    };
    return { change: 'open', because: null, row, events: [event('opened', now, { rules: row.rules, backlog })] };
  }
  if (existing.state === 'resolved') {
    const row: CaseSnapshot = {
      ...existing,
      ...shownOf(evaluation),
      state: 'open',
      backlog,
      reopenedCount: existing.reopenedCount + 1,
    };
    return { change: 'reopen', because: null, row, events: [event('reopened', now, { rules: row.rules })] };
  }
  return keep(existing, evaluation, now);
}

function keep(existing: CaseSnapshot, evaluation: PersonEvaluation, now: Instant): CaseChange {
  const shown = shownOf(evaluation);
  const added = shown.rules.filter((rule) => !existing.rules.includes(rule));
  const gone = existing.rules.filter((rule) => !shown.rules.includes(rule));
  const wakes = existing.state === 'snoozed' && added.some((rule) => WAKING_RULES.includes(rule));
  const row: CaseSnapshot = { ...existing, ...shown, state: wakes ? 'open' : existing.state };
  const events = [
    ...added.map((rule) => event('reason_added', now, wakes ? { rule, woke: true } : { rule })),
    ...gone.map((rule) => event('reason_gone', now, { rule })),
  ];
  if (events.length === 0 && isSame(existing, row)) return NOTHING;
  return { change: 'keep', because: null, row, events };
}

function gone(existing: CaseSnapshot, because: Because, evaluation: PersonEvaluation, now: Instant): CaseChange {
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

function closingOf(because: Exclude<Because, 'booked'>): Closing {
  switch (because) {
    case 'visited':
      return 'returned';
    case 'plan_closed':
      return 'discharged';
    case 'lapsed':
      return 'lost';
    case 'merged':
      return 'merged';
    case 'data_corrected':
      return 'wrong_data';
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
  const offTrackFindings = evaluation.findings.filter(({ kind }) => kind === 'O');
  const strongest = offTrackFindings[0];
  if (strongest === undefined) throw new Error('An off-track person has at least one finding of kind O.');
  const since = evaluation.since ?? strongest.since;
  return {
    ...contextOf(evaluation),
    class: strongest.class,
    rules: rulesOf(evaluation.findings),
    reason: strongest.reason,
    since,
    locationId: strongest.locationId,
    practitionerId: strongest.practitionerId,
    service: strongest.service,
    sortPriority: sortPriority(strongest.class, rulesOf(offTrackFindings).length, since),
  };
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
