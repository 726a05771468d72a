import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import { isProgramOpen } from '../../timeline/ended-programs.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { Seen } from '../../timeline/versions.js';
import { formatMoment } from '../evidence.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import { hoursOf } from '../window.js';
import type { Rule, Silence } from '../rule.js';

const HOUR_MS = 3_600_000;

/** Enrolled, and not yet introduced to the coordinator (RC 4, Q69). */
export const handoffLate: Rule = {
  id: 'R27',
  name: 'HANDOFF_LATE',
  version: 1,
  kind: 'V',
  class: 'S1',
  says: 'Enrolled in a program and not introduced to the coordinator.',
  startsOff: true,
  startsIn: ['PR'],
  defaults: { after: 24 },
  restsOn: ['program'],
  prepare(parameters) {
    const hours = hoursOf(this.id, 'after', parameters.after);
    return (timeline, asOf) =>
      askEach(ownRecords(timeline, 'program', asOf), 'No program on record.', (seen) =>
        ask(this, timeline, seen, hours, asOf),
      );
  },
};

function ask(rule: Rule, timeline: Timeline, seen: Seen<'program'>, hours: number, asOf: AsOf): Finding | Silence {
  const { startedAt, handoffAt, coordinator, name } = seen.row.data;
  if (!isProgramOpen(seen, asOf)) return { because: 'closed', says: `Program ${seen.row.id} is not open.` };
  if (startedAt === null) return { because: 'no_data', says: 'Not known since when the program runs.' };
  if (asOf.reached(handoffAt)) return { because: 'answered', says: 'The introduction has been made.' };
  const { opening } = timeline;
  const elapsed = startedAt + hours * HOUR_MS;
  const day = opening.zone.dayOf(elapsed);
  // On a closed day nobody can introduce anybody: the next opening time counts (Q69).
  const deadline = opening.isOpen(day) ? elapsed : opening.endOfBusinessDays(day, 1);
  if (deadline === null || !asOf.reached(deadline)) {
    return { because: 'waiting', says: `Enrolled ${formatMoment(opening, startedAt)}.` };
  }
  return recordFinding(rule, timeline, {
    episode: seen.row.id,
    since: deadline,
    reason: `Enrolled ${formatMoment(opening, startedAt)} (${name?.trim() || 'program'}); not introduced to the coordinator by ${formatMoment(opening, deadline)}.`,
    facts: [
      recordFact(
        'program',
        seen,
        startedAt,
        `Enrolled ${formatMoment(opening, startedAt)}${coordinator === null ? ', no coordinator named' : ''}`,
      ),
    ],
    checked: ['no introduction on record'],
    clearsWhen: 'The introduction, or the end of the program.',
    parameters: { afterHours: hours },
  });
}
