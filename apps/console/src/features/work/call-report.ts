import type { CallOutcome, CallReport, NextKind, NextStep } from '../../api.types.js';
import { instantOf } from '../../ui/dates.js';

/** The next steps an outcome leaves; `rest`: nothing until a day, then they come back to the list. */
export type NextChoice = NextKind | 'rest';

/** What somebody has typed about a call, before it is a report. Texts as typed; dates are calendar dates of the practice. */
export interface CallDraft {
  outcome: string | null;
  startedAt: string | null;
  nextKind: NextChoice | null;
  bookedOn: string;
  nextOn: string;
  nextTime: string;
  nextChannel: string;
  nextReason: string | null;
  snoozeOn: string;
  reason: string | null;
  sentiment: string | null;
  readiness: string | null;
  valueGiven: string;
  recommendedStep: string;
  note: string;
  /** Steps of the talk track that were ticked. */
  said: string[];
}

export const EMPTY_CALL: CallDraft = {
  outcome: null,
  startedAt: null,
  nextKind: null,
  bookedOn: '',
  nextOn: '',
  nextTime: '',
  nextChannel: 'call',
  nextReason: null,
  snoozeOn: '',
  reason: null,
  sentiment: null,
  readiness: null,
  valueGiven: '',
  recommendedStep: '',
  note: '',
  said: [],
};

export const NEXT_WORDS: Record<NextChoice, string> = {
  booked: 'Booked',
  touchpoint: 'We talk again',
  rest: 'Rests until a day',
  reason: 'No next step, because',
};

/** The nearest to a visit first; to have none is the last thing to choose. */
const NEXT_ORDER: readonly NextChoice[] = ['booked', 'touchpoint', 'rest', 'reason'];

export function nextChoices({ needs, nextKinds }: CallOutcome): NextChoice[] {
  if (!needs.includes('next')) return [];
  return NEXT_ORDER.filter((choice) => (choice === 'rest' ? needs.includes('date') : nextKinds.includes(choice)));
}

/** The next step chosen; where an outcome leaves one alone it needs no choice. */
export function nextChoiceOf(draft: CallDraft, outcome: CallOutcome): NextChoice | null {
  const choices = nextChoices(outcome);
  if (choices.length === 1) return choices[0] ?? null;
  return choices.find((choice) => choice === draft.nextKind) ?? null;
}

/**
 * What the report still lacks, as sentences that say what to do; empty: it can be saved. No conversation ends without the
 * next one agreed or a coded reason (X12).
 */
export function whatIsMissing(draft: CallDraft, outcome: CallOutcome | null, today: string): string[] {
  if (outcome === null) return ['Choose how the call ended.'];
  const missing = outcome.needs.includes('next') ? nextMissing(draft, outcome, today) : [];
  if (outcome.needs.includes('reason') && draft.reason === null) missing.push('Choose a reason.');
  return missing;
}

function nextMissing(draft: CallDraft, outcome: CallOutcome, today: string): string[] {
  switch (nextChoiceOf(draft, outcome)) {
    case null: {
      const ways = nextChoices(outcome).map((choice) => NEXT_WAYS[choice]);
      return [`Choose the next step: ${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}.`];
    }
    case 'booked':
      return [];
    case 'touchpoint':
      if (draft.nextOn === '' || draft.nextTime === '') return ['Say on which day and at what time you talk again.'];
      return draft.nextOn < today ? ['The next talk must lie ahead.'] : [];
    case 'rest':
      if (draft.snoozeOn === '') return ['Say until which day they rest.'];
      return draft.snoozeOn <= today ? ['They can rest until tomorrow at the earliest.'] : [];
    case 'reason':
      return draft.nextReason === null ? ['Choose the reason why there is no next step.'] : [];
  }
}

const NEXT_WAYS: Record<NextChoice, string> = {
  booked: 'the visit booked',
  touchpoint: 'when you talk again',
  rest: 'until when they rest',
  reason: 'the reason why there is none',
};

const typed = (text: string) => (text.trim() === '' ? undefined : text.trim());

/** The report of a draft that lacks nothing. */
export function callReport(draft: CallDraft, outcome: CallOutcome, zone: string): CallReport {
  const next = nextChoiceOf(draft, outcome);
  // Every code was chosen among those of the brief, which the server gave.
  const report = { outcome: outcome.code } as CallReport;
  if (draft.startedAt !== null) report.startedAt = draft.startedAt;
  if (next === 'booked') report.next = { kind: next, ...(draft.bookedOn === '' ? {} : { on: draft.bookedOn }) };
  if (next === 'touchpoint') {
    report.next = {
      kind: next,
      at: instantOf(draft.nextOn, draft.nextTime, zone),
      channel: draft.nextChannel as NextStep['channel'],
    };
  }
  if (next === 'reason' && draft.nextReason !== null && !outcome.needs.includes('reason')) {
    report.next = { kind: next, code: draft.nextReason as NextStep['code'] };
  }
  if (next === 'rest') report.snoozeUntil = draft.snoozeOn;
  if (outcome.needs.includes('reason') && draft.reason !== null) report.reason = draft.reason as CallReport['reason'];
  if (outcome.isConversation) {
    if (draft.sentiment !== null) report.sentiment = draft.sentiment as CallReport['sentiment'];
    if (draft.readiness !== null) report.readiness = draft.readiness as CallReport['readiness'];
    const valueGiven = typed(draft.valueGiven);
    const recommendedStep = typed(draft.recommendedStep);
    if (valueGiven !== undefined) report.valueGiven = valueGiven;
    if (recommendedStep !== undefined) report.recommendedStep = recommendedStep;
  }
  const note = typed(draft.note);
  if (note !== undefined) report.note = note;
  return report;
}
