import type { Membership, Program, Specialty } from '../records.js';
import type { Booking } from '../timeline/booking.js';
import { lineKey, type ServiceView } from '../timeline/practice.js';
import type { CareTemplates, ProgramTemplate, ServiceMatch, TierTemplate } from './template.js';

type Served = Pick<ServiceView, 'kind' | 'line' | 'name'>;

export function isServiceOf({ kinds, lines, services }: ServiceMatch, { kind, line, name }: Served): boolean {
  return (
    (kind !== null && kinds.includes(kind)) ||
    (line !== '' && lines.some((each) => lineKey(each) === line)) ||
    (name !== null && services.some((each) => lineKey(each) === lineKey(name)))
  );
}

export function isBookingOf(match: ServiceMatch, { service, line }: Booking): boolean {
  return isServiceOf(match, { kind: service?.kind ?? null, line, name: service?.name ?? null });
}

/** "PROMIS-29" is also "promis 29" and "PROMIS29 v2.1". */
export function isInstrument(wanted: string, written: string): boolean {
  const [want, have] = [wanted, written].map((text) => text.toLowerCase().replace(/[\s_-]/g, ''));
  return want !== undefined && want !== '' && (have ?? '').startsWith(want);
}

const isNamed = (names: readonly string[], written: string | null): boolean =>
  written !== null && written.trim() !== '' && names.some((name) => lineKey(name) === lineKey(written));

/** The template that names the program, else the one for all others; null: none. */
export function templateOfProgram({ programs }: CareTemplates, { name }: Program): ProgramTemplate | null {
  return (
    programs.find((each) => isNamed([each.name, ...each.names], name)) ??
    programs.find(({ names }) => names.length === 0) ??
    null
  );
}

/** By the tier that the record names, else by its name; of two of one name that of the specialty. Null: the practice has none so called. */
export function tierOf(
  { tiers }: CareTemplates,
  { tier, name }: Pick<Membership, 'tier' | 'name'>,
  specialty: Specialty,
): TierTemplate | null {
  const inOrder = [...tiers].sort(
    (one, other) => Number(other.specialty === specialty) - Number(one.specialty === specialty),
  );
  const called = (written: string | null) => inOrder.find((each) => isNamed([each.name, ...each.names], written));
  return called(tier) ?? called(name) ?? null;
}
