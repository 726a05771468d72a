import type { CaseState, Closing } from '../cases/case.js';
import type { Instant, LocalDate } from '../records.js';
import { formatDate, parseDate } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';
import { snoozeUntil, type SnoozeReason } from './snooze.js';

/** How a call can end, and what follows from it. A conversation ends with the next one booked, or with a coded reason (X12). */
export const CALL_OUTCOME_CODES = [
  'no_answer',
  'voicemail',
  'busy',
  'wrong_number',
  'booked',
  'call_back',
  'not_now',
  'declined',
  'never',
  'finished',
  'moved_or_elsewhere',
  'wrong_data',
  'escalate',
] as const;
export type CallOutcomeCode = (typeof CALL_OUTCOME_CODES)[number];
export type NextKind = 'booked' | 'touchpoint' | 'reason';

export interface CallOutcome {
  code: CallOutcomeCode;
  label: string;
  /** The key that chooses it; none of those the console uses elsewhere. */
  key: string;
  /** Somebody was reached; attempts are counted apart (S0-26). */
  isConversation: boolean;
  /** What must or may be said with it: `next` a next step, `when` its time, `reason` a code of DECLINE_REASONS, `date` until when to rest (may be left out). */
  needs: readonly ('next' | 'when' | 'reason' | 'date')[];
  /** Next steps that fit it; none: the outcome is the coded reason itself. */
  nextKinds: readonly NextKind[];
}

const attempt = (code: CallOutcomeCode, label: string, key: string): CallOutcome => ({
  ...{ code, label, key, isConversation: false, needs: [], nextKinds: [] },
});
const talk = (
  code: CallOutcomeCode,
  label: string,
  key: string,
  needs: CallOutcome['needs'] = [],
  nextKinds: CallOutcome['nextKinds'] = [],
): CallOutcome => ({ code, label, key, isConversation: true, needs, nextKinds });

export const CALL_OUTCOMES: readonly CallOutcome[] = [
  attempt('no_answer', 'No answer', 'a'),
  attempt('voicemail', 'Left a voicemail', 'v'),
  attempt('busy', 'Busy', 'y'),
  attempt('wrong_number', 'Wrong number', 'w'),
  talk('booked', 'Booked', 'b', ['next'], ['booked']),
  talk('call_back', 'Call back later', 'r', ['next', 'when'], ['touchpoint']),
  talk('not_now', 'Not now', 'l', ['next', 'date'], ['reason', 'touchpoint']),
  talk('declined', 'Declined', 'd', ['reason'], ['reason']),
  talk('never', 'Do not contact again', 'x'),
  talk('finished', 'Finished their care', 'f'),
  talk('moved_or_elsewhere', 'Moved away or goes elsewhere', 'o'),
  talk('wrong_data', 'Our data is wrong', 'i'),
  talk('escalate', 'Clinical concern: hand to the clinic', 'e'),
];

const BY_CODE = new Map(CALL_OUTCOMES.map((outcome) => [outcome.code, outcome]));

export function callOutcome(code: CallOutcomeCode): CallOutcome {
  const outcome = BY_CODE.get(code);
  if (outcome === undefined) throw new RangeError(`"${code}" is no outcome of a call`);
  return outcome;
}

export const NEXT_REASONS = [
  { code: 'will_book_themselves', label: 'Will book themselves' },
  { code: 'asked_later', label: 'Asked to be left for now' },
  { code: 'travelling', label: 'Travelling' },
  { code: 'finances', label: 'Cost' },
  { code: 'time', label: 'No time at present' },
  { code: 'waiting_for_clinic', label: 'Waiting for the clinic' },
  { code: 'other', label: 'Another reason (see the note)' },
] as const;
export type NextReason = (typeof NEXT_REASONS)[number]['code'];

export const DECLINE_REASONS = [
  { code: 'feels_better', label: 'Feels better' },
  { code: 'no_progress', label: 'Saw no progress' },
  { code: 'cost', label: 'Cost' },
  { code: 'time', label: 'Time or distance' },
  { code: 'experience', label: 'An experience with us' },
  { code: 'other_care', label: 'Other care' },
  { code: 'other', label: 'Another reason (see the note)' },
] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number]['code'];

/** S3-27: how it felt, and how near the next step is. */
export const SENTIMENTS = [
  { code: 'warm', label: 'Warm' },
  { code: 'neutral', label: 'Neutral' },
  { code: 'worried', label: 'Worried' },
  { code: 'upset', label: 'Upset' },
] as const;
export const READINESS = [
  { code: 'ready', label: 'Ready to book' },
  { code: 'leaning', label: 'Leaning towards it' },
  { code: 'unsure', label: 'Unsure' },
  { code: 'not_ready', label: 'Not ready' },
] as const;

/** What may be chosen when a case is closed without a call; `returned`, `excluded` and `merged` follow from the records alone. */
export const CLOSE_REASONS = {
  lost: [
    { code: 'moved_or_elsewhere', label: 'Moved away or goes elsewhere' },
    { code: 'cannot_reach', label: 'Cannot be reached' },
    { code: 'other', label: 'Another reason (see the note)' },
  ],
  declined: DECLINE_REASONS,
  discharged: [
    { code: 'finished', label: 'Finished their care' },
    { code: 'clinician_ended', label: 'The clinician ended it' },
  ],
  wrong_data: [
    { code: 'already_booked', label: 'Already booked' },
    { code: 'not_our_patient', label: 'Not our patient' },
    { code: 'record_wrong', label: 'The record is wrong' },
  ],
  do_not_contact: [{ code: 'asked_never', label: 'Asked never to be contacted' }],
} as const satisfies Partial<Record<Closing, readonly { code: string; label: string }[]>>;
export type StaffClosing = keyof typeof CLOSE_REASONS;

export interface CallReport {
  outcome: CallOutcomeCode;
  next:
    | { kind: 'booked'; on: LocalDate | null }
    | { kind: 'touchpoint'; at: Instant; channel: string }
    | { kind: 'reason'; code: NextReason }
    | null;
  /** With `not_now`: rests until then instead of half a year. */
  snoozeUntil: LocalDate | null;
  /** With `declined`. */
  reason: DeclineReason | null;
}

export interface CallContext {
  now: Instant;
  /** The place's days, in its zone. */
  opening: OpeningDays;
  /** Calls without an answer in the last 14 days, this one not counted (RC 7). */
  unansweredIn14Days: number;
}

/** What a case becomes and what else is written. */
export interface AfterCall {
  /** One sentence each; with any of them nothing is saved. `next_step_missing` is X12. */
  problems: { code: 'next_step_missing' | 'wrong'; says: string }[];
  isConversation: boolean;
  nextKind: NextKind | null;
  nextBookedFor: LocalDate | null;
  nextReason: string | null;
  touchpoint: { at: Instant; channel: string } | null;
  snooze: { wakeOn: LocalDate; wakesAt: Instant; reason: SnoozeReason } | null;
  /** What the person said to staff (E14). */
  stop: { kind: 'not_now' | 'never'; until: Instant | null; reason: string } | null;
  /** The address is no good, or the person wants nothing on any. */
  suppress: 'wrong_number' | 'never' | null;
  /** Why what runs for the person ends; null: it goes on. */
  stops: 'booked' | 'replied' | 'case_closed' | 'snoozed' | 'staff' | null;
  case: {
    state: CaseState;
    closing: Closing | null;
    outreach: 'call' | null;
    wakeAt: Instant | null;
    wakeBecause: string | null;
  };
}

const DAY_MS = 86_400_000;
/** E14. */
export const NOT_NOW_DAYS = 180;
/** RC 7: at most three attempts in 14 days, then a rest. */
export const MOST_ATTEMPTS = 3;
export const REST_DAYS = 14;
const VERIFY_BUSINESS_DAYS = 2;
const NOON = 12 * 60;
const AFTERNOON = 14 * 60;
const LONGEST_MONTHS_MS = 731 * DAY_MS;

export function afterCall(report: CallReport, context: CallContext): AfterCall {
  const outcome = callOutcome(report.outcome);
  const { now, opening } = context;
  const result: AfterCall = {
    problems: problemsOf(report, outcome, context),
    isConversation: outcome.isConversation,
    nextKind: report.next?.kind ?? null,
    nextBookedFor: report.next?.kind === 'booked' ? report.next.on : null,
    nextReason: report.next?.kind === 'reason' ? report.next.code : null,
    touchpoint: report.next?.kind === 'touchpoint' ? { at: report.next.at, channel: report.next.channel } : null,
    snooze: null,
    stop: null,
    suppress: null,
    stops: null,
    case: { state: 'in_outreach', closing: null, outreach: 'call', wakeAt: null, wakeBecause: null },
  };
  if (result.problems.length > 0) return result;
  const closes = (closing: Closing, reason: string): AfterCall => ({
    ...result,
    nextKind: 'reason',
    nextReason: reason,
    touchpoint: null,
    stops: 'case_closed',
    case: { state: 'closed', closing, outreach: null, wakeAt: null, wakeBecause: null },
  });
  const wakes = (wakeAt: Instant, wakeBecause: string): AfterCall['case'] => ({ ...result.case, wakeAt, wakeBecause });

  switch (report.outcome) {
    case 'no_answer':
    case 'voicemail':
    case 'busy':
      return { ...result, case: wakes(nextTry(now, opening, context.unansweredIn14Days + 1), 'retry') };
    case 'wrong_number':
      return { ...result, suppress: 'wrong_number', case: wakes(opensAfter(now, opening, REST_DAYS), 'retry') };
    case 'booked':
      return { ...result, stops: 'booked', case: wakes(businessDays(now, opening), 'verify_booking') };
    case 'call_back':
      return { ...result, stops: 'replied', case: wakes(result.touchpoint?.at ?? now, 'call_back') };
    case 'not_now':
      return notNow(report, result, context);
    case 'declined': {
      const closed = closes('declined', report.reason ?? 'other');
      return { ...closed, stop: { kind: 'not_now', until: now + NOT_NOW_DAYS * DAY_MS, reason: 'declined' } };
    }
    case 'never': {
      const closed = closes('do_not_contact', 'asked_never');
      return { ...closed, suppress: 'never', stop: { kind: 'never', until: null, reason: 'asked_never' } };
    }
    case 'finished':
      return closes('discharged', 'finished');
    case 'moved_or_elsewhere':
      return closes('lost', 'moved_or_elsewhere');
    case 'wrong_data':
      return closes('wrong_data', 'record_wrong');
    case 'escalate':
      return {
        ...result,
        nextKind: result.nextKind ?? 'reason',
        nextReason: result.nextReason ?? (result.nextKind === null ? 'escalated' : null),
        stops: 'staff',
        case: wakes(result.touchpoint?.at ?? businessDays(now, opening), 'escalated'),
      };
  }
}

/** “Not now” rests until a date, waits for a promised talk, or is left for half a year (E14). */
function notNow(report: CallReport, result: AfterCall, { now, opening }: CallContext): AfterCall {
  if (report.snoozeUntil !== null) {
    const rest = snoozeUntil(report.snoozeUntil, now, opening);
    if ('problem' in rest) return { ...result, problems: [{ code: 'wrong', says: rest.problem }] };
    return {
      ...result,
      snooze: { ...rest, reason: 'asked_later' },
      stops: 'snoozed',
      case: { state: 'snoozed', closing: null, outreach: null, wakeAt: rest.wakesAt, wakeBecause: 'snooze' },
    };
  }
  if (result.touchpoint !== null) {
    const { at } = result.touchpoint;
    return { ...result, stops: 'replied', case: { ...result.case, wakeAt: at, wakeBecause: 'call_back' } };
  }
  return {
    ...result,
    stop: { kind: 'not_now', until: now + NOT_NOW_DAYS * DAY_MS, reason: result.nextReason ?? 'asked_later' },
    stops: 'case_closed',
    case: { state: 'closed', closing: 'declined', outreach: null, wakeAt: null, wakeBecause: null },
  };
}

function problemsOf(report: CallReport, outcome: CallOutcome, { now }: CallContext): AfterCall['problems'] {
  const { next } = report;
  const problems: AfterCall['problems'] = [];
  const isSaid = next !== null || (report.outcome === 'not_now' && report.snoozeUntil !== null);
  if (outcome.needs.includes('next') && !isSaid) {
    problems.push({ code: 'next_step_missing', says: `“${outcome.label}” needs the next step: ${oneOf(outcome)}.` });
  }
  if (outcome.needs.includes('reason') && report.reason === null) {
    problems.push({ code: 'next_step_missing', says: `“${outcome.label}” needs a reason.` });
  }
  const fits = report.outcome === 'escalate' || (next !== null && outcome.nextKinds.includes(next.kind));
  if (next !== null && !fits) {
    problems.push({ code: 'wrong', says: `“${outcome.label}” cannot be followed by the next step "${next.kind}".` });
  }
  if (next?.kind === 'touchpoint' && (next.at <= now || next.at > now + LONGEST_MONTHS_MS)) {
    problems.push({ code: 'wrong', says: 'The next talk must lie in the future, within 24 months.' });
  }
  if (next?.kind === 'booked' && next.on !== null && parseDate(next.on) === null) {
    problems.push({ code: 'wrong', says: 'The day booked is not a date: write it as 2026-03-31.' });
  }
  if (report.snoozeUntil !== null && report.outcome !== 'not_now') {
    problems.push({ code: 'wrong', says: 'Only “Not now” rests until a date.' });
  }
  return problems;
}

const SAYS: Record<NextKind, string> = {
  booked: 'the visit booked',
  touchpoint: 'the time of the next talk',
  reason: 'a reason',
};

function oneOf({ nextKinds, needs }: CallOutcome): string {
  const ways: string[] = nextKinds.map((kind) => SAYS[kind]);
  if (needs.includes('date')) ways.push('a date to rest until');
  return ways.join(', or ');
}

/**
 * When to try again after nobody answered: the next open day, in the other half of it; after the third attempt in two weeks
 * the case rests for two weeks (RC 7). `attempts` counts the one just made.
 */
export function nextTry(at: Instant, opening: OpeningDays, attempts: number): Instant {
  if (attempts >= MOST_ATTEMPTS) return opensAfter(at, opening, REST_DAYS);
  const { zone } = opening;
  const today = zone.dayOf(at);
  const day = opening.openDayAfter(today, 1) ?? today + 1;
  if (zone.clockOf(at) < NOON) return zone.at(day, AFTERNOON);
  return opening.endOfBusinessDays(day - 1, 1) ?? zone.at(day, 9 * 60);
}

/** Opening time of the first open day, at the earliest so many calendar days from now. */
function opensAfter(at: Instant, opening: OpeningDays, days: number): Instant {
  return opening.endOfBusinessDays(opening.zone.dayOf(at) + days - 1, 1) ?? at + days * DAY_MS;
}

function businessDays(at: Instant, opening: OpeningDays): Instant {
  return opening.endOfBusinessDays(opening.zone.dayOf(at), VERIFY_BUSINESS_DAYS) ?? at + VERIFY_BUSINESS_DAYS * DAY_MS;
}

/** The local date of an instant at the place, as it is printed. */
export function dateAt(at: Instant, { zone }: OpeningDays): LocalDate {
  return formatDate(zone.dayOf(at));
}
