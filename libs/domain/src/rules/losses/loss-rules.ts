import type { Decided, Finding } from '../../evaluation.js';
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
import { classOf, moreTelling, type FindIn, type Rule, type Silence } from '../rule.js';
import { decided, silent, UNTOLD } from '../untold.js';
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
  if (loss === null || end === null || !asOf.reached(end)) return waitingSilence(window, lost, 'loss', asOf);
  if (loss.settledAt === null || loss.settledAt <= end) return end;
  if (asOf.reached(loss.settledAt)) return loss.settledAt;
  if (!asOf.tells) return UNTOLD.waiting;
  return {
    because: 'waiting',
    says: `The loss of ${formatDate(lost.day)} was recorded less than 15 minutes ago (K26).`,
  };
}

function heldOrSilence(timeline: Timeline, lost: Booking, windowOf: WindowOf, asOf: AsOf): Held | Silence {
  const { plan, line, specialty } = lost;
  const window = windowOf(specialty);
  if (window === null) return notForSpecialty(lost, asOf);
  if (plan !== null && plan.closed) {
    return asOf.tells ? { because: 'closed', says: `Its plan ${plan.id} is closed (E03).` } : UNTOLD.closed;
  }
  const answer = answerTo(timeline, lost);
  if (answer !== null) return answeredSilence(lost, answer, asOf);
  const booking = bookingWithinHorizon(timeline.live, line, specialty, asOf);
  if (booking !== null) return bookedSilence(booking, asOf);
  const since = sinceLoss(window, lost, asOf);
  return typeof since === 'number' ? { lost, since, window } : since;
}

export function answeredSilence(lost: Booking, answer: Booking, { tells }: AsOf): Silence {
  if (!tells) return UNTOLD.answered;
  return {
    because: 'answered',
    says: `The loss of ${formatDate(lost.day)} was answered by appointment ${answer.id}.`,
  };
}

/** Oldest loss first; it names the window (Q50). */
export function byLoss(one: Booking, other: Booking): number {
  return (one.loss?.at ?? 0) - (other.loss?.at ?? 0) || (one.id < other.id ? -1 : 1);
}

/** One finding per episode for losses of one kind. */
export function findLosses(rule: Rule, kind: LostBy, parameters: Rule['defaults']): FindIn {
  const windowOf = windowsBySpecialty(rule.id, parameters);
  return (timeline, asOf) => {
    if (timeline.losses.length === 0) return silent(noLoss(timeline, asOf));
    let episodes: Map<string | null, Held[]> | null = null;
    let telling: Silence | null = null;
    for (const lost of lostBy(timeline, kind)) {
      const held = heldOrSilence(timeline, lost, windowOf, asOf);
      if ('because' in held) {
        telling = moreTelling(telling, held);
        continue;
      }
      episodes ??= new Map();
      const key = episodeKey(lost.plan, lost.lineName);
      const others = episodes.get(key);
      if (others === undefined) episodes.set(key, [held]);
      else others.push(held);
    }
    if (episodes === null) return silent(telling ?? noLoss(timeline, asOf));
    return { findings: Array.from(episodes.values(), (held) => lossFound(rule, timeline, held, asOf)), silence: null };
  };
}

const NONE: readonly Booking[] = [];

function lostBy({ losses }: Timeline, kind: LostBy): readonly Booking[] {
  if (losses.length === 1) return losses[0]!.loss?.by === kind ? losses : NONE;
  const lost = losses.filter(({ loss }) => loss?.by === kind);
  return lost.length > 1 ? lost.sort(byLoss) : lost;
}

export function noLoss({ bookings }: Timeline, { tells }: AsOf): Silence {
  if (!tells) return bookings.length === 0 ? UNTOLD.no_data : UNTOLD.not_applicable;
  if (bookings.length === 0) return { because: 'no_data', says: 'No appointment on record.' };
  return { because: 'not_applicable', says: 'No slot was lost in this way.' };
}

export function lossFound(rule: Rule, timeline: Timeline, held: readonly Held[], asOf: AsOf): Decided {
  if (asOf.tells) return lossFinding(rule, timeline, held, asOf);
  const { lost, since } = held[0]!;
  return decided(rule, isInferred(timeline, lost), episodeKey(lost.plan, lost.lineName), since);
}

function lossFinding(rule: Rule, timeline: Timeline, held: readonly Held[], asOf: AsOf): Finding {
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
