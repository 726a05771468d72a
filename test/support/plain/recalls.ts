import { Temporal } from 'temporal-polyfill';
import type { Recall, Specialty } from '../../../libs/domain/src/records.js';
import { isMinor } from './exclusions.js';
import { booked, type Found } from './episodes.js';
import { dayOf, daysBetween, homeDay, key, same, see, text, today, type World } from './world.js';

/** R16 and R17: recalls that are due, and overdue (Q59). */
export function recalls(world: World): Found[] {
  const { T } = world;
  const found: Found[] = [];
  const D = today(world);
  for (const { id, data } of see<Recall>(world.person.recalls, T)) {
    const { line, specialty } = meant(world, data.type);
    // A visit of an unknown line may have been this one; while it stood as a booking it counted, too (Q29).
    const visits = world.rows.filter((row) => row.visit && same(row.line, line));
    const due = dueOn(world, data, visits.at(-1) === undefined ? null : dayOf(visits.at(-1)!));
    const before = { DE: 30, DPC: 45, PT: 14 }[String(specialty)];
    const grace = { DE: 14, DPC: 30, PT: 14 }[String(specialty)];
    if (due === null || before === undefined || grace === undefined) continue;
    if (data.doneAt !== null && data.doneAt <= T) continue;
    if (visits.some((visit) => daysBetween(due.subtract({ days: before }), dayOf(visit)) >= 0)) continue;
    if (data.disabledUntil !== null && data.disabledUntil > D.toString()) continue;
    if (booked(world, line, specialty)) continue;
    const late = daysBetween(due, D);
    if (late >= -before && late < grace) found.push({ rule: 'R16', episode: id, since: homeDay(world, due, -before) });
    if (late >= grace && specialty !== 'PT')
      found.push({ rule: 'R17', episode: id, since: homeDay(world, due, grace) });
  }
  return found;
}

/** A service line, or the id or name of a service, else the unknown line. */
export function meant(world: World, type: string | null): { line: string; specialty: Specialty | null } {
  const services = world.facts.services;
  const isLine = services.filter(({ data }) => key(data.line) !== '' && key(data.line) === key(type));
  const isNamed = services.filter(
    ({ id, data }) => text(type) !== '' && (id === text(type) || key(data.name) === key(type)),
  );
  const service = isLine[0] ?? isNamed[0];
  const line = key(service?.data.line ?? null);
  const specialty = [...isLine, ...isNamed].find(({ data }) => data.specialty !== null)?.data.specialty ?? null;
  return { line, specialty };
}

export function dueOn(world: World, recall: Recall, lastVisit: Temporal.PlainDate | null): Temporal.PlainDate | null {
  if (recall.dueOn !== null) return Temporal.PlainDate.from(recall.dueOn);
  if (lastVisit === null) return null;
  const months = Math.min(Math.max(recall.intervalMonths ?? 6, 3), isMinor(world) ? 12 : 24);
  return lastVisit.add({ months });
}
