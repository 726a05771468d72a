import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import { episodeKey } from '../../timeline/episode.js';
import { horizonDays } from '../../timeline/horizon.js';
import { ownRecords } from '../../timeline/own-records.js';
import { lineKey } from '../../timeline/practice.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { bookingsChecked, describeLine, visitFact } from '../evidence.js';
import { isInferred } from '../losses/loss-rules.js';
import { askEach, recordFinding } from '../record-finding.js';
import { classOf, type Rule, type Silence } from '../rule.js';
import { bookedSilence, closedSince } from '../visits/episode-rules.js';
import { presumedVisit } from '../visits/outcome-awaited.js';
import { windowEnd, windowNamed, type Window } from '../window.js';

/** The treatment has worn off and the next one is not booked (RC 4, Q61). */
export const wearOff: Rule = {
  id: 'R19',
  name: 'WEAR_OFF',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: 'The last treatment has worn off, and no further one is booked.',
  startsOff: true,
  startsIn: ['MS'],
  defaults: {
    neurotoxin: '16 weeks',
    ha_filler: '52 weeks',
    facial: '6 weeks',
    light_peel: '6 weeks',
    microneedling: '8 weeks',
    laser_hair: '8 weeks',
    biostimulator: '104 weeks',
  },
  prepare(parameters) {
    const windows = new Map(
      Object.keys(parameters).map((family) => [familyOf(family), windowNamed(this.id, parameters, family)]),
    );
    return (timeline, asOf) =>
      askEach(lastTreatments(timeline, windows), 'No treatment of a kind that wears off on record.', ([family, last]) =>
        ask(this, timeline, { family, last, window: windows.get(family)! }, asOf),
      );
  },
};

/** Case, spaces, hyphens and the underscores of our own spelling do not tell families apart (Q61). */
export function familyOf(line: string): string {
  return line.toLowerCase().replace(/[\s_-]/g, '');
}

/** Of each family the last treatment; a visit whose service says no kind is one. */
function lastTreatments({ visits }: Timeline, windows: ReadonlyMap<string, Window>): [string, Booking][] {
  const last = new Map<string, Booking>();
  for (const visit of visits) {
    const family = familyOf(visit.line);
    const kind = visit.service?.kind ?? null;
    if (visit.specialty !== 'MS' || !windows.has(family) || (kind !== null && kind !== 'treatment')) continue;
    last.set(family, visit);
  }
  return [...last];
}

/** In the live list a series that was paid for and used is done, whether or not anybody wrote the plan down. */
function usedUp(timeline: Timeline, line: string, asOf: AsOf): Silence | null {
  if (!timeline.practice.isLive) return null;
  const ofLine = ownRecords(timeline, 'package', asOf).filter(({ row }) => lineKey(row.data.line) === line);
  const newest = ofLine
    .sort((one, other) => (one.row.data.purchasedAt ?? 0) - (other.row.data.purchasedAt ?? 0))
    .at(-1);
  if (newest === undefined) return null;
  const { unitsTotal, unitsUsed } = newest.row.data;
  if (unitsTotal === null || unitsUsed === null || unitsUsed < unitsTotal) return null;
  return {
    because: 'closed',
    says: `Package ${newest.row.id} is used up, ${unitsUsed} of ${unitsTotal}: the series is done.`,
  };
}

function ask(
  rule: Rule,
  timeline: Timeline,
  { family, last, window }: { family: string; last: Booking; window: Window },
  asOf: AsOf,
): Finding | Silence {
  const presumed = presumedVisit(timeline, last.line, last, asOf);
  if (presumed !== null && 'because' in presumed) return presumed;
  const { line, lineName, plan, service, row, opening } = last;
  const { day } = presumed ?? last;
  const closed = closedSince(timeline, line, day);
  if (closed !== null) return { because: 'closed', says: `Plan ${closed.id} of the line is closed (E03).` };
  const used = usedUp(timeline, line, asOf);
  if (used !== null) return used;
  const booking = timeline.live.find(
    (each) =>
      (each.line === '' || familyOf(each.line) === family) &&
      asOf.reached(each.opening.zone.startOf(each.day - horizonDays('MS'))),
  );
  if (booking !== undefined) return bookedSilence(booking, asOf);
  const since = windowEnd(window, opening, day);
  if (since === null || !asOf.reached(since)) {
    return { because: 'waiting', says: `${window.text} after the treatment of ${formatDate(day)} have not passed.` };
  }
  return recordFinding(rule, timeline, {
    class: classOf(rule, isInferred(timeline, last)),
    episode: episodeKey(plan, lineName),
    since,
    reason: `Last treatment on ${formatDate(day)} (${describeLine(lineName)}); worn off after ${window.text}; nothing booked.`,
    facts: [visitFact(last, 'Last treatment')],
    checked: bookingsChecked(timeline, line, 'MS', asOf),
    clearsWhen: `A booking of the same kind within ${horizonDays('MS')} days, or a treatment.`,
    parameters: { overdue: window.text },
    service: service?.name ?? lineName,
    locationId: row.data.locationId ?? timeline.patient.locationId,
    practitionerId: row.data.practitionerId ?? timeline.patient.practitionerId,
  });
}
