import type { RuleClass } from '../evaluation.js';
import type { Instant, LocalDate } from '../records.js';

export type Route = 'call' | 'sequence' | 'snooze';

/** What a recommendation looks at; each fact that speaks is named in its reasons (S2-13). */
export interface RouteFacts {
  now: Instant;
  class: RuleClass;
  rules: readonly string[];
  /** When the strongest reason began to hold. */
  since: Instant;
  /** Value at risk in the top fifth of the practice's list. */
  isHighValue: boolean;
  /** Visits missed or lost late in the last twelve months. */
  missesIn12Months: number;
  /** Nobody of the team has called or written for this case yet. */
  isFirstContact: boolean;
  /** Calls without an answer in the last 14 days. */
  unansweredIn14Days: number;
  /** A number to call is on record, and nothing forbids calling. */
  mayCall: boolean;
  /** The machine may write to them, by SMS or e-mail. */
  mayMessage: boolean;
  /** An approved sequence fits the case. */
  sequenceId: string | null;
  /** They asked to be left until then. */
  askedUntil: LocalDate | null;
  today: LocalDate;
  /** When the team may try again (RC 7); null: now. */
  restsUntil: LocalDate | null;
}

export interface Recommendation {
  route: Route;
  sequenceId: string | null;
  because: string[];
}

const DAY_MS = 86_400_000;
const FRESH_DAYS = 7;
const REPEATED = 2;
/** Lost visits that a friendly message often answers. */
const MESSAGE_FIRST = new Set(['R02', 'R05', 'R06']);

/** The simplest suitable route, with its inputs said. The person who works the case may choose another. */
export function recommendRoute(facts: RouteFacts): Recommendation {
  const { sequenceId } = facts;
  const as = (route: Route, because: string[]): Recommendation => ({
    route,
    sequenceId: route === 'sequence' ? sequenceId : null,
    because,
  });
  if (facts.askedUntil !== null && facts.askedUntil > facts.today) {
    return as('snooze', [`They asked to be contacted after ${facts.askedUntil}.`]);
  }
  if (facts.restsUntil !== null && facts.restsUntil > facts.today) {
    return as('snooze', [`${facts.unansweredIn14Days} calls in two weeks were not answered: a rest does more.`]);
  }
  const forCall = reasonsToCall(facts);
  const canMessage = facts.mayMessage && sequenceId !== null;
  if (forCall.length > 0 && facts.mayCall) return as('call', forCall);
  const forMessage = canMessage ? reasonsToMessage(facts) : [];
  if (forMessage.length > 0) return as('sequence', forMessage);
  if (facts.mayCall) {
    return as('call', [canMessage ? 'A conversation says more than a message.' : 'A message cannot be sent to them.']);
  }
  if (canMessage) return as('sequence', ['They cannot be called; a message can be sent.']);
  return as('snooze', ['They can neither be called nor written to at present.']);
}

function reasonsToCall({ class: urgency, isHighValue, missesIn12Months, isFirstContact }: RouteFacts): string[] {
  const because: string[] = [];
  if (urgency === 'S1') because.push('It is for today.');
  if (isHighValue) because.push('Much of their care is at risk.');
  if (missesIn12Months >= REPEATED) because.push(`${missesIn12Months} visits were lost in the last twelve months.`);
  if (!isFirstContact) because.push('They have been contacted about this before.');
  return because;
}

function reasonsToMessage({ now, rules, since }: RouteFacts): string[] {
  const strongest = rules[0];
  if (strongest === undefined || !MESSAGE_FIRST.has(strongest)) return [];
  if (now - since > FRESH_DAYS * DAY_MS) return [];
  return ['It is fresh and the first contact about it.', 'They may be written to.'];
}
