import { isWithin, type Period } from '../audit/period.js';
import type { LocalDate } from '../records.js';
import type { OwnRows } from './own-rows.js';
import type { ReportSection } from './report.js';
import type { Sheet } from './sheet.js';

const CLASSES = ['S1', 'S2', 'S3', 'S4'] as const;
const CLASS_WORDS = { S1: 'today', S2: 'this week', S3: 'when there is room', S4: 'long tail' } as const;

/**
 * How much of the list found no place in the team's days, and how much was held back by an experiment. Nobody is named: the first stand in
 * the list day after day, and who is held back must not be known. Absent where neither is done.
 */
export function daySections(
  sheet: Sheet,
  week: Period,
  { firstDay, lastDay }: { firstDay: LocalDate; lastDay: LocalDate },
  { days = [], assigned = [] }: OwnRows,
): ReportSection[] {
  const planned = days.filter(({ day }) => day >= firstDay && day <= lastDay);
  const count = (metric: string, numerator: number, more: { key?: string; about?: string } = {}) =>
    sheet.number({ metric, span: 'week', numerator, ...more });
  const unserved = CLASSES.map((key) =>
    count(
      'unserved',
      planned.reduce((sum, day) => sum + day.unserved[key], 0),
      { key, about: CLASS_WORDS[key] },
    ),
  );
  const heldBack = assigned.filter(({ arm, at }) => arm === 'held_back' && isWithin(week, at));
  const numbers = [
    ...(planned.length > 0 ? unserved : []),
    ...(assigned.length > 0 ? [count('held_back', heldBack.length)] : []),
  ];
  return numbers.length > 0 ? [{ id: 'day', title: 'What the team had room for', numbers }] : [];
}
