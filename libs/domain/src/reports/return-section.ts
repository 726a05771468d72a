import { isWithin, type Period } from '../audit/period.js';
import type { CaseStory } from './case-flow.js';
import type { AssignedFact } from './own-rows.js';
import type { ReportSection } from './report.js';
import { returnsInTime } from './return-in-time.js';
import { BEFORE_RETURN, recoveredPayments, type PersonReturn } from './returns.js';
import type { SeenPractice } from './seen-practice.js';
import type { Sheet } from './sheet.js';

const BEFORE_WORDS = {
  call: 'called',
  messages: 'messages',
  both: 'called and messages',
  nothing: 'nothing from here',
} as const;

export interface ReturnFacts {
  seen: SeenPractice;
  stories: readonly CaseStory[];
  assigned: readonly AssignedFact[];
  /** Every return so far, oldest first. */
  returns: readonly PersonReturn[];
  attributionDays: number;
  currency: string | null;
  /** Whether any source ever told of a payment. */
  hasPayments: boolean;
  idOf: (patientId: string) => string;
}

/** Who came back, after what, and what they paid since. */
export function returnSection(sheet: Sheet, week: Period, trailing: Period, facts: ReturnFacts): ReportSection {
  const { returns, stories, idOf } = facts;
  const ofWeek = returns.filter(({ closedAt }) => isWithin(week, closedAt));
  const id = ({ person }: PersonReturn) => person.personId;
  const closed = stories
    .flatMap(({ closings }) => closings)
    .filter(({ at, closing }) => isWithin(trailing, at) && closing !== 'merged');
  const closedReturned = closed.filter(({ closing }) => closing === 'returned');
  const ids = (some: readonly { personId: string }[]) => some.map(({ personId }) => idOf(personId));
  return {
    id: 'returns',
    title: 'Who came back',
    numbers: [
      sheet.persons('returned', 'week', ofWeek.map(id)),
      ...BEFORE_RETURN.map((before) =>
        sheet.persons('returned_before', 'week', ofWeek.filter((one) => one.before === before).map(id), {
          key: before,
          about: BEFORE_WORDS[before],
        }),
      ),
      sheet.number({
        metric: 'returned_share',
        span: 'weeks_12',
        numerator: closedReturned.length,
        denominator: closed.length,
        people: { numerator: ids(closedReturned), denominator: ids(closed) },
      }),
      ...returnsInTime(sheet, trailing, stories, facts.assigned, facts.seen),
      ...recovered(sheet, week, facts),
    ],
  };
}

function recovered(sheet: Sheet, week: Period, { seen, returns, attributionDays, currency, hasPayments }: ReturnFacts) {
  const about = `within ${attributionDays} days`;
  if (!hasPayments) {
    const says = 'No connected source tells of payments, so that recovered revenue is not known.';
    return (['week', 'to_date'] as const).map((span) =>
      sheet.number({ metric: 'recovered_revenue', span, numerator: null, about, says }),
    );
  }
  const all = recoveredPayments(returns, attributionDays, seen.asOf);
  const counted = all.filter((payment) => payment.currency === null || payment.currency === currency);
  const others = all.length - counted.length;
  const says = others === 0 ? undefined : `${others} payments in other currencies than ${currency} are left out.`;
  return (['week', 'to_date'] as const).map((span) => {
    const payments = span === 'week' ? counted.filter(({ at }) => isWithin(week, at)) : counted;
    return sheet.number({
      metric: 'recovered_revenue',
      span,
      about,
      numerator: payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      people: { numerator: payments.map(({ personId }) => personId) },
      ...(says === undefined ? {} : { says }),
    });
  });
}
