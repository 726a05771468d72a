import type { Instant, RecordData, RecordKind } from '@keepwell/domain/records';
import { startClock, type Clock } from '../clock.js';
import { settingRecords, type Practice } from '../simulate-practice.js';
import type { AnyHistory, Life, PatientTruth, RecordHistory, Version } from '../world.js';

/** One record as it stands now, by the clock of the practice's server. */
export interface Standing<K extends RecordKind = RecordKind> {
  kind: K;
  id: string;
  data: RecordData[K];
  createdAt: Instant;
  updatedAt: Instant;
  /** Set when the record was deleted: it is still known, and no longer there. */
  deletedAt: Instant | null;
  /** How many versions there were, this one included. */
  version: number;
  /** Place among all changes of the practice: later changes have higher ones. */
  change: number;
}

export interface DataHabits {
  /** Versions can be seen up to this long after the time they carry, as with long transactions. */
  lateCommitMs?: number;
  /** The server's clock stands this much beside the true one. */
  skewMs?: number;
}

export type ChangeListener = (now: Standing, before: Standing | undefined) => void;

interface Event {
  visibleAt: Instant;
  record: AnyHistory;
  version: Version;
  deletes: boolean;
}

/**
 * The practice as it stands now: what lies in the future is queued and comes out as time passes. Whatever system it is shown as,
 * this is what is true in it.
 */
export class LivingPractice {
  readonly clock: Clock;
  readonly truths = new Map<string, PatientTruth>();
  private readonly tables = new Map<RecordKind, Map<string, Standing>>();
  private readonly sorted = new Map<RecordKind, Standing[]>();
  private readonly records = new Map<string, AnyHistory>();
  private readonly bookings = new Map<string, RecordHistory<'appointment'>[]>();
  private readonly listeners = new Set<ChangeListener>();
  /** When the newest version of a record is seen: an older one never comes out after it. */
  private readonly seenFrom = new Map<string, Instant>();
  private readonly queue: Event[] = [];
  private next = 0;
  private changes = 0;

  /** Without a practice it is empty: a world whose records are put into it. */
  constructor(
    practice: Practice | null,
    clock: Clock = startClock(),
    private habits: DataHabits = {},
  ) {
    this.clock = clock;
    if (practice === null) return;
    for (const record of settingRecords(practice.setting)) this.expect(record);
    for (const life of practice.people()) this.remember(life);
    this.queue.sort((a, b) => a.visibleAt - b.visibleAt);
  }

  now(): Instant {
    return this.clock.now();
  }

  /** The time as the practice's server tells it. */
  serverNow(): Instant {
    return this.clock.now() + (this.habits.skewMs ?? 0);
  }

  /** Holds for what is written from here on. */
  setHabits(habits: DataHabits): void {
    this.habits = habits;
  }

  /** Called for every change as it becomes visible, in order; answers how to stop it. */
  onChange(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Lets everything happen that has happened by now, and answers the time. */
  settle(): Instant {
    const now = this.clock.now();
    for (let event = this.queue[this.next]; event !== undefined && event.visibleAt <= now;) {
      this.next += 1;
      const { record, version } = event;
      // A future that was written out of the record no longer happens.
      if (record.versions.some((known) => known === version)) this.apply(event);
      event = this.queue[this.next];
    }
    return now;
  }

  /** A record as it stands, deleted ones included. */
  get<K extends RecordKind>(kind: K, id: string): Standing<K> | undefined {
    return this.tables.get(kind)?.get(id) as Standing<K> | undefined;
  }

  /** Everything of a kind, deleted ones included, by `updatedAt`, then id. */
  all<K extends RecordKind>(kind: K): readonly Standing<K>[] {
    let list = this.sorted.get(kind);
    if (list === undefined) {
      list = [...(this.tables.get(kind)?.values() ?? [])];
      list.sort((a, b) => a.updatedAt - b.updatedAt || (a.id < b.id ? -1 : 1));
      this.sorted.set(kind, list);
    }
    return list as unknown as readonly Standing<K>[];
  }

  /** The versions of a record that were written by now, oldest first. */
  historyOf<K extends RecordKind>(kind: K, id: string): Version<K>[] {
    const now = this.clock.now();
    const record = this.records.get(keyOf(kind, id)) as RecordHistory<K> | undefined;
    return record?.versions.filter(({ at }) => at <= now) ?? [];
  }

  /** Writes a record as it stands from now on; what was going to be written in it later no longer happens. */
  put<K extends RecordKind>(kind: K, id: string, data: RecordData[K]): void {
    this.record(kind, id, data, false);
  }

  /** Deletes a record; false where there is none. */
  remove(kind: RecordKind, id: string): boolean {
    const standing = this.get(kind, id);
    if (standing === undefined || standing.deletedAt !== null) return false;
    this.record(kind, id, standing.data, true);
    return true;
  }

  /** One patient's record goes up in another's: theirs are the other's from now on, and the first says where it went. */
  merge(loserId: string, winnerId: string): void {
    const loser = this.get('patient', loserId);
    if (loser === undefined || this.get('patient', winnerId) === undefined || loserId === winnerId) {
      throw new RangeError('A merge needs two patients of this practice');
    }
    for (const kind of this.tables.keys()) {
      for (const standing of [...this.all(kind)]) {
        if (standing.deletedAt !== null || !('patientId' in standing.data)) continue;
        if (standing.data.patientId === loserId) this.put(kind, standing.id, { ...standing.data, patientId: winnerId });
      }
    }
    this.put('patient', loserId, { ...loser.data, mergedInto: winnerId });
  }

  /** Writes the same once more, as systems do for reasons of their own: only the time of writing moves. */
  touch(kind: RecordKind, id: string): void {
    const standing = this.get(kind, id);
    if (standing !== undefined && standing.deletedAt === null) this.record(kind, id, standing.data, false);
  }

  /** Writes a version now; what was going to be written in that record later no longer happens. */
  write(record: RecordHistory<'appointment'>, version: Version<'appointment'>): void {
    forgetAfter(record, version.at);
    record.versions.push(version);
    this.apply({ visibleAt: version.at, record, version, deletes: false });
  }

  /** A new appointment, and what will become of it unless somebody writes in it before. */
  add(record: RecordHistory<'appointment'>, future: Version<'appointment'>): void {
    const [first] = record.versions;
    if (first === undefined) throw new RangeError(`Record ${record.id} has no version`);
    this.records.set(keyOf('appointment', record.id), record);
    this.bookings.set(first.data.patientId, [...this.bookingsOf(first.data.patientId), record]);
    this.apply({ visibleAt: first.at, record, version: first, deletes: false });
    record.versions.push(future);
    this.enqueue({ visibleAt: future.at, record, version: future, deletes: false });
  }

  /** A patient's appointments as far as they are written, the future included. */
  bookingsOf(patientId: string): RecordHistory<'appointment'>[] {
    return this.bookings.get(patientId) ?? [];
  }

  private remember(life: Life): void {
    this.truths.set(life.patientId, life.truth);
    this.bookings.set(
      life.patientId,
      life.records.filter((record) => record.kind === 'appointment'),
    );
    for (const record of life.records) this.expect(record);
  }

  private expect(record: AnyHistory): void {
    this.records.set(keyOf(record.kind, record.id), record);
    for (const version of record.versions) {
      this.queue.push({ visibleAt: this.visibleAt(record, version.at), record, version, deletes: false });
    }
  }

  private record<K extends RecordKind>(kind: K, id: string, data: RecordData[K], deletes: boolean): void {
    const now = this.settle();
    const key = keyOf(kind, id);
    let record = this.records.get(key);
    if (record === undefined) {
      record = { kind, id, versions: [] } as unknown as AnyHistory;
      this.records.set(key, record);
      if (record.kind === 'appointment') {
        const { patientId } = data as RecordData['appointment'];
        this.bookings.set(patientId, [...this.bookingsOf(patientId), record]);
      }
    }
    forgetAfter(record, now);
    const version = { at: now, data } as Version;
    (record.versions as Version[]).push(version);
    const event = { visibleAt: this.visibleAt(record, now), record, version, deletes };
    if (event.visibleAt <= now) this.apply(event);
    else this.enqueue(event);
  }

  private enqueue(event: Event): void {
    let place = this.queue.length;
    while (place > this.next && (this.queue[place - 1]?.visibleAt ?? 0) > event.visibleAt) place -= 1;
    this.queue.splice(place, 0, event);
  }

  private visibleAt(record: AnyHistory, at: Instant): Instant {
    const key = keyOf(record.kind, record.id);
    const from = Math.max(this.seenFrom.get(key) ?? 0, at + this.lateness(record.id, at));
    this.seenFrom.set(key, from);
    return from;
  }

  /** The same for the same version, between 0 and `lateCommitMs`. */
  private lateness(id: string, at: Instant): number {
    const most = this.habits.lateCommitMs ?? 0;
    if (most === 0) return 0;
    let hash = 0;
    for (const char of `${id}${at}`) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0;
    return hash % most;
  }

  private apply({ record, version, deletes }: Event): void {
    const { kind, id } = record;
    const skewMs = this.habits.skewMs ?? 0;
    const before = this.get(kind, id);
    const { data } = version;
    const deleted = deletes || ('deletedAt' in data && data.deletedAt !== null);
    this.changes += 1;
    const standing: Standing = {
      kind,
      id,
      data,
      createdAt: before?.createdAt ?? version.at + skewMs,
      updatedAt: version.at + skewMs,
      deletedAt: deleted ? version.at + skewMs : null,
      version: (before?.version ?? 0) + 1,
      change: this.changes,
    };
    let table = this.tables.get(kind);
    if (table === undefined) this.tables.set(kind, (table = new Map()));
    table.set(id, standing);
    this.sorted.delete(kind);
    for (const listener of this.listeners) listener(standing, before);
  }
}

function keyOf(kind: RecordKind, id: string): string {
  return `${kind} ${id}`;
}

function forgetAfter(record: AnyHistory, now: Instant): void {
  const future = record.versions.findIndex(({ at }) => at > now);
  if (future >= 0) record.versions.splice(future);
}
