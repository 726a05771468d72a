import type { RecordsByKind } from '../audit/group-persons.js';
import type { RecordVersion } from '../facts.js';
import type { BacktestRecords } from './result.js';
import { recordKey } from '../timeline/versions.js';

/** How much of what records said before is known: a source without versions knows less about its past (Q01, Q02). */
export class RecordsThen {
  readonly counts: BacktestRecords = { records: 0, oneVersion: 0, withoutClock: 0 };

  add({ patient = [], appointment = [], plan = [] }: RecordsByKind): void {
    for (const rows of [patient, appointment, plan]) this.addKind(rows);
  }

  /** What was counted elsewhere. */
  addCounts({ records, oneVersion, withoutClock }: BacktestRecords): void {
    this.counts.records += records;
    this.counts.oneVersion += oneVersion;
    this.counts.withoutClock += withoutClock;
  }

  private addKind(rows: readonly RecordVersion[]): void {
    const versions = new Map<string, number>();
    const clocked = new Set<string>();
    for (const { source, id, createdAt, updatedAt } of rows) {
      const key = recordKey(source, id);
      versions.set(key, (versions.get(key) ?? 0) + 1);
      if (createdAt !== null || updatedAt !== null) clocked.add(key);
    }
    this.counts.records += versions.size;
    for (const n of versions.values()) if (n === 1) this.counts.oneVersion += 1;
    this.counts.withoutClock += versions.size - clocked.size;
  }
}
