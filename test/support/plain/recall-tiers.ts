import type { Recall } from '../../../libs/domain/src/records.js';
import type { Figures } from './figures.js';
import { dueOn, meant } from './recalls.js';
import { dayOf, daysBetween, same, see, today, type World } from './world.js';

/** From when a visit does what the recall asks for: N of R16 (Q59). */
const BEFORE: Record<string, number> = { DE: 30, DPC: 45, PT: 14 };

/** Of the recalls that still ask for something: how long overdue, without a booking of the line. */
export function recallTiers(world: World, figures: Figures): void {
  const D = today(world);
  for (const { data } of see<Recall>(world.person.recalls, world.T)) {
    if (data.doneAt !== null && data.doneAt <= world.T) continue;
    if (data.disabledUntil !== null && data.disabledUntil > D.toString()) continue;
    const { line, specialty } = meant(world, data.type);
    const last = world.rows.filter((row) => row.visit && same(row.line, line)).at(-1);
    const due = dueOn(world, data, last === undefined ? null : dayOf(last));
    if (due === null) continue;
    if (last !== undefined && daysBetween(due, dayOf(last)) >= -(BEFORE[String(specialty)] ?? 0)) continue;
    const isBooked = world.rows.some((row) => row.live && same(row.line, line));
    const late = isBooked ? 0 : daysBetween(due, D);
    figures.count('recall_overdue', '1-60', late >= 1 && late <= 60);
    figures.count('recall_overdue', '61-180', late > 60 && late <= 180);
    figures.count('recall_overdue', 'over_180', late > 180);
  }
}
