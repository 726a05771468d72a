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

type Ids = readonly { id: string }[];

/** The id a new one has until it is saved: none that was saved looks like it. */
const NEW = 'new ';
const isNew = ({ id }: { id: string }): boolean => id.startsWith(NEW);
const newId = (taken: Ids): string => {
  let place = taken.length + 1;
  while (taken.some(({ id }) => id === `${NEW}${place}`)) place += 1;
  return `${NEW}${place}`;
};

export const newProgram = (specialty: ProgramTemplate['specialty'], taken: Ids): ProgramTemplate => ({
  ...{ id: newId(taken), name: '', specialty, names: [], months: 6, leadsTo: null, expectations: [] },
});
export const newTier = (specialty: TierTemplate['specialty'], taken: Ids): TierTemplate => ({
  ...{ id: newId(taken), name: '', specialty, pattern: 'mid', names: [], includes: [] },
  ...{ followUp: null, expectations: [] },
});
export const newExpectation = (taken: Ids): ExpectationTemplate => ({
  ...{ id: newId(taken), name: '', visit: NO_MATCH, score: null, at: [], every: '1 month', grace: '7 d' },
});
export const newInclusion = (taken: Ids): InclusionTemplate => ({
  ...{ id: newId(taken), name: '', visit: NO_MATCH, units: 1, per: 'month' },
});

const LONGEST_ID = 40;

/** An id that nothing else has, from its name: "Gold plus" → `gold_plus`; where the name gives none, from what it is. */
function idOf(name: string, what: string, taken: Ids): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const whole = /^[a-z]/.test(plain) ? plain : plain === '' ? what : `${what}_${plain}`;
  for (let more = 1; ; more += 1) {
    const end = more === 1 ? '' : `_${more}`;
    const id = `${whole.slice(0, LONGEST_ID - end.length).replace(/_+$/, '')}${end}`;
    if (!taken.some((one) => one.id === id)) return id;
  }
}

/** Gives each new one its id, which it keeps whatever it is called later. */
function named<T extends { id: string; name: string }>(items: readonly T[], what: string): T[] {
  const taken: { id: string }[] = items.filter((one) => !isNew(one));
  return items.map((one) => {
    if (!isNew(one)) return one;
    const id = idOf(one.name, what, taken);
    taken.push({ id });
    return { ...one, id };
  });
}

/** A draft as it is saved: what is new has an id made from its name, and programs that lead to a new tier name it so. */
export function withIds({ programs, tiers }: Draft): Draft {
  const ready = named(tiers, 'tier').map((tier) => ({
    ...tier,
    includes: named(tier.includes, 'part'),
    expectations: named(tier.expectations, 'expectation'),
  }));
  const idBefore = new Map(tiers.map(({ id }, place) => [id, ready[place]!.id]));
  return {
    programs: named(programs, 'program').map((program) => ({
      ...program,
      leadsTo: program.leadsTo === null ? null : (idBefore.get(program.leadsTo) ?? program.leadsTo),
      expectations: named(program.expectations, 'milestone'),
    })),
    tiers: ready,
  };
}

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
