import { SERVICE_KINDS, SPECIALTIES } from '../records.js';
import {
  CARE_PATTERNS,
  INCLUSION_PERIODS,
  parseSpan,
  type CareTemplates,
  type Expectation,
  type FollowUp,
  type Inclusion,
  type ProgramTemplate,
  type ServiceMatch,
  type TierTemplate,
} from './template.js';

const MOST_TEMPLATES = 40;
const MOST_ITEMS = 30;
const MOST_LETTERS = 120;
const MOST_MONTHS = 60;
const SPANS = 'a number and a unit, "30 d", "4 weeks" or "1 month"';

/** Where, and what to write instead: "tiers 2 (gold), includes 1: per is one of month, quarter, year". */
export interface CareProblem {
  where: string;
  says: string;
}

/** Templates as somebody wrote them, with every problem at once; the templates are whole only where there is none. */
export function readCareTemplates(written: unknown): { templates: CareTemplates; problems: CareProblem[] } {
  const problems: CareProblem[] = [];
  const top = new Part(written, '', problems);
  const templates: CareTemplates = {
    programs: top.list('programs', MOST_TEMPLATES).map(program),
    tiers: top.list('tiers', MOST_TEMPLATES).map(tier),
  };
  top.nothingElse();
  twice(templates.programs, 'programs', problems);
  twice(templates.tiers, 'tiers', problems);
  for (const { id, leadsTo } of templates.programs) {
    if (leadsTo !== null && !templates.tiers.some((each) => each.id === leadsTo))
      problems.push({ where: `programs (${id})`, says: `leadsTo names "${leadsTo}", which is the id of no tier here` });
  }
  return { templates, problems };
}

function twice(items: readonly { id: string }[], where: string, problems: CareProblem[]): void {
  const seen = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id)) problems.push({ where, says: `the id "${id}" is there twice; give each its own` });
    seen.add(id);
  }
}

function program(part: Part): ProgramTemplate {
  const read: ProgramTemplate = {
    id: part.id(),
    name: part.text('name'),
    specialty: part.oneOf('specialty', SPECIALTIES),
    names: part.texts('names'),
    months: part.whole('months', 1, MOST_MONTHS) ?? 1,
    leadsTo: part.textOrNull('leadsTo'),
    expectations: part.items('expectations', expectation),
  };
  part.nothingElse();
  return read;
}

function tier(part: Part): TierTemplate {
  const followUp = part.inner('followUp');
  const read: TierTemplate = {
    id: part.id(),
    name: part.text('name'),
    specialty: part.oneOf('specialty', SPECIALTIES),
    pattern: part.oneOf('pattern', CARE_PATTERNS),
    names: part.texts('names'),
    includes: part.items('includes', inclusion),
    followUp: followUp === null ? null : follow(followUp),
    expectations: part.items('expectations', expectation),
  };
  part.nothingElse();
  return read;
}

function follow(part: Part): FollowUp {
  const read = { visit: part.match() ?? NOTHING, every: part.span('every'), grace: part.span('grace') };
  if (read.visit === NOTHING) part.complain('visit says which appointments are a follow-up');
  part.nothingElse();
  return read;
}

function inclusion(part: Part): Inclusion {
  const read: Inclusion = {
    id: part.id(),
    name: part.text('name'),
    visit: part.match(),
    units: part.whole('units', 1, 1000, true),
    per: part.oneOf('per', INCLUSION_PERIODS),
  };
  if (read.visit === null && read.units !== null) part.complain('units are counted in visits: say which, by visit');
  part.nothingElse();
  return read;
}

function expectation(part: Part): Expectation {
  const read: Expectation = {
    id: part.id(),
    name: part.text('name'),
    visit: part.match(),
    score: part.textOrNull('score'),
    at: part.texts('at'),
    every: part.textOrNull('every'),
    grace: part.span('grace'),
  };
  if ((read.visit === null) === (read.score === null))
    part.complain('say by which visit or by which score it is done, one of the two');
  if ((read.every === null) === (read.at.length === 0))
    part.complain('say when: either at (a list) or every, not both');
  for (const each of [...read.at, ...(read.every === null ? [] : [read.every])]) {
    if (parseSpan(each) === null) part.complain(`"${each}" is no time: write ${SPANS}`);
  }
  if (read.every !== null && parseSpan(read.every)?.count === 0) part.complain('every is at least 1 d');
  part.nothingElse();
  return read;
}

const NOTHING: ServiceMatch = { kinds: [], lines: [], services: [] };

/** One mapping, read key by key; what is wrong is complained of and replaced, so that everything is said at once. */
class Part {
  readonly #fields: Record<string, unknown>;
  readonly #read = new Set<string>();
  readonly #where: string;

  constructor(
    written: unknown,
    where: string,
    private readonly problems: CareProblem[],
  ) {
    const isMapping = typeof written === 'object' && written !== null && !Array.isArray(written);
    this.#fields = isMapping ? { ...written } : {};
    const { id } = this.#fields;
    this.#where = typeof id === 'string' && id !== '' ? `${where} (${id})` : where;
    if (!isMapping) this.complain('is no mapping (name: value)');
  }

  complain(says: string): void {
    this.problems.push({ where: this.#where, says });
  }

  #take(name: string): unknown {
    this.#read.add(name);
    return this.#fields[name] ?? null;
  }

  #isText(value: unknown): value is string {
    return typeof value === 'string' && value.trim() !== '' && value.length <= MOST_LETTERS;
  }

  text(name: string): string {
    const value = this.#take(name);
    if (this.#isText(value)) return value.trim();
    this.complain(`${name} is a text of at most ${MOST_LETTERS} letters`);
    return '';
  }

  textOrNull(name: string): string | null {
    return this.#take(name) === null ? null : this.text(name);
  }

  id(): string {
    const id = this.text('id');
    if (id !== '' && !/^[a-z][a-z0-9_]{0,40}$/.test(id)) this.complain('id has small letters, digits and _ only');
    return id;
  }

  span(name: string): string {
    const text = this.text(name);
    if (text !== '' && parseSpan(text) === null) this.complain(`${name} is "${text}": write ${SPANS}`);
    return text;
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.#take(name);
    const choice = choices.find((one) => one === value);
    if (choice === undefined) this.complain(`${name} is one of ${choices.join(', ')}`);
    return choice ?? choices[0]!;
  }

  whole(name: string, least: number, most: number, mayMiss = false): number | null {
    const value = this.#take(name);
    if (value === null && mayMiss) return null;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    this.complain(`${name} is a whole number from ${least} to ${most}`);
    return least;
  }

  /** Absent: none. */
  texts(name: string): string[] {
    const value = this.#take(name) ?? [];
    if (Array.isArray(value) && value.length <= MOST_ITEMS && value.every((one): one is string => this.#isText(one)))
      return value.map((one) => one.trim());
    this.complain(`${name} is a list of at most ${MOST_ITEMS} texts`);
    return [];
  }

  list(name: string, most: number): Part[] {
    const value = this.#take(name) ?? [];
    if (!Array.isArray(value) || value.length > most) {
      this.complain(`${name} is a list of at most ${most}`);
      return [];
    }
    const before = this.#where === '' ? '' : `${this.#where}, `;
    return value.map((one: unknown, place) => new Part(one, `${before}${name} ${place + 1}`, this.problems));
  }

  items<T extends { id: string }>(name: string, read: (part: Part) => T): T[] {
    const items = this.list(name, MOST_ITEMS).map(read);
    twice(items, `${this.#where}, ${name}`, this.problems);
    return items;
  }

  inner(name: string): Part | null {
    const value = this.#take(name);
    return value === null ? null : new Part(value, `${this.#where}, ${name}`, this.problems);
  }

  match(): ServiceMatch | null {
    const part = this.inner('visit');
    if (part === null) return null;
    const kinds = part.texts('kinds').flatMap((kind) => {
      const known = SERVICE_KINDS.find((each) => each === kind);
      if (known === undefined) part.complain(`kinds names "${kind}"; there are ${SERVICE_KINDS.join(', ')}`);
      return known ?? [];
    });
    const match = { kinds, lines: part.texts('lines'), services: part.texts('services') };
    if (Object.values(match).every((each) => each.length === 0))
      part.complain('name kinds, lines or services of the practice');
    part.nothingElse();
    return match;
  }

  nothingElse(): void {
    const unknown = Object.keys(this.#fields).filter((name) => !this.#read.has(name));
    for (const name of unknown) this.complain(`${name} is nothing known here; there are ${[...this.#read].join(', ')}`);
  }
}
