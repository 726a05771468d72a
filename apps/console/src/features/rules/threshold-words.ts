import type { Threshold } from '../../api.rules.types.js';

/** Thresholds as a clinic says them. The stored words are short: `PT_later: 3 BD`. */

const SPECIALTIES: Record<string, string> = {
  PT: 'Physiotherapy',
  DE: 'Dental',
  MS: 'Medspa',
  PR: 'Program',
  MB: 'Membership',
  DPC: 'Primary care',
  all: 'Every specialty',
  unknown: 'Specialty not known',
};
/** What follows a specialty in a threshold's name. */
const MORE: Record<string, string> = { later: 'from the second visit', grace: 'grace after the date' };

/** `PT_later` → "Physiotherapy, from the second visit"; what is not known is shown in plain letters. */
export function thresholdName(name: string): string {
  const [key = '', more = ''] = name.split('_');
  const [specialty, further] = [SPECIALTIES[key], MORE[more]];
  if (specialty === undefined || (more !== '' && further === undefined)) return name.replaceAll('_', ' ');
  return further === undefined ? specialty : `${specialty}, ${further}`;
}

const UNITS: Record<string, [one: string, many: string]> = {
  BD: ['open day', 'open days'],
  d: ['day', 'days'],
  weeks: ['week', 'weeks'],
  months: ['month', 'months'],
  hours: ['hour', 'hours'],
};
/** What a window can be counted in. */
export const WINDOW_UNITS = (['BD', 'd', 'weeks', 'months'] as const).map((unit) => ({
  unit,
  label: UNITS[unit]![1],
}));

/** `3 BD` → "3 open days". */
export function thresholdValue(value: string | number): string {
  const [, amount = '', unit = ''] = /^(\d+) (BD|d|weeks|months)$/.exec(String(value)) ?? [];
  const words = UNITS[unit];
  return words === undefined ? String(value) : `${amount} ${words[amount === '1' ? 0 : 1]}`;
}

/** The same of a plain number, whose unit is known besides: `24` of hours → "24 hours", `0.35` of a share → "35 %". */
export function thresholdText({ value, unit }: Pick<Threshold, 'value' | 'unit'>): string {
  if (typeof value !== 'number') return thresholdValue(value);
  if (unit === 'share') return `${inPercent(value)} %`;
  const words = UNITS[unit];
  return words === undefined ? String(value) : `${value} ${words[value === 1 ? 0 : 1]}`;
}

/** 0.355 → 35.5, without the crumbs of binary fractions; and back. */
export const inPercent = (share: number) => Number((share * 100).toFixed(4));
export const fromPercent = (percent: number) => Number((percent / 100).toFixed(6));

/** For whom a threshold is; null: for everybody the rule looks at. */
export const thresholdFor = ({ specialty }: Pick<Threshold, 'specialty'>) =>
  specialty === null ? null : (SPECIALTIES[specialty] ?? specialty);

/** "Time to rebook after a no-show" once, with what it is for each specialty below. */
export function bySentence(thresholds: readonly Threshold[]): { says: string; thresholds: Threshold[] }[] {
  const found = new Map<string, Threshold[]>();
  for (const threshold of thresholds) found.set(threshold.says, [...(found.get(threshold.says) ?? []), threshold]);
  return [...found].map(([says, those]) => ({ says, thresholds: those }));
}
