import { recallDue } from '../../rules/recalls/recall-due.rule.js';
import { daysBySpecialty, dueOrSilence, recallLine, recallsOf } from '../../rules/recalls/recall.js';
import type { AsOf } from '../../timeline/as-of.js';
import { countsForLine } from '../../timeline/booking.js';
import { count, share, type MetricSet } from './share.js';

/** Days past due: from 1 to 60, from 61 to 180, more (RC 2). */
const TIERS = [
  { variant: '1-60', from: 1, to: 60 },
  { variant: '61-180', from: 61, to: 180 },
  { variant: 'over_180', from: 181, to: Number.POSITIVE_INFINITY },
];

/** Of the recalls that still ask for something, whatever the specialty: how long past due without any booking of the line. */
export function recallMetrics(asOf: AsOf): MetricSet {
  const tiers = TIERS.map((tier) => ({ ...tier, figure: share('recall_overdue', tier.variant) }));
  const earliest = daysBySpecialty(recallDue, recallDue.defaults);
  return {
    add(timeline) {
      const { zone } = timeline.opening;
      for (const seen of recallsOf(timeline, asOf)) {
        const of = recallLine(timeline, seen);
        const due = dueOrSilence(timeline, seen, of, earliest.get(of.specialty ?? 'unknown') ?? 0, asOf);
        if ('because' in due) continue;
        const isBooked = timeline.live.some(({ line }) => countsForLine(line, due.line));
        const late = isBooked ? 0 : zone.dayOf(asOf.at) - due.dueDay;
        for (const { figure, from, to } of tiers) count(figure, from <= late && late <= to);
      }
    },
    shares: () => tiers.map(({ figure }) => figure),
  };
}
