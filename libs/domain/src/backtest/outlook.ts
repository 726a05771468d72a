import type { PreparedPractice } from '../prepared-practice.js';
import type { Instant } from '../records.js';
import { AsOf } from '../timeline/as-of.js';
import { countsForLine, type Booking } from '../timeline/booking.js';
import type { Episode } from '../timeline/episode.js';
import { hasMembershipEnded } from '../timeline/ended-programs.js';
import { ownRecords } from '../timeline/own-records.js';
import { timelineOf, type Timeline } from '../timeline/timeline.js';
import { recordKey } from '../timeline/versions.js';
import type { EpochDay } from '../zones/calendar-date.js';
import type { PeopleThen } from './people-then.js';
import type { Target } from './target.js';

const DAY_MS = 86_400_000;
const DISCHARGES: readonly (string | null)[] = ['completed', 'discharged'];

/** What became of people by the end of the data: the only place of a backtest that looks ahead, and only labels are read from it. */
export class Outlook {
  private readonly timelines = new Map<string, Timeline>();

  constructor(
    people: PeopleThen,
    prepared: PreparedPractice,
    readonly end: Instant,
  ) {
    const moment = new AsOf(end);
    const view = prepared.viewAt(moment);
    for (const person of people.at(moment)) {
      const timeline = timelineOf(person, view, moment);
      if (timeline === null) continue;
      this.timelines.set(person.personId, timeline);
      for (const { row } of timeline.patients) this.timelines.set(recordKey(row.source, row.id), timeline);
    }
  }

  /** A visit of the line after one instant and before another. */
  hasVisitBetween(personId: string, line: string, after: Instant, before: Instant): boolean {
    return this.visitsOf(personId, line).some(({ startsAt }) => startsAt > after && startsAt < before);
  }

  /** Null: the data end before. Else whether they stayed away that long. */
  stayedAway(personId: string, target: Target, at: Instant, days: number): boolean | null {
    const until = at + days * DAY_MS;
    if (until > this.end) return null;
    const timeline = this.timelines.get(personId);
    if (timeline === undefined) return null;
    if (target.membershipId !== null) {
      const moment = new AsOf(until);
      const own = ownRecords(timeline, 'membership', new AsOf(this.end)).filter(
        ({ row }) => row.id === target.membershipId,
      );
      return own.some((seen) => hasMembershipEnded(seen, moment));
    }
    return !this.hasVisitBetween(personId, target.line, at, until + 1);
  }

  /**
   * There was nothing left to come back for: the course of care was done, or the clinic ended it as completed or discharged. Whoever has no
   * plan on record has nothing that could be done.
   */
  isFinishedBy(personId: string, { line, planId }: Target, at: Instant): boolean {
    const episodes = (this.timelines.get(personId)?.episodes ?? []).filter((episode) =>
      planId === null ? countsForLine(episode.line, line) : episode.plan?.id === planId,
    );
    return episodes.length > 0 && episodes.every((episode) => isDoneBy(episode, at));
  }

  /**
   * The local day on which "no visit for so many days and nothing booked" speaks of somebody who was last seen before `at`; null when they
   * are seen before it does, when the data end first, and for whoever was never seen.
   */
  fixedGapDay(personId: string, at: Instant, days: number): EpochDay | null {
    const timeline = this.timelines.get(personId);
    const last = timeline?.visits.findLast(({ startsAt }) => startsAt <= at);
    if (timeline === undefined || last === undefined) return null;
    const { zone } = last.opening;
    let speaks = zone.startOf(last.day + days);
    for (;;) {
      if (speaks > this.end) return null;
      if (timeline.visits.some(({ startsAt }) => startsAt > last.startsAt && startsAt <= speaks)) return null;
      const standing = timeline.bookings.find((booking) => stoodAt(booking, speaks));
      if (standing === undefined) return zone.dayOf(speaks);
      speaks = endOf(standing);
    }
  }

  private visitsOf(personId: string, line: string): readonly Booking[] {
    const visits = this.timelines.get(personId)?.visits ?? [];
    return visits.filter((visit) => countsForLine(visit.line, line));
  }
}

function isDoneBy({ plan, visitDays }: Episode, at: Instant): boolean {
  if (plan === null) return false;
  if (plan.closed && DISCHARGES.includes(plan.row.data.status)) return plan.closedAt === null || plan.closedAt <= at;
  const seen = visitDays.filter(({ startsAt }) => startsAt <= at).length;
  return plan.prescribedVisits !== null && seen >= plan.prescribedVisits;
}

/** It stood until it was lost, or until its time had come. */
function endOf({ loss, startsAt }: Booking): Instant {
  return loss === null ? startsAt : Math.min(loss.at, startsAt);
}

function stoodAt(booking: Booking, at: Instant): boolean {
  const { createdAt } = booking.row;
  return booking.standing !== 'idle' && (createdAt ?? Number.NEGATIVE_INFINITY) <= at && endOf(booking) > at;
}
