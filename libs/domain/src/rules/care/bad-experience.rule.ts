import type { Decided, Finding } from '../../evaluation.js';
import type { EvidenceFact } from '../../evaluation.js';
import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import { ANY_LINE, bookingWithinHorizon } from '../../timeline/horizon.js';
import { ownRecords } from '../../timeline/own-records.js';
import { scoresSeen } from '../../timeline/scores.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { bookingsChecked, lossFact } from '../evidence.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { bookedSilence } from '../visits/episode-rules.js';
import { daysOf } from '../window.js';

/** A survey of at most this many points out of ten is a bad one. */
const BAD_POINTS = 6;

/** A complaint or a bad survey, and then nothing booked or a booking lost: the manager calls (RC 4, Q74). */
export const badExperience: Rule = {
  id: 'R32',
  name: 'BAD_EXPERIENCE',
  version: 1,
  kind: 'V',
  class: 'S1',
  says: 'Complained or answered a survey badly, and is about to leave.',
  startsOff: true,
  defaults: { within: '30 d', lost: '14 d' },
  restsOn: ['communication', 'score'],
  restsOnEvents: 'a complaint, or a bad answer to a survey',
  prepare(parameters) {
    const within = daysOf(this.id, 'within', parameters.within);
    const lost = daysOf(this.id, 'lost', parameters.lost);
    return (timeline, asOf) => {
      const answer = askEach(badDays(timeline, within, asOf), 'No complaint and no bad survey.', (bad) =>
        ask(this, timeline, bad, { within, lost }, asOf),
      );
      return { ...answer, findings: newestOf(answer.findings) };
    };
  },
};

interface BadDay {
  at: Instant;
  says: string;
  fact: EvidenceFact;
}

function badDays(timeline: Timeline, within: number, asOf: AsOf): BadDay[] {
  const { zone } = timeline.opening;
  const isRecent = (at: Instant) => asOf.reached(at) && !asOf.reached(zone.startOf(zone.dayOf(at) + within + 1));
  const complaints = ownRecords(timeline, 'communication', asOf)
    .filter(({ row }) => row.data.kind === 'complaint' && isRecent(row.data.at))
    .map((seen) => {
      const { at } = seen.row.data;
      const says = `Complained on ${formatDate(zone.dayOf(at))}`;
      return { at, says, fact: recordFact('communication', seen, at, says) };
    });
  const surveys = scoresSeen(timeline, asOf).flatMap(({ seen, domain, takenAt, value }) => {
    if (domain.toLowerCase() !== 'experience' || takenAt === null || value === null) return [];
    if (value > BAD_POINTS || !isRecent(takenAt)) return [];
    const says = `Survey of ${formatDate(zone.dayOf(takenAt))}: ${value} of 10`;
    return [{ at: takenAt, says, fact: recordFact('score', seen, takenAt, says) }];
  });
  return [...complaints, ...surveys].sort((one, other) => one.at - other.at);
}

function ask(
  rule: Rule,
  timeline: Timeline,
  bad: BadDay,
  days: { within: number; lost: number },
  asOf: AsOf,
): Finding | Silence {
  const { zone } = timeline.opening;
  const lastVisit = timeline.visits.at(-1) ?? null;
  const specialty = lastVisit?.specialty ?? null;
  const loss = lossAfter(timeline, bad.at, days.lost, asOf);
  const booking = bookingWithinHorizon(timeline.live, ANY_LINE, specialty, asOf);
  if (booking !== null && loss === null) return bookedSilence(booking, asOf);
  const what =
    loss === null
      ? 'nothing booked'
      : `booking of ${formatDate(loss.day)} lost on ${formatDate(zone.dayOf(loss.loss!.at))}`;
  return recordFinding(rule, timeline, {
    episode: null,
    since: booking !== null && loss !== null ? loss.loss!.at : bad.at,
    reason: `${bad.says}; ${what}.`,
    facts: [bad.fact, ...(loss === null ? [] : [lossFact(loss)])],
    checked: booking === null ? bookingsChecked(timeline, ANY_LINE, specialty, asOf) : [],
    clearsWhen: `A booking, or ${days.within} days.`,
    parameters: { within: `${days.within} d`, lost: `${days.lost} d` },
  });
}

function lossAfter({ losses, opening }: Timeline, at: Instant, days: number, asOf: AsOf): Booking | null {
  const day = opening.zone.dayOf(at);
  const isAfter = ({ loss }: Booking) =>
    loss !== null && loss.at >= at && opening.zone.dayOf(loss.at) - day <= days && asOf.reached(loss.at);
  return losses.find(isAfter) ?? null;
}

/** One case, one conversation: the newest speaks for the others. */
function newestOf(findings: readonly Decided[]): Decided[] {
  return findings.slice(-1);
}
