import { isWithin, type Period } from '../audit/period.js';
import type { Instant } from '../records.js';
import { ownRecords } from '../timeline/own-records.js';
import type { OwnRows } from './own-rows.js';
import type { ReportSection } from './report.js';
import type { SeenPerson, SeenPractice } from './seen-practice.js';
import type { Sheet } from './sheet.js';

/** What speaks of a member before they leave: payments, cards, use, a wish to leave, a pause that ends. */
const MEMBERSHIP_RULES: readonly string[] = ['R21', 'R22', 'R23', 'R24', 'R25'];

/** Were members on the list before they cancelled, when something could still be done (S1-11)? */
export function cancellationSection(
  sheet: Sheet,
  trailing: Period,
  persons: readonly SeenPerson[],
  own: OwnRows,
  seen: SeenPractice,
): ReportSection {
  const flaggedAt = new Map<SeenPerson, Instant>();
  for (const { events } of own.cases) {
    for (const { at, rules, personId } of events) {
      const person = seen.personOf(personId);
      if (person === undefined || !rules.some((rule) => MEMBERSHIP_RULES.includes(rule))) continue;
      flaggedAt.set(person, Math.min(at, flaggedAt.get(person) ?? at));
    }
  }
  const left: string[] = [];
  const flagged: string[] = [];
  const inTime: string[] = [];
  for (const person of persons) {
    for (const { row } of ownRecords(person.timeline, 'membership', seen.asOf)) {
      const { cancelRequestedAt, endsAt } = row.data;
      const times = [cancelRequestedAt, endsAt].filter((time) => time !== null && seen.asOf.reached(time));
      const cancelledAt = Math.min(...times.map(Number));
      if (!isWithin(trailing, cancelledAt)) continue;
      left.push(person.personId);
      const at = flaggedAt.get(person);
      if (at === undefined) continue;
      flagged.push(person.personId);
      if (at < cancelledAt) inTime.push(person.personId);
    }
  }
  const share = (metric: string, of: string[]) =>
    sheet.number({
      ...{ metric, span: 'weeks_12', numerator: inTime.length, denominator: of.length },
      people: { numerator: inTime, denominator: of },
    });
  return {
    id: 'cancellations',
    title: 'Members who left, and whether they had been on the list',
    numbers: [share('flags_before_cancellation', flagged), share('cancellations_flagged', left)],
  };
}
