import type { Decided, EvidenceFact, Finding } from '../../evaluation.js';
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
import { classOf, moreTelling, type FindIn, type Rule, type Silence } from '../rule.js';
import { decided, silent, Untold, UNTOLD } from '../untold.js';
import { windowEnd, type Window } from '../window.js';
import { freshLoss, maybeFinished, presumedVisit } from './outcome-awaited.js';

/** What R01-R04 and R10 share: they look at the last visit of one episode and miss the next booking. */

export type Answer = Finding | Decided | Silence;

/** Whether a rule holds for one episode. */
export type AskEpisode = (timeline: Timeline, episode: Episode, asOf: AsOf, earlier: readonly Decided[]) => Answer;

/** Asks about every episode; the rule is silent when all of them are. */
export function perEpisode(ask: AskEpisode): FindIn {
  return (timeline, asOf, earlier) => {
    const { episodes } = timeline;
    let findings: Decided[] | null = null;
    let telling: Silence | null = null;
    for (let index = 0; index < episodes.length; index += 1) {
      const answer = ask(timeline, episodes[index]!, asOf, earlier);
      if (answer instanceof Untold || 'because' in answer) telling = moreTelling(telling, answer);
      else if (findings === null) findings = [answer];
      else findings.push(answer);
    }
    if (findings !== null) return { findings, silence: null };
    return silent(telling ?? nothingToAskAbout(timeline, asOf));
  };
}

function nothingToAskAbout({ bookings }: Timeline, asOf: AsOf): Silence {
  if (!asOf.tells) return bookings.length === 0 ? UNTOLD.no_data : UNTOLD.not_applicable;
  if (bookings.length === 0) return { because: 'no_data', says: 'No appointment on record.' };
  return { because: 'not_applicable', says: 'No visit on record, so there is nothing to follow up.' };
}

export function notForSpecialty(
  { specialty, lineName }: Pick<Episode, 'specialty' | 'lineName'>,
  { tells }: AsOf,
): Silence {
  if (!tells) return UNTOLD.not_applicable;
  return {
    because: 'not_applicable',
    says: `Does not run for ${specialty ?? 'an unknown specialty'} (${describeLine(lineName)}).`,
  };
}

/** Worked out once for an episode as of one instant: half a dozen rules ask for the same, and say much the same of it. */
class Common {
  last: Booking | Silence | null = null;
  waitsFor: Instant | null = null;
  restsOnInterval = false;
  told: { what: Told; waitsFor: Instant | null; of: Booking } | null = null;

  constructor(
    readonly at: Instant,
    readonly tells: boolean,
  ) {}
}

interface LastVisit {
  last: Booking | Silence;
  /** The instant from which it may be different. Whoever uses it waits for it as well. */
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

function commonOf(episode: Episode, { at, tells }: AsOf): Common {
  const known = episode.common as Common | null;
  if (known !== null && known.at === at && known.tells === tells) return known;
  const common = new Common(at, tells);
  episode.common = common;
  return common;
}

/** The last visit, or why this episode needs no next one (E03, Q05, Q97, E06). */
export function lastVisitOrSilence(timeline: Timeline, episode: Episode, asOf: AsOf): Booking | Silence {
  const { last, waitsFor } = lastOf(timeline, episode, asOf);
  asOf.reached(waitsFor);
  return last;
}

function lastOf(timeline: Timeline, episode: Episode, asOf: AsOf): LastVisit {
  const common = commonOf(episode, asOf);
  if (common.last === null) {
    const part = asOf.apart();
    common.last = findLastVisit(timeline, episode, part);
    common.waitsFor = part.nextChangeAt;
  }
  return common as LastVisit;
}

/** Whether in any episode a next visit is missing, or may be once time passes: else `lastVisitOrSilence` is silent for good. */
export function isVisitMissed(timeline: Timeline, asOf: AsOf): boolean {
  for (const episode of timeline.episodes) {
    const { last, waitsFor } = lastOf(timeline, episode, asOf);
    if (waitsFor !== null || !('because' in last)) return true;
  }
  return false;
}

function findLastVisit(timeline: Timeline, episode: Episode, asOf: AsOf): Booking | Silence {
  const { visitDays, closedBecause, line, specialty } = episode;
  if (closedBecause !== null) return closedSilence(closedBecause, asOf);
  const last = visitDays[visitDays.length - 1];
  if (last === undefined) return noVisitYet(asOf);
  if (isFinished(episode)) return finishedSilence(episode, asOf);
  const done = maybeFinished(timeline, episode, asOf);
  if (done !== null) return done;
  const booking = bookingWithinHorizon(timeline.live, line, specialty, asOf);
  if (booking !== null) return bookedSilence(booking, asOf);
  return presumedVisit(timeline, line, last, asOf) ?? freshLoss(timeline, line, last, asOf) ?? last;
}

export function closedSilence(closedBecause: string, { tells }: AsOf): Silence {
  return tells ? { because: 'closed', says: `Ended: ${closedBecause} (E03).` } : UNTOLD.closed;
}

export function noVisitYet({ tells }: AsOf): Silence {
  return tells ? { because: 'not_applicable', says: 'The plan has no visit yet.' } : UNTOLD.not_applicable;
}

export function finishedSilence(episode: Episode, { tells }: AsOf): Silence {
  return tells ? { because: 'closed', says: `${describeVisits(episode)}: no planned visit is left.` } : UNTOLD.closed;
}

export function bookedSilence(booking: Booking, { tells }: AsOf): Silence {
  if (!tells) return UNTOLD.live_booking;
  return { because: 'live_booking', says: `Booking ${booking.id} stands on ${formatDate(booking.day)} (E06).` };
}

export function waitingSilence(window: Window, from: Booking, what: string, { tells }: AsOf): Silence {
  if (!tells) return UNTOLD.waiting;
  return { because: 'waiting', says: `${window.text} after the ${what} of ${formatDate(from.day)} have not passed.` };
}

/** The window counted from the last visit: the instant since which the rule holds, or why it does not. */
export function sinceVisit(window: Window, last: Booking, asOf: AsOf): Instant | Silence {
  const end = windowEnd(window, last.opening, last.day);
  return end !== null && asOf.reached(end) ? end : waitingSilence(window, last, 'visit', asOf);
}

/** The window, and no sooner than the day on which they agreed to come again (S1-06). */
function sinceVisitOrAgreed(
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
    if (!asOf.tells) return UNTOLD.waiting;
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

/** What `episodeFinding` begins with, for a moment that only decides. */
export function decidedOfEpisode(
  rule: Rule,
  timeline: Timeline,
  episode: Episode,
  since: Instant,
  asOf: AsOf,
): Decided {
  const common = commonOf(episode, asOf);
  if (!common.restsOnInterval) {
    // The sentence will name the interval: the answer rests on the median that it was taken from.
    common.restsOnInterval = true;
    intervalOfEpisode(timeline, episode);
  }
  return decided(rule, episode.plan === null, episodeKey(episode.plan, episode.lineName), since);
}

/** A window has passed since the last visit, or since the day on which they agreed to come again, and nothing is booked. */
export function findSinceVisit(
  rule: Rule,
  timeline: Timeline,
  episode: Episode,
  window: Window,
  asOf: AsOf,
): Decided | Silence {
  const last = lastVisitOrSilence(timeline, episode, asOf);
  if ('because' in last) return last;
  const since = sinceVisitOrAgreed(timeline, episode, window, last, asOf);
  if (typeof since !== 'number') return since;
  if (!asOf.tells) return decidedOfEpisode(rule, timeline, episode, since, asOf);
  return episodeFinding({ rule, timeline, episode, last, since, asOf, parameters: { window: window.text } });
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
