import type { PatientMembership } from '@keepwell/database';
import type { MembershipDto } from './dto/patient-page.dto.js';

type Cycle = NonNullable<MembershipDto['cycle']>;

/** Days between payments, with room for short months and weekends. */
const CYCLES: [Cycle, least: number, most: number][] = [
  ['week', 6, 8],
  ['fortnight', 13, 15],
  ['month', 27, 32],
  ['quarter', 88, 94],
  ['half_year', 179, 186],
  ['year', 360, 370],
];

export function membershipAnswer({ billedEveryDays, ...membership }: PatientMembership): MembershipDto {
  return {
    ...membership,
    status: membership.status as MembershipDto['status'],
    cycle: billedEveryDays === null ? null : cycleOf(billedEveryDays),
  };
}

function cycleOf(days: number): Cycle | null {
  return CYCLES.find(([, least, most]) => days >= least && days <= most)?.[0] ?? null;
}
