import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import { bookingWithinHorizon, horizonDays } from '../../timeline/horizon.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { bookingsChecked, describeLine, visitFact } from '../evidence.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { bookedSilence, notForSpecialty } from '../visits/episode-rules.js';
import { daysBySpecialty, dueOrSilence, recallLine, recallsOf, type DueRecall } from './recall.js';

/** A recall falls due soon, or just did, and nothing is booked (RC 4, Q59). */
export const recallDue: Rule = {
  id: 'R16',
  name: 'RECALL_DUE',
  version: 1,
  kind: 'W',
  class: 'S3',
  says: 'A recall falls due and nothing is booked.',
  startsOff: true,
  defaults: { DE: '30 d', DPC: '45 d', PT: '14 d', DE_grace: '14 d', DPC_grace: '30 d', PT_grace: '14 d' },
  restsOn: ['recall'],
  prepare(parameters) {
    const before = daysBySpecialty(this, parameters);
    const grace = daysBySpecialty(this, parameters, '_grace');
    return (timeline, asOf) =>
      askEach(recallsOf(timeline, asOf), 'No recall on record.', (seen) => {
        const of = recallLine(timeline, seen);
        const days = before.get(of.specialty ?? 'unknown');
        const graceDays = grace.get(of.specialty ?? 'unknown');
        if (days === undefined || graceDays === undefined) return notForSpecialty(of, asOf);
        const due = dueOrSilence(timeline, seen, of, days, asOf);
        if ('because' in due) return due;
        return ask(this, timeline, due, { days, graceDays }, asOf);
      });
  },
};

function ask(
  rule: Rule,
  timeline: Timeline,
  due: DueRecall,
  { days, graceDays }: { days: number; graceDays: number },
  asOf: AsOf,
): Finding | Silence {
  const { dueDay, line, lineName, specialty, last, seen, isReckoned } = due;
  const { zone } = timeline.opening;
  const since = zone.startOf(dueDay - days);
  if (!asOf.reached(since))
    return { because: 'waiting', says: `Due on ${formatDate(dueDay)}: ${days} days before it are not reached.` };
  if (asOf.reached(zone.startOf(dueDay + graceDays))) return { because: 'answered', says: 'Overdue: told by R17.' };
  const booking = bookingWithinHorizon(timeline.live, line, specialty, asOf);
  if (booking !== null) return bookedSilence(booking, asOf);
  return recordFinding(rule, timeline, {
    episode: seen.row.id,
    since,
    reason: `Recall (${describeLine(lineName)}) due ${formatDate(dueDay)}${isReckoned ? ', reckoned from the last visit' : ''}; nothing booked.`,
    facts: [
      recordFact('recall', seen, null, `Recall due on ${formatDate(dueDay)}`),
      ...(last === null ? [] : [visitFact(last, 'Last visit')]),
    ],
    checked: bookingsChecked(timeline, line, specialty, asOf),
    clearsWhen: `A booking in ${describeLine(lineName)} within ${horizonDays(specialty)} days, a visit, or the recall done.`,
    parameters: { before: `${days} d`, grace: `${graceDays} d` },
    service: last?.service?.name ?? lineName,
  });
}
