import type { Instant } from '@keepwell/domain/records';
import type { Practice } from '../simulate-practice.js';
import { settingRecords } from '../simulate-practice.js';
import type { AnyHistory, Life, PatientTruth, RecordHistory, Version } from '../world.js';
import { rendererFor } from './contents.js';
import { RESOURCE_TYPES, type Content, type Json, type ResourceType } from './resource.js';

export interface Stored {
  id: string;
  lastUpdated: Instant;
  /** Null when deleted. */
  resource: (Content & { meta: Json }) | null;
}

export interface StoreHabits {
  /** Versions can be seen up to this long after the time they carry, as with long transactions. */
  lateCommitMs?: number;
  /** The server's clock stands this much beside the true one. */
  skewMs?: number;
}

interface Event {
  visibleAt: Instant;
  record: AnyHistory;
  version: Version;
}

/** The practice as it stands now: what lies in the future is queued and comes out as time passes. */
export class FhirStore {
  private readonly tables = new Map<ResourceType, Map<string, Stored>>(RESOURCE_TYPES.map((type) => [type, new Map()]));
  private readonly ordered = new Map<ResourceType, Stored[]>();
  private readonly render: ReturnType<typeof rendererFor>;
  private readonly queue: Event[];
  private next = 0;
  private readonly records = new Map<string, AnyHistory>();
  readonly truths = new Map<string, PatientTruth>();
  private readonly bookings = new Map<string, RecordHistory<'appointment'>[]>();

  constructor(
    practice: Practice,
    private readonly habits: StoreHabits,
  ) {
    this.render = rendererFor(practice.setting.services);
    this.queue = settingRecords(practice.setting).flatMap((record) => this.eventsOf(record));
    for (const life of practice.people()) {
      this.remember(life);
      for (const record of life.records) this.queue.push(...this.eventsOf(record));
    }
    this.queue.sort((a, b) => a.visibleAt - b.visibleAt);
  }

  /** Lets everything happen that has happened by `now`. */
  catchUp(now: Instant): void {
    for (let event = this.queue[this.next]; event !== undefined && event.visibleAt <= now;) {
      this.next += 1;
      // A future that was written out of the record no longer happens.
      if (event.record.versions.some((version) => version === event?.version)) this.apply(event.record, event.version);
      event = this.queue[this.next];
    }
  }

  /** Writes a version now; what was going to be written in that record later no longer happens. */
  write(record: RecordHistory<'appointment'>, version: Version<'appointment'>): void {
    forgetAfter(record, version.at);
    record.versions.push(version);
    this.apply(record, version);
  }

  /** A new appointment, and what will become of it unless somebody writes in it before. */
  add(record: RecordHistory<'appointment'>, future: Version<'appointment'>): void {
    const [first] = record.versions;
    if (first === undefined) throw new RangeError(`Record ${record.id} has no version`);
    this.records.set(record.id, record);
    this.bookings.set(first.data.patientId, [...this.bookingsOf(first.data.patientId), record]);
    this.apply(record, first);
    record.versions.push(future);
    let place = this.queue.length;
    while (place > this.next && (this.queue[place - 1]?.visibleAt ?? 0) > future.at) place -= 1;
    this.queue.splice(place, 0, { visibleAt: future.at, record, version: future });
  }

  get(type: ResourceType, id: string): Stored | undefined {
    return this.tables.get(type)?.get(id);
  }

  /** Everything of a type that is not deleted, by lastUpdated, then id. */
  byUpdate(type: ResourceType): readonly Stored[] {
    let list = this.ordered.get(type);
    if (list === undefined) {
      list = [...(this.tables.get(type)?.values() ?? [])].filter(({ resource }) => resource !== null);
      list.sort((a, b) => a.lastUpdated - b.lastUpdated || (a.id < b.id ? -1 : 1));
      this.ordered.set(type, list);
    }
    return list;
  }

  remove(type: ResourceType, id: string, now: Instant): boolean {
    const stored = this.get(type, id);
    if (stored === undefined || stored.resource === null) return false;
    const record = this.records.get(id);
    if (record !== undefined) forgetAfter(record, now);
    this.put(type, { id, lastUpdated: now + (this.habits.skewMs ?? 0), resource: null });
    return true;
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
  }

  private eventsOf(record: AnyHistory): Event[] {
    let earliest = 0;
    this.records.set(record.id, record);
    return record.versions.map((version) => {
      earliest = Math.max(earliest, version.at + this.lateness(record.id, version.at));
      return { visibleAt: earliest, record, version };
    });
  }

  /** The same for the same version, between 0 and `lateCommitMs`. */
  private lateness(id: string, at: Instant): number {
    const most = this.habits.lateCommitMs ?? 0;
    if (most === 0) return 0;
    let hash = 0;
    for (const char of `${id}${at}`) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0;
    return hash % most;
  }

  private apply(record: AnyHistory, version: Version): void {
    const lastUpdated = version.at + (this.habits.skewMs ?? 0);
    const { contents, security, deleted } = this.render(record, version);
    for (const content of contents) {
      const meta = {
        versionId: String(record.versions.filter(({ at }) => at <= version.at).length),
        lastUpdated: new Date(lastUpdated).toISOString(),
        security,
      };
      this.put(content.resourceType, {
        id: content.id,
        lastUpdated,
        resource: deleted ? null : { ...content, meta },
      });
    }
  }

  private put(type: ResourceType, stored: Stored): void {
    this.tables.get(type)?.set(stored.id, stored);
    this.ordered.delete(type);
  }
}

function forgetAfter(record: AnyHistory, now: Instant): void {
  const future = record.versions.findIndex(({ at }) => at > now);
  if (future >= 0) record.versions.splice(future);
}
