import type { CareTemplates } from '../care/template.js';
import { evaluatePerson } from '../evaluate-person.js';
import type { PersonEvaluation } from '../evaluation.js';
import type { PracticeFacts } from '../facts.js';
import { defaultSettings, preparePractice, type PreparedPractice } from '../prepared-practice.js';
import type { Location, Practitioner, Service, Specialty } from '../records.js';
import { RULES } from '../rules/index.js';
import type { EvaluationSettings, PracticeAggregates } from '../settings.js';
import type { APerson } from './a-person.js';
import { at, version } from './a-person.js';

const LOCATION: Location = {
  name: 'Main street',
  timezone: 'UTC',
  openDays: [1, 2, 3, 4, 5],
  opensAt: '09:00',
  closedOn: [],
};

const service = (specialty: Specialty | null, more: Partial<Service> = {}): Service => ({
  name: null,
  line: specialty === null ? null : specialty.toLowerCase(),
  kind: 'treatment',
  intervalDays: null,
  specialty,
  ...more,
});

/** One service per specialty, each on a line of its own name in small letters. */
const SERVICES: Record<string, Service> = {
  pt: service('PT'),
  de: service('DE'),
  ms: service('MS'),
  pr: service('PR'),
  mb: service('MB'),
  dpc: service('DPC'),
  odd: service(null, { line: 'odd' }),
  nameless: service('PT', { line: null }),
};

export interface PracticeParts {
  locations?: Record<string, Partial<Location>>;
  services?: Record<string, Partial<Service>>;
  practitioners?: Record<string, Partial<Practitioner>>;
  care?: CareTemplates;
  aggregates?: Partial<PracticeAggregates>;
  settings?: Partial<EvaluationSettings>;
  mode?: EvaluationSettings['mode'];
  placeholders?: PracticeFacts['placeholders'];
}

export function practiceFacts({
  locations = { main: {} },
  services = {},
  practitioners = {},
  care,
  placeholders,
}: PracticeParts = {}): PracticeFacts {
  const all = {
    ...SERVICES,
    ...Object.fromEntries(Object.entries(services).map(([id, more]) => [id, service(null, more)])),
  };
  return {
    timezone: null,
    locations: Object.entries(locations).map(([id, more]) => version('location', id, { ...LOCATION, ...more })),
    practitioners: Object.entries(practitioners).map(([id, more]) =>
      version('practitioner', id, { name: null, active: null, leftAt: null, ...more }),
    ),
    services: Object.entries(all).map(([id, data]) => version('service', id, data)),
    ...(care === undefined ? {} : { care }),
    ...(placeholders === undefined ? {} : { placeholders }),
  };
}

/** A practice that has switched all other rules off: a test of one rule says nothing about the rest. */
export function onlyRules(...ids: string[]): Pick<EvaluationSettings, 'rules'> {
  return {
    rules: Object.fromEntries(
      RULES.map(({ id, defaults }) => [id, { mode: ids.includes(id) ? 'on' : 'off', parameters: { ...defaults } }]),
    ),
  };
}

export function aPractice(parts: PracticeParts = {}): PreparedPractice {
  return preparePractice(
    practiceFacts(parts),
    { sourcesWithoutOutcomes: [], planSpecialties: [], lineMedianDays: {}, ...parts.aggregates },
    { ...defaultSettings(parts.mode ?? 'audit'), ...parts.settings },
  );
}

export function evaluate(
  practice: PreparedPractice,
  person: APerson,
  asOf: string,
  related: APerson[] = [],
): PersonEvaluation {
  return evaluatePerson(
    practice,
    person.facts,
    related.map(({ facts }) => facts),
    at(asOf),
  );
}

/** "R05 R01": what fires, in the order in which it is shown. */
export function firing(practice: PreparedPractice, person: APerson, asOf: string, related: APerson[] = []): string {
  return evaluate(practice, person, asOf, related)
    .findings.map(({ rule }) => rule)
    .join(' ');
}
