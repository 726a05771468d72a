import type { Finding } from '../../evaluation.js';
import type { Instant } from '../../records.js';
import { answerTo } from '../../timeline/answers.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking, LostBy } from '../../timeline/booking.js';
import { episodeKey } from '../../timeline/episode.js';
import { bookingWithinHorizon, horizonDays } from '../../timeline/horizon.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { bookedSilence, notForSpecialty, waitingSilence } from '../visits/episode-rules.js';
import { bookingsChecked, describeLine, describeLoss, lossFact, planFact, visitFact } from '../evidence.js';
import { classOf, mostTelling, type FindIn, type Rule, type Silence } from '../rule.js';
import { windowEnd, windowsBySpecialty, type Window, type WindowOf } from '../window.js';

/** What R05-R07 and R15 share: a slot was lost and nothing took its place (Q06, Q18, Q50). */

/** A loss for which a rule holds, and since when. */
export interface Held {
  lost: Booking;
  since: Instant;
  window: Window;
}

/** When the window after a loss has passed, and no earlier than the record has settled (K26, Q18). */
export function sinceLoss(window: Window, lost: Booking, asOf: AsOf): Instant | Silence {
  const { loss, opening } = lost;
  const end = loss === null ? null : windowEnd(window, opening, loss.day);
  if (loss === null || end === null) return waitingSilence(window, lost, 'loss');
  if (!asOf.reached(end)) return waitingSilence(window, lost, 'loss');
  if (loss.settledAt === null || loss.settledAt <= end) return end;
  if (asOf.reached(loss.settledAt)) return loss.settledAt;
  return {
    because: 'waiting',
    says: `The loss of ${formatDate(lost.day)} was recorded less than 15 minutes ago (K26).`,
  };
}

function heldOrSilence(timeline: Timeline, lost: Booking, windowOf: WindowOf, asOf: AsOf): Held | Silence {
  const { plan, line, specialty } = lost;
  const window = windowOf(specialty);
  if (window === null) return notForSpecialty(lost);
  if (plan !== null && plan.closed) return { because: 'closed', says: `Its plan ${plan.id} is closed (E03).` };
  const answer = answerTo(timeline, lost);
  if (answer !== null)
    return {
      because: 'answered',
      says: `The loss of ${formatDate(lost.day)} was answered by appointment ${answer.id}.`,
    };
  const booking = bookingWithinHorizon(timeline.live, line, specialty, asOf);
  if (booking !== null) return bookedSilence(booking);
  const since = sinceLoss(window, lost, asOf);
  return typeof since === 'number' ? { lost, since, window } : since;
}

/** Oldest loss first; it names the window (Q50). */
export function byLoss(one: Booking, other: Booking): number {
  return (one.loss?.at ?? 0) - (other.loss?.at ?? 0) || (one.id < other.id ? -1 : 1);
}

/** One finding per episode for losses of one kind. */
export function findLosses(rule: Rule, kind: LostBy, parameters: Rule['defaults']): FindIn {
  const windowOf = windowsBySpecialty(rule.id, parameters);
  return (timeline, asOf) => {
    const episodes = new Map<string | null, Held[]>();
    const silences: Silence[] = [];
    for (const lost of timeline.losses.filter(({ loss }) => loss?.by === kind).sort(byLoss)) {
      const held = heldOrSilence(timeline, lost, windowOf, asOf);
      if ('because' in held) {
        silences.push(held);
        continue;
      }
      const key = episodeKey(lost.plan, lost.lineName);
      const others = episodes.get(key);
      if (others === undefined) episodes.set(key, [held]);
      else others.push(held);
    }
    if (episodes.size === 0)
      return { findings: [], silence: silences.length > 0 ? mostTelling(silences) : noLoss(timeline) };
    return { findings: [...episodes.values()].map((held) => lossFinding(rule, timeline, held, asOf)), silence: null };
  };
}

export function noLoss({ bookings }: Timeline): Silence {
  if (bookings.length === 0) return { because: 'no_data', says: 'No appointment on record.' };
  return { because: 'not_applicable', says: 'No slot was lost in this way.' };
}

export function lossFinding(rule: Rule, timeline: Timeline, held: readonly Held[], asOf: AsOf): Finding {
  const { lost, since, window } = held[0]!;
  const { plan, line, lineName, specialty, row } = lost;
  const others = held.length > 1 ? ` (and ${held.length - 1} more)` : '';
  const lastVisit = timeline.visits.findLast((visit) => visit.line === line);
  const seen = lastVisit === undefined ? 'never seen' : `last seen ${formatDate(lastVisit.day)}`;
  return {
    rule: rule.id,
    name: rule.name,
    version: rule.version,
    kind: rule.kind,
    class: classOf(rule, isInferred(timeline, lost)),
    episode: episodeKey(plan, lineName),
    since,
    reason: `${capital(describeLoss(lost))}${others} (${describeLine(lineName)}); ${seen}; nothing took its place, nothing booked.`,
    facts: [
      ...held.map((each) => lossFact(each.lost)),
      ...(lastVisit === undefined ? [] : [visitFact(lastVisit, 'Last visit')]),
      ...(plan === null ? [] : [planFact(plan)]),
    ],
    checked: [...bookingsChecked(timeline, line, specialty, asOf), 'no other appointment of the line answers the loss'],
    clearsWhen: `A booking in ${describeLine(lineName)} within ${horizonDays(specialty)} days, a visit, or a corrected outcome.`,
    parameters: { window: window.text },
    service: lost.service?.name ?? lineName,
    locationId: row.data.locationId ?? timeline.patient.locationId,
    practitionerId: row.data.practitionerId ?? timeline.patient.practitionerId,
  };
}

/** The slot belongs to an episode that is only inferred from visits (K22, Q10). */
export function isInferred({ episodes }: Timeline, { plan, line }: Booking): boolean {
  return plan === null && episodes.some((episode) => episode.plan === null && episode.line === line);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
