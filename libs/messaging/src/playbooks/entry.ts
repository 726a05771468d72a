type Complain = (where: string, what: string) => void;

/** One mapping of a playbook's file, read key by key. What is missing or of another kind is complained of and replaced, to go on reading. */
export class Entry {
  readonly #fields: Record<string, unknown>;
  readonly #read = new Set<string>();
  #where: string;

  constructor(
    written: unknown,
    where: string,
    private readonly complainAt: Complain,
  ) {
    this.#where = where;
    const isMapping = typeof written === 'object' && written !== null && !Array.isArray(written);
    this.#fields = isMapping ? { ...written } : {};
    if (!isMapping) this.complain('is no mapping (key: value)');
    const { key } = this.#fields;
    if (typeof key === 'string') this.#where = `${where} (${key})`;
  }

  complain(what: string): void {
    this.complainAt(this.#where, what);
  }

  #take(name: string): unknown {
    this.#read.add(name);
    return this.#fields[name];
  }

  text(name: string): string {
    const value = this.#take(name);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    this.complain(`${name} is missing or no text`);
    return '';
  }

  key(): string {
    const key = this.text('key');
    if (key !== '' && !/^[a-z][a-z0-9_]*$/.test(key)) this.complain('key has small letters, digits and _ only');
    return key;
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T | null {
    const value = this.#take(name);
    const choice = choices.find((one) => one === value) ?? null;
    if (choice === null) this.complain(`${name} is one of ${choices.join(', ')}`);
    return choice;
  }

  /** A whole number of at least `least`. */
  whole(name: string, least: number, otherwise?: number): number {
    const value = this.#take(name) ?? otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
    this.complain(`${name} is a whole number of at least ${least}`);
    return least;
  }

  /** Absent: none. */
  texts(name: string): string[] {
    const value = this.#take(name) ?? [];
    if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string' && one.trim() !== '')) {
      return value;
    }
    this.complain(`${name} is a list of texts`);
    return [];
  }

  /** By their ids alone: a playbook may speak for rules that a later version brings. */
  rules(): string[] {
    return this.texts('rules').filter((id) => {
      const isId = /^(R[0-3]|P0)[0-9]$/.test(id);
      if (!isId) this.complain(`rules names ${id}, which is no rule id (R01)`);
      return isId;
    });
  }

  /** At least one of these. */
  someOf<T extends string>(name: string, choices: readonly T[]): T[] {
    const named = this.texts(name);
    const known = choices.filter((choice) => named.includes(choice));
    if (known.length === 0 || known.length !== new Set(named).size) {
      this.complain(`${name} names one or more of ${choices.join(', ')}`);
    }
    return known;
  }

  /** `otherwise`: what stands for a list that is left out; without it, leaving it out is complained of. */
  list(name: string, otherwise?: readonly unknown[]): Entry[] {
    const value = this.#take(name) ?? otherwise;
    if (!Array.isArray(value)) {
      this.complain(`${name} is a list`);
      return [];
    }
    return value.map((one: unknown, place) => new Entry(one, `${this.#where}, ${name} ${place + 1}`, this.complainAt));
  }

  nothingElse(): void {
    const unknown = Object.keys(this.#fields).filter((name) => !this.#read.has(name));
    for (const name of unknown) this.complain(`${name} is no key here; known are ${[...this.#read].join(', ')}`);
  }
}
