import type { Finding } from '../../evaluation.js';
import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { countsForLine, type Booking } from '../../timeline/booking.js';
import { isFinished, visitDaysOf, type Episode } from '../../timeline/episode.js';
import { horizonDays } from '../../timeline/horizon.js';
import type { PractitionerView } from '../../timeline/practice.js';
import type { Timeline } from '../../timeline/timeline.js';
import { recordKey } from '../../timeline/versions.js';
import { formatDate } from '../../zones/calendar-date.js';
import { describeLine, describeVisits, planFact, visitFact } from '../evidence.js';
import { recordFinding } from '../record-finding.js';
import { classOf, type Rule, type Silence } from '../rule.js';
import { RuleParameterWrong } from '../window.js';
import { perEpisode, bookedSilence, closedSince, notForSpecialty } from '../visits/episode-rules.js';
import { episodeKey } from '../../timeline/episode.js';

const FEWEST_VISITS = 3;
const NEWEST = 5;
const SHARE = 0.6;

/** The practitioner who saw the patient most has left, and nothing is booked with another (RC 4, Q45, Q75). */
export const careTeamChange: Rule = {
  id: 'R33',
  name: 'CARE_TEAM_CHANGE',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: 'The own practitioner has left; nothing is booked with another.',
  startsOff: true,
  defaults: { PT: 'on', DE: 'on', MS: 'on', DPC: 'on' },
  restsOn: ['practitioner'],
  prepare(parameters) {
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== 'on' && value !== 'off') throw new RuleParameterWrong(this.id, name, value, 'write "on" or "off"');
    }
    return perEpisode((timeline, episode, asOf) => {
      if (parameters[episode.specialty ?? 'unknown'] !== 'on') return notForSpecialty(episode, asOf);
      return ask(this, timeline, episode, asOf);
    });
  },
};

interface Leaver {
  key: string;
  visits: Booking[];
  view: PractitionerView;
  since: Instant;
}

/** Who held at least three in five of the newest visits of the line, if they are gone. */
function leaverOf({ practice }: Timeline, newest: Booking[], asOf: AsOf): Leaver | null {
  const byPractitioner = new Map<string, Booking[]>();
  for (const visit of newest) {
    const { practitionerId } = visit.row.data;
    if (practitionerId === null) continue;
    const key = recordKey(visit.row.source, practitionerId);
    byPractitioner.set(key, [...(byPractitioner.get(key) ?? []), visit]);
  }
  for (const [key, visits] of byPractitioner) {
    if (visits.length / newest.length < SHARE) continue;
    const { source, data } = visits[0]!.row;
    const view = practice.practitioner(source, data.practitionerId);
    if (view === null) continue;
    if (asOf.reached(view.leftAt)) return { key, visits, view, since: view.leftAt! };
    if (view.active === false) return { key, visits, view, since: view.recordedAt ?? newest.at(-1)!.startsAt };
  }
  return null;
}

function ask(rule: Rule, timeline: Timeline, episode: Episode, asOf: AsOf): Finding | Silence {
  const { plan, line, lineName, specialty, closedBecause, visitDays } = episode;
  if (closedBecause !== null) return { because: 'closed', says: `Ended: ${closedBecause} (E03).` };
  if (visitDays.length === 0) return { because: 'not_applicable', says: 'The plan has no visit yet.' };
  if (isFinished(episode)) return { because: 'closed', says: `${describeVisits(episode)}: no planned visit is left.` };
  const ofLine = visitDaysOf(timeline.visits.filter((visit) => visit.line === line));
  const newest = ofLine.slice(-NEWEST);
  if (newest.length < FEWEST_VISITS)
    return { because: 'not_applicable', says: `${newest.length} visits: no own practitioner yet.` };
  const last = newest.at(-1)!;
  const closed = closedSince(timeline, line, last.day);
  if (closed !== null) return { because: 'closed', says: `Plan ${closed.id} of the line is closed (E03).` };
  const leaver = leaverOf(timeline, newest, asOf);
  if (leaver === null)
    return { because: 'not_applicable', says: 'The practitioner who saw the patient most is still there.' };
  const other = timeline.live.find(({ line: booked, row, day, opening }) => {
    if (!countsForLine(booked, line) || row.data.practitionerId === null) return false;
    if (recordKey(row.source, row.data.practitionerId) === leaver.key) return false;
    return asOf.reached(opening.zone.startOf(day - horizonDays(specialty)));
  });
  if (other !== undefined) return bookedSilence(other, asOf);
  const when =
    leaver.view.leftAt === null
      ? 'is no longer active'
      : `left ${formatDate(timeline.opening.zone.dayOf(leaver.view.leftAt))}`;
  return recordFinding(rule, timeline, {
    class: classOf(rule, plan === null),
    episode: episodeKey(plan, lineName),
    since: Math.max(leaver.since, newest[FEWEST_VISITS - 1]!.startsAt),
    reason: `${describeVisits(episode)}; the practitioner of ${leaver.visits.length} of the last ${newest.length} visits ${when}; nothing booked with another.`,
    facts: [...newest.map((visit) => visitFact(visit)), ...(plan === null ? [] : [planFact(plan)])],
    checked: [
      `the record of the practitioner: ${when}`,
      `no booking in ${describeLine(lineName)} with another practitioner within ${horizonDays(specialty)} days`,
    ],
    clearsWhen: 'A booking with another practitioner, or the end of the plan.',
    parameters: { visits: leaver.visits.length, of: newest.length },
    service: last.service?.name ?? lineName,
    locationId: last.row.data.locationId ?? timeline.patient.locationId,
    practitionerId: null,
  });
}
