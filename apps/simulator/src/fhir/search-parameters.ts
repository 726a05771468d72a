import type { Json, ResourceType } from './resource.js';
import type { Stored } from './store.js';

type ParameterKind = 'date' | 'reference' | 'token';

type Resource = NonNullable<Stored['resource']>;

export interface Parameter {
  kind: ParameterKind;
  /** What of a resource it looks at. */
  values(resource: Resource): (string | undefined)[];
}

const at =
  (...path: string[]) =>
  (resource: Json): (string | undefined)[] =>
    walk(resource, path);

/** Follows a path through objects and lists; the strings at its end. */
function walk(json: Json | undefined, path: string[]): (string | undefined)[] {
  if (Array.isArray(json)) return json.flatMap((entry) => walk(entry, path));
  const [head, ...rest] = path;
  if (head === undefined) return typeof json === 'string' ? [json] : typeof json === 'boolean' ? [String(json)] : [];
  if (json === null || typeof json !== 'object') return [];
  return head in json ? walk(json[head], rest) : [];
}

const date = (...path: string[]): Parameter => ({ kind: 'date', values: at(...path) });
const ref = (...path: string[]): Parameter => ({ kind: 'reference', values: at(...path, 'reference') });
const token = (...path: string[]): Parameter => ({ kind: 'token', values: at(...path) });

const EVERYWHERE: Record<string, Parameter> = { _id: token('id'), _lastUpdated: date('meta', 'lastUpdated') };

const OF_TYPE: Record<ResourceType, Record<string, Parameter>> = {
  Patient: {
    active: token('active'),
    birthdate: date('birthDate'),
    family: token('name', 'family'),
    link: ref('link', 'other'),
  },
  Practitioner: { active: token('active') },
  Location: { status: token('status') },
  HealthcareService: { active: token('active'), specialty: token('specialty', 'coding', 'code') },
  CarePlan: {
    patient: ref('subject'),
    subject: ref('subject'),
    status: token('status'),
    date: date('period', 'start'),
  },
  ServiceRequest: {
    patient: ref('subject'),
    subject: ref('subject'),
    status: token('status'),
    occurrence: date('occurrenceDateTime'),
    authored: date('authoredOn'),
  },
  Appointment: {
    patient: ref('participant', 'actor'),
    actor: ref('participant', 'actor'),
    practitioner: ref('participant', 'actor'),
    location: ref('participant', 'actor'),
    status: token('status'),
    date: date('start'),
    // Oracle's own: with those that are only asked for.
    '-date-or-req-period': date('start'),
  },
  Encounter: {
    patient: ref('subject'),
    subject: ref('subject'),
    appointment: ref('appointment'),
    status: token('status'),
    date: date('period', 'start'),
  },
  Invoice: { patient: ref('subject'), subject: ref('subject'), status: token('status'), date: date('date') },
  Consent: { patient: ref('patient'), status: token('status'), date: date('dateTime') },
  Communication: { patient: ref('subject'), subject: ref('subject'), status: token('status'), sent: date('sent') },
  Observation: {
    patient: ref('subject'),
    subject: ref('subject'),
    status: token('status'),
    date: date('effectiveDateTime'),
  },
};

export function parametersOf(type: ResourceType): Record<string, Parameter> {
  return { ...EVERYWHERE, ...OF_TYPE[type] };
}

type Test = (value: string) => boolean;

/** One `name=value` of a query, read once and asked of many resources. A comma means "or". */
export function matcherOf(name: string, parameter: Parameter, wanted: string): (resource: Resource) => boolean {
  const test = TESTS[parameter.kind](name, wanted.split(','));
  return (resource) => parameter.values(resource).some((value) => value !== undefined && test(value));
}

const TESTS: Record<ParameterKind, (name: string, choices: string[]) => Test> = {
  date: (_, choices) => {
    const tests = choices.map(dateTest);
    return (value) => tests.some((test) => test(Date.parse(value)));
  },
  reference: (name, choices) => {
    // `patient=1` means Patient/1; other names take any type.
    const type = REFERENCED[name];
    const whole = new Set(choices.map((choice) => (choice.includes('/') || !type ? choice : `${type}/${choice}`)));
    return (value) => whole.has(value) || (type === undefined && whole.has(value.slice(value.indexOf('/') + 1)));
  },
  token: (_, choices) => {
    const codes = new Set(choices.map((choice) => choice.slice(choice.lastIndexOf('|') + 1)));
    return (value) => codes.has(value);
  },
};

const REFERENCED: Record<string, ResourceType | undefined> = {
  patient: 'Patient',
  practitioner: 'Practitioner',
  location: 'Location',
  appointment: 'Appointment',
};

export class DateUnreadable extends Error {
  override readonly name = 'DateUnreadable';
}

function dateTest(wanted: string): (instant: number) => boolean {
  const [, prefix = 'eq', text = wanted] = /^(eq|ne|gt|lt|ge|le|sa|eb)(.*)$/.exec(wanted) ?? [];
  const [low, high] = rangeOf(text);
  switch (prefix) {
    case 'ge':
      return (instant) => instant >= low;
    case 'gt':
    case 'sa':
      return (instant) => instant >= high;
    case 'le':
      return (instant) => instant < high;
    case 'lt':
    case 'eb':
      return (instant) => instant < low;
    case 'ne':
      return (instant) => instant < low || instant >= high;
    default:
      return (instant) => instant >= low && instant < high;
  }
}

/** A date stands for its whole day, a second for its thousand milliseconds (FHIR R4, search, 3.1.1.4.7). Without offset: UTC. */
function rangeOf(text: string): [number, number] {
  const month = /^(\d{4})(?:-(\d{2}))?$/.exec(text);
  if (month !== null) {
    const [, year, of] = month;
    const first = Number(of ?? '1') - 1;
    return [Date.UTC(Number(year), first, 1), Date.UTC(Number(year), of === undefined ? 12 : first + 1, 1)];
  }
  const hasZone = /(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const low = Date.parse(text.includes('T') && !hasZone ? `${text}Z` : text);
  if (Number.isNaN(low)) throw new DateUnreadable(`"${text}" is no date this server can read`);
  if (!text.includes('T')) return [low, low + 86_400_000];
  if (text.includes('.')) return [low, low + 1];
  return [low, low + (/T\d{2}:\d{2}:\d{2}/.test(text) ? 1000 : 60_000)];
}
