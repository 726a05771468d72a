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
const LATER = '_later';

/** `PT_later` → "Physiotherapy, from the second visit"; what is not known is shown in plain letters. */
export function thresholdName(name: string): string {
  const isLater = name.endsWith(LATER);
  const key = isLater ? name.slice(0, -LATER.length) : name;
  const known = SPECIALTIES[key] ?? key.replaceAll('_', ' ');
  return isLater ? `${known}, from the second visit` : known;
}

const UNITS: Record<string, [one: string, many: string]> = {
  BD: ['open day', 'open days'],
  d: ['day', 'days'],
  months: ['month', 'months'],
};

/** `3 BD` → "3 open days". */
export function thresholdValue(value: string | number): string {
  const [, amount = '', unit = ''] = /^(\d+) (BD|d|months)$/.exec(String(value)) ?? [];
  const words = UNITS[unit];
  return words === undefined ? String(value) : `${amount} ${words[amount === '1' ? 0 : 1]}`;
}
