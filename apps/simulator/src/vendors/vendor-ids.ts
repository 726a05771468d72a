/**
 * Ids as a vendor gives them. The same record has the same id in every run; no two records of a kind share one.
 * `int32`: small whole numbers, as in a practice's own database. `int64`: beyond what a JSON number holds, as large hosted systems have.
 */
export class VendorIds {
  private readonly given = new Map<string, string>();
  private readonly known = new Map<string, string>();

  constructor(private readonly size: 'int32' | 'int64') {}

  /** The vendor's id of a record. `kind` may be any word: a vendor with two tables for one kind has two words. */
  of(kind: string, id: string): string {
    const key = `${kind} ${id}`;
    let given = this.given.get(key);
    if (given === undefined) {
      given = this.choose(kind, key);
      this.given.set(key, given);
      this.known.set(`${kind} ${given}`, id);
    }
    return given;
  }

  /** The record behind a vendor's id; undefined when this vendor never gave it. */
  back(kind: string, given: string): string | undefined {
    return this.known.get(`${kind} ${given}`);
  }

  private choose(kind: string, key: string): string {
    for (let number = hash53(key); ; number += 1) {
      const given =
        this.size === 'int32' ? String(1 + (number % 2_000_000_000)) : `1${String(number).padStart(17, '0')}`;
      if (!this.known.has(`${kind} ${given}`)) return given;
    }
  }
}

/** Two 32-bit hashes side by side. */
function hash53(text: string): number {
  let [a, b] = [0x9e3779b9, 0x85ebca6b];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, 0x01000193) >>> 0;
    b = Math.imul(b ^ code, 0x5bd1e995) >>> 0;
  }
  return (a & 0x1fffff) * 2 ** 32 + b;
}
