import type { EvidenceFact, Finding } from '../../evaluation.js';
import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import { episodeKey, isFinished, type Episode } from '../../timeline/episode.js';
import { bookingWithinHorizon, horizonDays } from '../../timeline/horizon.js';
import type { PlannedInterval } from '../../timeline/interval.js';
import type { PlanView } from '../../timeline/plan.js';
import { agreedInterval, intervalOfEpisode, type Timeline } from '../../timeline/timeline.js';
import { formatDate, type EpochDay } from '../../zones/calendar-date.js';
import {
  bookingsChecked,
  describeInterval,
  describeLine,
  describeVisits,
  planFact,
  shownDays,
  visitFact,
} from '../evidence.js';
import { classOf, mostTelling, type Rule, type RuleAnswer, type Silence } from '../rule.js';
import { windowEnd, type Window } from '../window.js';
import { freshLoss, maybeFinished, presumedVisit } from './outcome-awaited.js';

/** What R01-R04 and R10 share: they look at the last visit of one episode and miss the next booking. */

export type Answer = Finding | Silence;

/** Asks about every episode; the rule is silent when all of them are. */
export function askEpisodes(timeline: Timeline, ask: (episode: Episode) => Answer): RuleAnswer {
  const findings: Finding[] = [];
  const silences: Silence[] = [];
  for (const episode of timeline.episodes) {
    const answer = ask(episode);
    if ('because' in answer) silences.push(answer);
    else findings.push(answer);
  }
  if (findings.length > 0) return { findings, silence: null };
  return { findings, silence: silences.length > 0 ? mostTelling(silences) : nothingToAskAbout(timeline) };
}

export function nothingToAskAbout({ bookings }: Timeline): Silence {
  if (bookings.length === 0) return { because: 'no_data', says: 'No appointment on record.' };
  return { because: 'not_applicable', says: 'No visit on record, so there is nothing to follow up.' };
}

export function notForSpecialty({ specialty, lineName }: Pick<Episode, 'specialty' | 'lineName'>): Silence {
  return {
    because: 'not_applicable',
    says: `Does not run for ${specialty ?? 'an unknown specialty'} (${describeLine(lineName)}).`,
  };
}

/** Worked out once for an episode as of one instant: half a dozen rules ask for the same, and say much the same of it. */
interface Common {
  at: Instant;
  last: Shared<Booking | Silence> | null;
  told: (Shared<Told> & { of: Booking }) | null;
}

/** `waitsFor`: the instant from which it may be different. Whoever uses it waits for it as well. */
interface Shared<What> {
  what: What;
  waitsFor: Instant | null;
}

/** What a finding says of the episode, whatever the rule. */
interface Told {
  seen: string;
  interval: PlannedInterval;
  facts: EvidenceFact[];
  checked: string[];
  clearsWhen: string;
}

function commonOf(episode: Episode, { at }: AsOf): Common {
  const known = episode.common as Common | null;
  if (known !== null && known.at === at) return known;
  const common: Common = { at, last: null, told: null };
  episode.common = common;
  return common;
}

/** The last visit, or why this episode needs no next one (E03, Q05, Q97, E06). */
export function lastVisitOrSilence(timeline: Timeline, episode: Episode, asOf: AsOf): Booking | Silence {
  const common = commonOf(episode, asOf);
  if (common.last === null) {
    const part = asOf.apart();
    const what = findLastVisit(timeline, episode, part);
    common.last = { what, waitsFor: part.nextChangeAt };
  }
  asOf.reached(common.last.waitsFor);
  return common.last.what;
}

function findLastVisit(timeline: Timeline, episode: Episode, asOf: AsOf): Booking | Silence {
  const { visitDays, closedBecause, line, specialty } = episode;
  if (closedBecause !== null) return { because: 'closed', says: `Ended: ${closedBecause} (E03).` };
  const last = visitDays[visitDays.length - 1];
  if (last === undefined) return { because: 'not_applicable', says: 'The plan has no visit yet.' };
  if (isFinished(episode)) return { because: 'closed', says: `${describeVisits(episode)}: no planned visit is left.` };
  const done = maybeFinished(timeline, episode);
  if (done !== null) return done;
  const booking = bookingWithinHorizon(timeline.live, line, specialty, asOf);
  if (booking !== null) return bookedSilence(booking);
  return presumedVisit(timeline, line, last, asOf) ?? freshLoss(timeline, line, last, asOf) ?? last;
}

export function bookedSilence(booking: Booking): Silence {
  return { because: 'live_booking', says: `Booking ${booking.id} stands on ${formatDate(booking.day)} (E06).` };
}

export function waitingSilence(window: Window, from: Booking, what: string): Silence {
  return { because: 'waiting', says: `${window.text} after the ${what} of ${formatDate(from.day)} have not passed.` };
}

/** The window counted from the last visit: the instant since which the rule holds, or why it does not. */
export function sinceVisit(window: Window, last: Booking, asOf: AsOf): Instant | Silence {
  const end = windowEnd(window, last.opening, last.day);
  return end !== null && asOf.reached(end) ? end : waitingSilence(window, last, 'visit');
}

/** The window, and no sooner than the day on which they agreed to come again (S1-06). */
export function sinceVisitOrAgreed(
  timeline: Timeline,
  { line }: Episode,
  window: Window,
  last: Booking,
  asOf: AsOf,
): Instant | Silence {
  const own = agreedInterval(timeline, line);
  if (own === null) return sinceVisit(window, last, asOf);
  const agreed = last.opening.zone.startOf(last.day + own.days);
  if (!asOf.reached(agreed)) {
    const says = `Agreed to come every ${own.days} days: ${formatDate(last.day + own.days)} has not come.`;
    return { because: 'waiting', says };
  }
  const since = sinceVisit(window, last, asOf);
  return typeof since === 'number' ? Math.max(since, agreed) : since;
}

/** A plan of the line that was closed on or after a local date: what rests on a visit of that date is over (Q44). */
export function closedSince({ plans }: Timeline, line: string, day: EpochDay): PlanView | null {
  return plans.find((plan) => plan.closed && plan.line === line && (plan.closedDay ?? day) >= day) ?? null;
}

export interface EpisodeFindingParts {
  rule: Rule;
  timeline: Timeline;
  episode: Episode;
  last: Booking;
  since: Instant;
  asOf: AsOf;
  parameters: Finding['parameters'];
  /** What this rule adds to the common sentence. */
  because?: string;
  checked?: string[];
}

function toldOf(timeline: Timeline, episode: Episode, last: Booking, asOf: AsOf): Told {
  const common = commonOf(episode, asOf);
  if (common.told === null || common.told.of !== last) {
    const part = asOf.apart();
    const what = tell(timeline, episode, last, part);
    common.told = { of: last, what, waitsFor: part.nextChangeAt };
  }
  asOf.reached(common.told.waitsFor);
  return common.told.what;
}

function tell(timeline: Timeline, episode: Episode, last: Booking, asOf: AsOf): Told {
  const { plan, line, lineName, specialty, visitDays } = episode;
  const interval = intervalOfEpisode(timeline, episode);
  const earlier = visitDays.filter((visit) => visit !== last).slice(-2);
  return {
    seen: `${describeVisits(episode)}; ${describeInterval(interval)}`,
    interval,
    facts: [
      visitFact(last, last.standing === 'unknown' ? 'Appointment without an outcome' : 'Last visit'),
      ...earlier.reverse().map((visit) => visitFact(visit, 'Earlier visit')),
      ...(plan === null ? [] : [planFact(plan)]),
    ],
    checked: bookingsChecked(timeline, line, specialty, asOf),
    clearsWhen: `A booking in ${describeLine(lineName)} within ${horizonDays(specialty)} days, a visit, or the end of the ${plan === null ? 'episode' : 'plan'}.`,
  };
}

export function episodeFinding(parts: EpisodeFindingParts): Finding {
  const { rule, timeline, episode, last, since, asOf, parameters, because, checked = [] } = parts;
  const { plan, lineName } = episode;
  const { seen, interval, facts, checked: bookings, clearsWhen } = toldOf(timeline, episode, last, asOf);
  return {
    rule: rule.id,
    name: rule.name,
    version: rule.version,
    kind: rule.kind,
    class: classOf(rule, plan === null),
    episode: episodeKey(plan, lineName),
    since,
    reason: `${seen}; ${because === undefined ? '' : `${because}; `}nothing booked.`,
    facts: [...facts],
    checked: [...bookings, ...checked],
    clearsWhen,
    parameters: { ...parameters, intervalDays: shownDays(interval) },
    service: last.service?.name ?? lineName,
    locationId: last.row.data.locationId ?? timeline.patient.locationId,
    practitionerId: last.row.data.practitionerId ?? timeline.patient.practitionerId,
  };
}
