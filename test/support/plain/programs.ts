import type { Communication, Membership, Program, Score } from '../../../libs/domain/src/records.js';
import { booked, type Found } from './episodes.js';
import {
  after,
  atHome,
  businessDays,
  dateIn,
  dayList,
  dayOf,
  daysBetween,
  homeDay,
  isOpen,
  key,
  MINUTE,
  opening,
  see,
  today,
  type Seen,
  type World,
} from './world.js';

/** Completed or cancelled, in words; words without a clock of their own wait for the end (Q02). */
function isCalledOff(world: World, { data, createdAt, updatedAt }: Seen<Program>): boolean {
  if (data.status !== 'completed' && data.status !== 'cancelled') return false;
  const isWithoutClock = createdAt === null && updatedAt === null;
  return !(isWithoutClock && data.endsAt !== null && data.endsAt > world.T);
}

/** Oldest first; one that does not say since when is open (Q02, Q68). */
export function openPrograms(world: World): Seen<Program>[] {
  const { T } = world;
  return see<Program>(world.person.programs, T)
    .filter((row) => {
      const { startedAt, endsAt } = row.data;
      return (startedAt ?? -Infinity) <= T && !(endsAt !== null && endsAt <= T) && !isCalledOff(world, row);
    })
    .sort((a, b) => (a.data.startedAt ?? 0) - (b.data.startedAt ?? 0) || (a.id < b.id ? -1 : 1));
}

/** R26, R27, R29 (Q68, Q69, Q71). */
export function programs(world: World): Found[] {
  const { T, home, rows } = world;
  const found: Found[] = [];
  const D = today(world);
  const touchpoints = rows.filter(({ kind }) => kind === 'touchpoint');
  const isTouchBooked = touchpoints.some((row) => row.live && daysBetween(dateIn(row.place.zone, T), dayOf(row)) <= 21);
  for (const { id, data } of openPrograms(world)) {
    const startedAt = data.startedAt ?? -Infinity;
    const last = touchpoints.filter((row) => row.visit && row.start >= startedAt).at(-1);
    const since: number[] = [];
    const from = last?.start ?? data.startedAt;
    if (from !== null) since.push(after(home, from, '21 d'));
    if (last !== undefined) since.push(after(last.place, last.start, '1 BD'));
    const held = since.filter((instant) => instant <= T);
    if (held.length > 0 && !isTouchBooked) found.push({ rule: 'R26', episode: id, since: Math.min(...held) });

    if (data.startedAt === null) continue;
    let deadline = startedAt + 24 * 60 * MINUTE;
    const date = dateIn(home.zone, deadline);
    if (!isOpen(home, date)) deadline = opening(home, businessDays(home, date, 1));
    if (deadline <= T && (data.handoffAt === null || data.handoffAt > T))
      found.push({ rule: 'R27', episode: id, since: deadline });
  }
  for (const row of see<Program>(world.person.programs, T)) {
    const { startedAt, endsAt } = row.data;
    if (startedAt === null || startedAt > T || isCalledOff(world, row)) continue;
    const start = atHome(world, startedAt);
    const from = start.add({ days: 120 });
    const end = (endsAt === null ? start.add({ months: 6 }) : atHome(world, endsAt)).add({ days: 14 });
    const talk = rows.some(
      (other) => other.kind === 'review' && (other.live || other.visit) && daysBetween(from, dayOf(other)) >= 0,
    );
    if (daysBetween(D, end) > 0) {
      if (daysBetween(from, D) >= 0 && !talk)
        found.push({ rule: 'R29', episode: row.id, since: homeDay(world, from, 0) });
    } else {
      const isMember = see<Membership>(world.person.memberships, T).some(
        ({ data }) =>
          data.startedAt !== null && data.startedAt <= T && daysBetween(from, atHome(world, data.startedAt)) >= 0,
      );
      if (!isMember)
        found.push({
          rule: 'R29',
          episode: row.id,
          since: homeDay(world, talk || daysBetween(from, end) < 0 ? end : from, 0),
        });
    }
  }
  return found;
}

/** R28 and R30 (Q70, Q72). */
export function scores(world: World): Found[] {
  const { T, person } = world;
  const found: Found[] = [];
  const D = today(world);
  // The date at which a score is due is always known, its value from the day on which it was taken (Q02).
  const hasClock = (row: { createdAt: number | null; updatedAt: number | null }): boolean =>
    row.createdAt !== null || row.updatedAt !== null;
  const announced = person.scores.filter((row) => !hasClock(row) || (row.recordedAt ?? -Infinity) <= T);
  const taken = see<Score>(person.scores, T)
    .map(({ data }) => data)
    .filter(({ takenAt }) => takenAt !== null && takenAt <= T)
    .sort((a, b) => a.takenAt! - b.takenAt!);
  for (const {
    data: { dueAt, instrument },
  } of announced) {
    if (dueAt === null) continue;
    const due = atHome(world, dueAt);
    const isTaken = taken.some(
      (score) =>
        score.instrument === instrument && daysBetween(due.subtract({ days: 14 }), atHome(world, score.takenAt!)) >= 0,
    );
    const isSucceeded = announced.some(({ data }) => {
      if (data.instrument !== instrument || data.dueAt === null) return false;
      const other = atHome(world, data.dueAt);
      return daysBetween(due, other) > 0 && daysBetween(other, D) >= 0;
    });
    if (isTaken || isSucceeded || daysBetween(due, D) < 14) continue;
    found.push({ rule: 'R28', episode: instrument, since: homeDay(world, due, 14) });
  }

  if (!world.plans.some(({ closed }) => !closed) && openPrograms(world).length === 0) return found;
  const valued = taken.filter(({ value }) => value !== null);
  for (const name of new Set(valued.map((score) => `${score.instrument}|${key(score.domain)}`))) {
    const own = valued.filter((score) => `${score.instrument}|${key(score.domain)}` === name);
    const first = own[0]!;
    const last = own.at(-1)!;
    const change = last.detectableChange ?? first.detectableChange;
    const direction = last.direction ?? first.direction;
    if (change === null || direction === null) continue;
    const firstDay = atHome(world, first.takenAt!);
    if (daysBetween(firstDay, atHome(world, last.takenAt!)) < 21) continue;
    const gain = (last.value! - first.value!) * (direction === 'higher_better' ? 1 : -1);
    const visits = world.rows.filter((row) => row.visit && row.start > first.takenAt!);
    const fourth = dayList(visits)[3];
    const began: number[] = [];
    if (gain <= -change) began.push(last.takenAt!);
    if (gain < change) {
      if (fourth !== undefined) began.push(visits.find((row) => dayOf(row).toString() === fourth)!.start);
      if (daysBetween(firstDay, D) >= 90) began.push(homeDay(world, firstDay, 90));
    }
    if (began.length > 0)
      found.push({ rule: 'R30', episode: first.instrument, since: Math.max(last.takenAt!, Math.min(...began)) });
  }
  return found;
}

/** R31 and R32 (Q73, Q74). */
export function messages(world: World): Found[] {
  const { T, rows } = world;
  const found: Found[] = [];
  const D = today(world);
  const said = see<Communication>(world.person.communications, T)
    .map(({ data }) => data)
    .filter(({ at }) => at <= T);
  for (const { at, direction, needsReply, repliedAt } of said) {
    if (direction !== 'in' || needsReply !== true || (repliedAt !== null && repliedAt <= T)) continue;
    const since = after(world.home, at, '1 BD');
    if (since <= T) found.push({ rule: 'R31', episode: null, since });
  }
  const bad = said.filter(({ kind }) => kind === 'complaint').map(({ at }) => at);
  for (const { data } of see<Score>(world.person.scores, T)) {
    const { domain, value, takenAt } = data;
    if (key(domain) === 'experience' && value !== null && value <= 6 && takenAt !== null && takenAt <= T)
      bad.push(takenAt);
  }
  for (const at of bad) {
    if (daysBetween(atHome(world, at), D) > 30) continue;
    const isLost = rows.some((row) => {
      if (row.lossAt === null || row.lossAt > T || row.lossAt < at) return false;
      return daysBetween(atHome(world, at), atHome(world, row.lossAt)) <= 14;
    });
    const specialty = rows.filter(({ visit }) => visit).at(-1)?.specialty ?? null;
    if (isLost || !booked(world, '', specialty)) found.push({ rule: 'R32', episode: null, since: at });
  }
  return found;
}
