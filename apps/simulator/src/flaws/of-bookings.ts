import type { Appointment } from '@keepwell/domain/records';
import { DAY, HOUR, MINUTE } from '../calendar.js';
import type { RecordHistory, Version } from '../world.js';
import type { Desk } from './flawed.js';

/** Flaws of single bookings: what the desk writes down late, never, or wrongly. */

export type Booking = RecordHistory<'appointment'>;

const OUTCOMES = ['arrived', 'in_progress', 'completed', 'no_show'];

export function bookingsOf({ life }: Desk): Booking[] {
  return life.records.filter((record) => record.kind === 'appointment');
}

export const hasOutcome = ({ data }: Version<'appointment'>): boolean => OUTCOMES.includes(data.status);

/** Clocks stay in order: what was written after a delayed row is no earlier than it. */
export function inOrder(versions: Version<'appointment'>[]): Version<'appointment'>[] {
  let earliest = -Infinity;
  return versions.map((version) => {
    const at = Math.max(version.at, earliest + 1000);
    earliest = at;
    return at === version.at ? version : { ...version, at };
  });
}

function lateOutcomes(desk: Desk): void {
  for (const booking of bookingsOf(desk)) {
    if (!booking.versions.some(hasOutcome) || !desk.random.chance(desk.often)) continue;
    const late = wholeSeconds(desk.random.between(1, 5) * DAY);
    const kept = booking.versions.filter(({ data }) => data.status !== 'arrived');
    booking.versions = inOrder(kept.map((each) => (hasOutcome(each) ? { ...each, at: each.at + late } : each)));
  }
}

function missingOutcomes(desk: Desk): void {
  for (const booking of bookingsOf(desk)) {
    if (!booking.versions.some(hasOutcome) || !desk.random.chance(desk.often)) continue;
    const kept = booking.versions.filter((version) => !hasOutcome(version));
    if (kept.length > 0) booking.versions = kept;
  }
}

function wrongCancelledBy(desk: Desk): void {
  for (const booking of bookingsOf(desk)) {
    if (!booking.versions.some(({ data }) => data.status === 'cancelled') || !desk.random.chance(desk.often)) continue;
    const wrong = desk.random.pick(['other', 'system', null] as const);
    booking.versions = booking.versions.map((version) => {
      const { data } = version;
      if (data.status !== 'cancelled') return version;
      const other = data.cancelledBy === 'clinic' ? ('patient' as const) : ('clinic' as const);
      return { ...version, data: { ...data, cancelledBy: wrong === 'other' ? other : wrong } };
    });
  }
}

function zoneSlips(desk: Desk): void {
  for (const booking of bookingsOf(desk)) {
    if (!desk.random.chance(desk.often)) continue;
    const slip = desk.random.pick([-HOUR, HOUR]);
    booking.versions = booking.versions.map(({ at, data }) => ({
      at,
      data: { ...data, startsAt: data.startsAt + slip, endsAt: data.endsAt === null ? null : data.endsAt + slip },
    }));
  }
}

/** The diary on paper knew; the file hears of the visit only afterwards. */
function backDated(desk: Desk): void {
  for (const booking of bookingsOf(desk)) {
    if (!desk.random.chance(desk.often)) continue;
    const last = booking.versions.at(-1);
    if (last?.data.status !== 'completed') continue;
    booking.versions = [{ at: last.at + wholeSeconds(desk.random.between(1, 6) * DAY), data: last.data }];
  }
}

/** "Keep Thursday free for her": a row like any other, though she knows of nothing. */
function placeholders(desk: Desk): void {
  const { life, random, often } = desk;
  for (const booking of bookingsOf(desk)) {
    const last = booking.versions.at(-1);
    if (last?.data.status !== 'completed' || !random.chance(often)) continue;
    const startsAt = last.data.startsAt + random.whole(10, 24) * DAY;
    const data: Appointment = {
      ...last.data,
      status: random.chance(0.5) ? 'booked' : 'proposed',
      startsAt,
      endsAt: startsAt + 30 * MINUTE,
    };
    life.records.push({
      kind: 'appointment',
      id: `${booking.id}-H`,
      versions: [
        { at: last.at + 5 * MINUTE, data },
        { at: startsAt - random.whole(1, 3) * DAY, data: { ...data, deletedAt: startsAt - 3 * DAY } },
      ],
    });
  }
}

function wholeSeconds(duration: number): number {
  return Math.round(duration / 1000) * 1000;
}

export const OF_BOOKINGS = {
  late_outcomes: lateOutcomes,
  missing_outcomes: missingOutcomes,
  wrong_cancelled_by: wrongCancelledBy,
  zone_slips: zoneSlips,
  back_dated: backDated,
  placeholders,
};
