import { aPerson } from '../../libs/domain/src/testing/a-person.js';
import { aPractice, firing } from '../../libs/domain/src/testing/a-practice.js';
import type { RuleRow } from './episode-rows.js';

/** 2025-03-03 is a Monday. Locations open Monday to Friday from 09:00 UTC unless said. */
export const practice = aPractice();
export const pt = { serviceId: 'pt' };
export const clock = (createdAt: string, updatedAt?: string) => ({
  createdAt,
  ...(updatedAt === undefined ? {} : { updatedAt }),
});

/** Seen often enough to be past R10, last on Friday 28 February; nothing but losses is told below. */
export const regular = () =>
  ['02-17', '02-19', '02-21', '02-28'].reduce((person, day) => person.visit(`2025-${day}T10:00Z`, pt), aPerson());
/** Cancelled on Monday 10:00 for Thursday 6 March. */
export const cancelled = (more = {}) => regular().cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', { ...pt, ...more });
export const noShow = () => regular().noShow('2025-03-03T10:00Z', pt);

/** A test for each row, of the rules about losses alone: the same persons often fire R02 as well. */
export function table(rows: RuleRow[]): void {
  it.each(rows)('$case', ({ person, asOf, fires, in: parts }) => {
    const found = firing(parts === undefined ? practice : aPractice(parts), person(), asOf).split(' ');
    expect(found.filter((rule) => ['R05', 'R06', 'R07', 'R15'].includes(rule)).join(' ')).toBe(fires);
  });
}
