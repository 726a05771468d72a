import { fitRenewals, renewalSurvival } from '../models/sbg.js';
import { kaplanMeier, survivalInterval, type Observed } from '../proof/survival.js';
import { Z_975 } from '../proof/proportions.js';
import type { AsOf } from '../timeline/as-of.js';
import { hasMembershipEnded } from '../timeline/ended-programs.js';
import { ownRecords } from '../timeline/own-records.js';
import { noData, Tally, type Figure, type FigureCount, type Counting } from './figure.js';
import { monthOf, percent } from './months.js';

const MOST_MONTHS = 24;
/** A fit on fewer leavers says nothing. */
const FEWEST_ENDED = 20;

interface Tenure extends Observed {
  personId: string;
  /** Months since it began, still there or not. */
  age: number;
}

/** How long members stay, by month of membership; those who are still there count for as long as we have seen them (RC 6.4, 6.5). */
export function memberTenure(asOf: AsOf, { has, keepsPeople }: Counting): FigureCount {
  const tenures: Tenure[] = [];
  return {
    add(personId, timeline) {
      for (const seen of ownRecords(timeline, 'membership', asOf)) {
        const { startedAt, endsAt } = seen.row.data;
        if (startedAt === null || !asOf.reached(startedAt)) continue;
        const hasEnded = hasMembershipEnded(seen, asOf);
        // Ended, and nobody said when: it cannot be placed.
        if (hasEnded && endsAt === null) continue;
        const until = hasEnded && endsAt !== null ? Math.max(endsAt, startedAt) : asOf.at;
        const { zone } = timeline.opening;
        const age = monthOf(zone, startedAt, asOf.at);
        tenures.push({ personId, age, until: monthOf(zone, startedAt, until), happened: hasEnded });
      }
    },
    section: () => ({
      id: 'member_tenure',
      title: 'How long members stay',
      figures: has('membership')
        ? figuresOf(tenures, keepsPeople)
        : [noData('members_left', 'memberships with a start')],
      notes: [
        'That fewer leave the longer they have been members is mostly sorting: those likely to leave have left. It is no success of anybody.',
        ...fitted(tenures),
      ],
    }),
  };
}

function figuresOf(tenures: readonly Tenure[], keepsPeople: boolean): Figure[] {
  const steps = new Map(kaplanMeier(tenures).map((step) => [step.at, step]));
  const last = Math.min(
    MOST_MONTHS,
    tenures.reduce((month, { until }) => Math.max(month, until), 0),
  );
  let says = 'Nobody had left by the end of it.';
  return Array.from({ length: last }, (_, index) => {
    const month = index + 1;
    const step = steps.get(month);
    if (step !== undefined) {
      const { low, high } = survivalInterval(step, Z_975);
      says = `${percent(step.survival)} still there at the end of it (95 %: ${percent(low)} to ${percent(high)}).`;
    }
    const tally = new Tally(keepsPeople);
    for (const { personId, until, happened } of tenures)
      if (until >= month) tally.count(personId, happened && until === month);
    return tally.figure('members_left', { key: `month_${month}`, about: `month ${month}`, says });
  });
}

/** The renewal model of those who can all be followed equally long: whoever began early enough. */
function fitted(tenures: readonly Tenure[]): string[] {
  const seen = 12;
  const cohort = tenures.filter(({ age }) => age > seen);
  const remaining = Array.from(
    { length: seen + 1 },
    (_, month) => cohort.filter(({ until, happened }) => !happened || until > month).length,
  );
  if (cohort.length - remaining[seen]! < FEWEST_ENDED || remaining[seen]! === 0) return [];
  const { parameters } = fitRenewals(remaining);
  const shares = [3, 6, 12, 24].map((month) => `${month} months ${percent(renewalSurvival(parameters, month))}`);
  return [`The renewal model of ${cohort.length} memberships expects still there after ${shares.join(', ')}.`];
}
