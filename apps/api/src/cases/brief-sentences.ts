import type { BriefFacts } from '@keepwell/database';
import { callOutcome, CALL_OUTCOME_CODES, dateAt } from '@keepwell/domain';
import type { CallOutcomeCode, OpeningDays } from '@keepwell/domain';

/** What to know before dialling, the most telling first; a handful of plain sentences. */
export function briefSentences(facts: BriefFacts, opening: OpeningDays): string[] {
  const on = (instant: string) => dateAt(Date.parse(instant), opening);
  const says: string[] = [facts.reason];
  for (const reply of facts.replies) says.push(`They wrote on ${on(reply.at)}: “${reply.body}”`);
  if (facts.lastVisitOn !== null) {
    says.push(`Last visit ${facts.lastVisitOn}${facts.lastVisitWith === null ? '' : ` with ${facts.lastVisitWith}`}.`);
  }
  const { plan, lastCall, promised } = facts;
  if (plan !== null)
    says.push(
      `${plan.visits} of ${plan.prescribed} visits of their plan${plan.line === null ? '' : ` (${plan.line})`}.`,
    );
  if (lastCall !== null) {
    says.push(`Last call ${on(lastCall.at)} by ${lastCall.byName}: ${labelOf(lastCall.outcome).toLowerCase()}.`);
    if (lastCall.nextBookedFor !== null) says.push(`They said they had booked for ${lastCall.nextBookedFor}.`);
    if (lastCall.note !== null) says.push(`Noted then: “${lastCall.note}”`);
  }
  if (promised !== null) says.push(`A talk was promised for ${on(promised)}.`);
  for (const { at, text, byName } of facts.notes) says.push(`${byName} noted on ${on(at)}: “${text}”`);
  if (facts.missesIn12Months > 1) says.push(`${facts.missesIn12Months} visits were lost in the last twelve months.`);
  return says;
}

function labelOf(code: string): string {
  return isOutcome(code) ? callOutcome(code).label : code;
}

function isOutcome(code: string): code is CallOutcomeCode {
  return (CALL_OUTCOME_CODES as readonly string[]).includes(code);
}
