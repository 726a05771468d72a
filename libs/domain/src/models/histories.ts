import type { Booking } from '../timeline/booking.js';
import { isFinished, visitDaysOf } from '../timeline/episode.js';
import type { Timeline } from '../timeline/timeline.js';
import type { EpochDay } from '../zones/calendar-date.js';
import type { VisitHistory } from './visit-history.js';

/**
 * The visits of one person in one line from a first one to the end of what they came for: a new start after a discharge is a new stint.
 */
export interface Stint {
  line: string;
  lineName: string | null;
  specialty: Booking['specialty'];
  visitDays: Booking[];
  /** The local day on which there was no more reason to come; null: there still is. */
  endedOn: EpochDay | null;
}

/**
 * Stints of every line, lines in order. What ends one is no sign that somebody left: their plan was closed, or all of its visits
 * were made (both on the day itself); they died or moved away. A program or membership that ran out without a plan ends it with the last visit.
 */
export function stintsOf(timeline: Timeline): Stint[] {
  const byLine = new Map<string, Booking[]>();
  for (const visit of timeline.visits) {
    const own = byLine.get(visit.line);
    if (own === undefined) byLine.set(visit.line, [visit]);
    else own.push(visit);
  }
  const left = leftOn(timeline);
  return [...byLine.keys()]
    .sort()
    .flatMap((line) => split(line, visitDaysOf(byLine.get(line)!), closingsOf(timeline, line), left));
}

function split(
  line: string,
  visitDays: readonly Booking[],
  closings: readonly EpochDay[],
  left: EpochDay | null,
): Stint[] {
  const stints: Stint[] = [];
  let from = 0;
  for (let index = 0; index < visitDays.length; index += 1) {
    const { day } = visitDays[index]!;
    const next = visitDays[index + 1];
    const closed = closings.find((closing) => closing >= day && (next === undefined || closing < next.day));
    if (next !== undefined && closed === undefined) continue;
    const own = visitDays.slice(from, index + 1);
    const gone = next === undefined && left !== null ? Math.max(left, day) : null;
    const ends = [closed, gone].filter((end) => end !== undefined && end !== null);
    const { lineName, specialty } = own.at(-1)!;
    stints.push({ line, lineName, specialty, visitDays: own, endedOn: ends.length > 0 ? Math.min(...ends) : null });
    from = index + 1;
  }
  return stints;
}

function closingsOf({ plans, episodes }: Timeline, line: string): EpochDay[] {
  const closings = plans.filter((plan) => plan.line === line && plan.closed).map(({ closedDay }) => closedDay);
  for (const episode of episodes) {
    if (episode.line !== line) continue;
    const ended = isFinished(episode) || (episode.plan === null && episode.closedBecause !== null);
    if (ended) closings.push(episode.visitDays.at(-1)?.day ?? null);
  }
  return closings.filter((day) => day !== null).sort((one, other) => one - other);
}

/** Died or moved away, whichever of their records says so. */
function leftOn({ patients, opening }: Timeline): EpochDay | null {
  const instants = patients.flatMap(({ row }) => [row.data.deceasedAt, row.data.movedAwayAt]);
  const days = instants.filter((instant) => instant !== null).map((instant) => opening.zone.dayOf(instant));
  return days.length > 0 ? Math.min(...days) : null;
}

const DAYS_PER_WEEK = 7;

/** As the models take it, seen until `today` or the end of the stint. */
export function historyOf({ visitDays, endedOn }: Pick<Stint, 'visitDays' | 'endedOn'>, today: EpochDay): VisitHistory {
  const first = visitDays[0]!.day;
  const last = visitDays.at(-1)!.day;
  let logGaps = 0;
  for (let index = 1; index < visitDays.length; index += 1)
    logGaps += Math.log((visitDays[index]!.day - visitDays[index - 1]!.day) / DAYS_PER_WEEK);
  return {
    repeats: visitDays.length - 1,
    last: (last - first) / DAYS_PER_WEEK,
    until: (Math.max(last, endedOn ?? today) - first) / DAYS_PER_WEEK,
    logGaps,
  };
}
