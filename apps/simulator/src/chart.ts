import type { Instant, RecordData, RecordKind } from '@keepwell/domain/records';
import type { AnyHistory, RecordHistory } from './world.js';

const SECOND = 1000;

/** Everything on file for one person. The only place that writes versions, so clocks are in order by construction. */
export class Chart {
  private readonly records: AnyHistory[] = [];
  private readonly counts = new Map<RecordKind, number>();

  constructor(private readonly patientId: string) {}

  /** A new record; its id is the patient's with the kind's letter and a number. */
  open<K extends RecordKind>(kind: K, at: Instant, data: RecordData[K], id?: string): RecordHistory<K> {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const record = {
      kind,
      id: id ?? `${LETTERS[kind]}${this.patientId}-${count}`,
      versions: [{ at: wholeSecond(at), data }],
    };
    this.records.push(record as unknown as AnyHistory);
    return record;
  }

  /**
   * A new version; a second after the newest one at the earliest. Answers when it was written; `stamped` names the columns
   * that carry that instant too.
   */
  revise<K extends RecordKind>(
    record: RecordHistory<K>,
    at: Instant,
    change: Partial<RecordData[K]>,
    ...stamped: (keyof RecordData[K])[]
  ): Instant {
    const newest = newestOf(record);
    const writtenAt = Math.max(wholeSecond(at), newest.at + SECOND);
    const stamps = Object.fromEntries(stamped.map((column) => [column, writtenAt]));
    record.versions.push({ at: writtenAt, data: { ...newest.data, ...change, ...stamps } });
    return writtenAt;
  }

  all<K extends RecordKind>(kind: K): RecordHistory<K>[] {
    return this.records.filter((record) => record.kind === kind) as unknown as RecordHistory<K>[];
  }

  /** What is on file once nothing later than `until` has been written. */
  until(until: Instant): AnyHistory[] {
    const kept: AnyHistory[] = [];
    for (const record of this.records) {
      const versions = record.versions.filter((version) => version.at <= until);
      if (versions.length > 0) kept.push({ ...record, versions } as AnyHistory);
    }
    return kept;
  }
}

export function newestOf<K extends RecordKind>(record: RecordHistory<K>): { at: Instant; data: RecordData[K] } {
  const newest = record.versions.at(-1);
  if (newest === undefined) throw new RangeError(`Record ${record.id} has no version`);
  return newest;
}

function wholeSecond(at: Instant): Instant {
  return Math.round(at / SECOND) * SECOND;
}

const LETTERS: Record<RecordKind, string> = {
  location: 'L',
  practitioner: 'D',
  service: 'S',
  patient: '',
  plan: 'C',
  appointment: 'A',
  recall: 'R',
  package: 'K',
  membership: 'M',
  program: 'G',
  invoice: 'I',
  payment: 'Y',
  score: 'O',
  consent: 'N',
  communication: 'W',
};
