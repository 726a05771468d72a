import type {
  CareTemplates,
  ExpectationTemplate,
  InclusionTemplate,
  ProgramTemplate,
  ServiceMatch,
  TierTemplate,
} from '../../api.care.js';
import { everyText, spanText, timesText } from '../care/words.js';
import { statusWords } from '../patient/words.js';

/** What a person changes before it is saved as a version. */
export type Draft = Pick<CareTemplates, 'programs' | 'tiers'>;

export const NO_MATCH: ServiceMatch = { kinds: [], lines: [], services: [] };
export const SERVICE_KINDS: ServiceMatch['kinds'] = [
  'consult',
  'treatment',
  'review',
  'recall',
  'class',
  'touchpoint',
  'other',
];

/** An id that nothing else in the list has, from its name: "Gold plus" → `gold_plus`. */
export function idOf(name: string, taken: readonly { id: string }[]): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const base = plain === '' ? 'item' : plain.slice(0, 40);
  let id = base;
  for (let more = 2; taken.some((one) => one.id === id); more += 1) id = `${base}_${more}`;
  return id;
}

export const newProgram = (specialty: ProgramTemplate['specialty'], taken: readonly ProgramTemplate[]) => ({
  ...{ id: idOf('program', taken), name: '', specialty, names: [], months: 6, leadsTo: null, expectations: [] },
});
export const newTier = (specialty: TierTemplate['specialty'], taken: readonly TierTemplate[]): TierTemplate => ({
  ...{ id: idOf('tier', taken), name: '', specialty, pattern: 'mid', names: [], includes: [] },
  ...{ followUp: null, expectations: [] },
});
export const newExpectation = (taken: readonly ExpectationTemplate[]): ExpectationTemplate => ({
  ...{ id: idOf('expectation', taken), name: '', visit: NO_MATCH, score: null, at: [], every: '1 month', grace: '7 d' },
});
export const newInclusion = (taken: readonly InclusionTemplate[]): InclusionTemplate => ({
  ...{ id: idOf('part', taken), name: '', visit: NO_MATCH, units: 1, per: 'month' },
});

/** "kept touchpoint, or coaching": which appointments count. */
export function matchText({ kinds, lines, services }: ServiceMatch): string {
  const parts = [
    ...kinds.map((kind) => statusWords(kind).toLowerCase()),
    ...lines.map((line) => `line ${line}`),
    ...services.map((service) => `“${service}”`),
  ];
  return parts.length === 0 ? 'no appointment is named' : parts.join(', ');
}

/** "every month", "at the start, after 3 months"; with how long until it is overdue. */
export function whenText({ every, at, grace }: Pick<ExpectationTemplate, 'every' | 'at' | 'grace'>): string {
  const when = every === null ? timesText(at) : everyText(every);
  return `${when}; overdue ${/^0 /.test(grace) ? 'at once' : `${spanText(grace)} after`}`;
}

const PERIODS: Record<InclusionTemplate['per'], string> = { month: 'a month', quarter: 'a quarter', year: 'a year' };
/** "2 a month", "without limit", "promised". */
export function unitsText({ units, per, visit }: InclusionTemplate): string {
  if (visit === null) return 'a promise that no appointment shows';
  return units === null ? 'without limit' : `${units} ${PERIODS[per]}`;
}

/** The list with one place changed; null takes the place out. */
export const changedAt = <T>(items: readonly T[], place: number, item: T | null): T[] =>
  items.flatMap((one, index) => (index !== place ? [one] : item === null ? [] : [item]));
