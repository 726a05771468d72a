import { aPerson, type APerson } from '../../libs/domain/src/testing/a-person.js';
import { aPractice, firing, onlyRules, type PracticeParts } from '../../libs/domain/src/testing/a-practice.js';

/** 2025-03-03 is a Monday. Locations open Monday to Friday from 09:00 UTC unless said. */
export const settings = onlyRules('R01', 'R02', 'R03', 'R04', 'R10', 'R18');
export const practice = aPractice({ settings });
export const plan = { id: 'k', line: 'pt', intervalDays: 3, startedAt: '2025-03-03T08:00Z', specialty: 'PT' } as const;
export const pt = { serviceId: 'pt' };

/** One line of a table: who, asked when, and which rule fires. */
export interface RuleRow {
  case: string;
  person: () => APerson;
  asOf: string;
  fires: string;
  in?: PracticeParts;
}

export const visits = (person: APerson, days: string[], serviceId = 'pt'): APerson => {
  for (const day of days) person.visit(`${day}T10:00Z`, { serviceId });
  return person;
};
export const seenOnMonday = () => aPerson().plan(plan).visit('2025-03-03T10:00Z', pt);
/** Four visit days of a ten-visit plan: too late for R10. */
export const seenFourTimes = () =>
  visits(aPerson().plan({ ...plan, prescribedVisits: 10 }), ['2025-03-03', '2025-03-05', '2025-03-07', '2025-03-10']);

/** A test for each row, of the rules about episodes alone. */
export function table(rows: RuleRow[]): void {
  it.each(rows)('$case', ({ person, asOf, fires, in: parts }) => {
    expect(firing(parts === undefined ? practice : aPractice({ settings, ...parts }), person(), asOf)).toBe(fires);
  });
}
