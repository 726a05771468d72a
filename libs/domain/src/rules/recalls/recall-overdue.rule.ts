import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import { bookingWithinHorizon, horizonDays } from '../../timeline/horizon.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { bookingsChecked, describeLine, visitFact } from '../evidence.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { recallDue } from './recall-due.rule.js';
import { bookedSilence, notForSpecialty } from '../visits/episode-rules.js';
import { daysBySpecialty, dueOrSilence, recallLine, recallsOf, type DueRecall } from './recall.js';

/** Longer overdue than this it is a long tail, not a task of the week. */
const SOON_DAYS = 60;

/** A recall is past its grace, and nothing is booked (RC 4, Q59). */
export const recallOverdue: Rule = {
  id: 'R17',
  name: 'RECALL_OVERDUE',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: 'A recall is overdue and nothing is booked.',
  startsOff: true,
  defaults: { DE: '14 d', DPC: '30 d' },
  restsOn: ['recall'],
  prepare(parameters) {
    const grace = daysBySpecialty(this, parameters);
    // A visit fulfils a recall from as early as R16 speaks of it (Q59).
    const earliest = daysBySpecialty(recallDue, recallDue.defaults);
    return (timeline, asOf) =>
      askEach(recallsOf(timeline, asOf), 'No recall on record.', (seen) => {
        const of = recallLine(timeline, seen);
        const days = grace.get(of.specialty ?? 'unknown');
        if (days === undefined) return notForSpecialty(of, asOf);
        const due = dueOrSilence(timeline, seen, of, earliest.get(of.specialty ?? 'unknown') ?? 0, asOf);
        if ('because' in due) return due;
        return ask(this, timeline, due, days, asOf);
      });
  },
};

function ask(rule: Rule, timeline: Timeline, due: DueRecall, graceDays: number, asOf: AsOf): Finding | Silence {
  const { dueDay, line, lineName, specialty, last, seen, isReckoned } = due;
  const { zone } = timeline.opening;
  const since = zone.startOf(dueDay + graceDays);
  if (!asOf.reached(since))
    return { because: 'waiting', says: `Due on ${formatDate(dueDay)}; ${graceDays} days of grace.` };
  const booking = bookingWithinHorizon(timeline.live, line, specialty, asOf);
  if (booking !== null) return bookedSilence(booking, asOf);
  const isLong = asOf.reached(zone.startOf(dueDay + SOON_DAYS + 1));
  return recordFinding(rule, timeline, {
    class: isLong ? 'S3' : rule.class,
    episode: seen.row.id,
    since,
    reason: `Recall (${describeLine(lineName)}) was due ${formatDate(dueDay)}${isReckoned ? ', reckoned from the last visit' : ''}; nothing booked.`,
    facts: [
      recordFact('recall', seen, null, `Recall due on ${formatDate(dueDay)}`),
      ...(last === null ? [] : [visitFact(last, 'Last visit')]),
    ],
    checked: bookingsChecked(timeline, line, specialty, asOf),
    clearsWhen: `A booking in ${describeLine(lineName)} within ${horizonDays(specialty)} days, a visit, or the recall done.`,
    parameters: { grace: `${graceDays} d` },
    service: last?.service?.name ?? lineName,
  });
}
