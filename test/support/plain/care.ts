import type { Practitioner } from '../../../libs/domain/src/records.js';
import { booked, ended, episodes, HORIZON, type Found } from './episodes.js';
import { after, dateIn, dayList, dayOf, daysBetween, same, see, type A, type World } from './world.js';

/** E03 beyond plan rules: a plan of the line was closed on or after the day of the visit (Q44). */
const closedSince = (world: World, visit: A): boolean =>
  world.plans.some(
    (plan) =>
      plan.closed &&
      plan.line === visit.line &&
      (plan.closedAt === null || daysBetween(dayOf(visit), dateIn(world.home.zone, plan.closedAt)) >= 0),
  );

/** R14: a consult after which no treatment was booked (Q57). */
export function consults(world: World): Found[] {
  const found: Found[] = [];
  for (const line of new Set(world.rows.map((row) => row.line))) {
    const consult = world.rows.filter((row) => row.visit && row.kind === 'consult' && row.line === line).at(-1);
    if (consult === undefined) continue;
    const window = { PT: '2 BD', PR: '2 BD', MS: '3 d', DE: '14 d' }[String(consult.specialty)];
    const isConverted = world.rows.some(
      (row) =>
        same(row.line, line) &&
        (row.kind === 'treatment' || row.kind === 'class') &&
        row.start > consult.start &&
        (!row.idle || row.openRequest),
    );
    if (window === undefined || isConverted || closedSince(world, consult)) continue;
    if (booked(world, line, consult.specialty)) continue;
    const since = after(consult.place, consult.start, window);
    if (since <= world.T) found.push({ rule: 'R14', episode: consult.plan?.id ?? consult.lineName, since });
  }
  return found;
}

const OVERDUE_WEEKS: Record<string, number> = {
  neurotoxin: 16,
  hafiller: 52,
  facial: 6,
  lightpeel: 6,
  microneedling: 8,
  laserhair: 8,
  biostimulator: 104,
};
const family = (row: A): string => row.line.replace(/[\s_-]/g, '');

/** R19: what was last injected has worn off (Q61). */
export function wearOff(world: World): Found[] {
  const found: Found[] = [];
  const treatments = world.rows.filter(
    (row) => row.visit && row.specialty === 'MS' && (row.kind === 'treatment' || row.kind === null),
  );
  for (const name of new Set(treatments.map(family))) {
    const weeks = OVERDUE_WEEKS[name];
    const last = treatments.filter((row) => family(row) === name).at(-1)!;
    const isBooked = world.rows.some(
      (row) =>
        row.live &&
        (row.line === '' || family(row) === name) &&
        daysBetween(dateIn(row.place.zone, world.T), dayOf(row)) <= HORIZON.MS!,
    );
    if (weeks === undefined || closedSince(world, last) || isBooked) continue;
    const since = after(last.place, last.start, `${weeks * 7} d`);
    if (since <= world.T) found.push({ rule: 'R19', episode: last.plan?.id ?? last.lineName, since });
  }
  return found;
}

/** R33: the practitioner who did most of the last visits of the line has left (Q45, Q75). */
export function careTeam(world: World): Found[] {
  const { T } = world;
  const found: Found[] = [];
  for (const episode of episodes(world)) {
    const { line, specialty, plan } = episode;
    if (!['PT', 'DE', 'MS', 'DPC'].includes(String(specialty)) || ended(world, episode)) continue;
    const prescribed = plan?.data.prescribedVisits ?? null;
    const done = dayList(episode.visits).length;
    if (done === 0 || (prescribed !== null && done >= prescribed)) continue;
    // A visit is a visit day (Q34).
    const ofLine = world.rows.filter((row) => row.visit && row.line === line);
    const own = ofLine.filter(
      (row, index) => !ofLine.slice(index + 1).some((later) => dayOf(later).equals(dayOf(row))),
    );
    const five = own.slice(-5);
    if (five.length < 3 || closedSince(world, five.at(-1)!)) continue;
    const gone = see<Practitioner>(world.facts.practitioners, T).find(
      ({ id, data }) =>
        five.filter(({ practitioner }) => practitioner === id).length >= 0.6 * five.length &&
        ((data.leftAt !== null && data.leftAt <= T) || data.active === false),
    );
    if (gone === undefined) continue;
    const isElsewhere = world.rows.some(
      (row) =>
        row.live &&
        same(row.line, line) &&
        row.practitioner !== null &&
        row.practitioner !== gone.id &&
        daysBetween(dateIn(row.place.zone, T), dayOf(row)) <= HORIZON[String(specialty)]!,
    );
    if (isElsewhere) continue;
    const { leftAt } = gone.data;
    const left = leftAt !== null && leftAt <= T ? leftAt : five.at(-1)!.start;
    found.push({ rule: 'R33', episode: episode.name, since: Math.max(left, five[2]!.start) });
  }
  return found;
}
