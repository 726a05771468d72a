import type { Instant, RecordKind, SourceRecord } from '@keepwell/domain/records';
import type { DataHabits } from '../living/living-practice.js';
import type { VendorIds } from './vendor-ids.js';
import type { ListHabits, VendorServer } from './vendor-server.js';

/** A vendor whose truth a test can move; the shape is that of the connector kit's `VendorWorld`. */
export interface SimulatedWorld {
  settings: Record<string, unknown>;
  origin: string;
  now(): Instant;
  advance(ms: number): void;
  setHabits(habits: DataHabits & ListHabits): void;
  put(records: SourceRecord[]): string[];
  remove(kind: RecordKind, id: string): void;
  merge: ((loserId: string, winnerId: string) => void) | null;
  setStatusWord: ((appointmentId: string, word: string) => void) | null;
  requests(): string[];
  close(): Promise<void>;
  /** How many records say this: the status of an appointment, the words of a message. For tests of what was written. */
  standing(kind: RecordKind, says: string): number;
}

export interface WorldOptions {
  server: VendorServer;
  /** The vendor's ids of records, as the connector tells them; none where it keeps the ids it is given. */
  ids?: Pick<VendorIds, 'of' | 'back'>;
  settings: Record<string, unknown>;
  merges: boolean;
  setStatusWord?: (appointmentId: string, word: string) => void;
  /** What a record says beyond its data: the words of a message. */
  wordsOf?: (kind: RecordKind, id: string) => string | null;
  /** Called for each record before it is put, for what a vendor keeps beside the records. */
  onPut?: (record: SourceRecord) => void;
}

/** Fields that name another record. */
const REFERENCES: Record<string, RecordKind> = {
  patientId: 'patient',
  mergedInto: 'patient',
  practitionerId: 'practitioner',
  locationId: 'location',
  serviceId: 'service',
  planId: 'plan',
  appointmentId: 'appointment',
  invoiceId: 'invoice',
  membershipId: 'membership',
};

/** Makes a world of a living practice and the vendor's face of it. Ids are read in either form: the world's own, or the vendor's. */
export function worldOf(options: WorldOptions): SimulatedWorld {
  const { server, ids, settings, merges, setStatusWord } = options;
  const { living } = server;
  const given = (kind: RecordKind, id: string) => ids?.of(kind, id) ?? id;
  const own = (kind: RecordKind, id: string): string => {
    if (ids === undefined || living.get(kind, id) !== undefined) return id;
    return ids.back(kind, id) ?? id;
  };
  const put = (record: SourceRecord): string => {
    const id = own(record.kind, record.id);
    if (record.op === 'delete') {
      living.remove(record.kind, id);
      return given(record.kind, id);
    }
    const data = Object.fromEntries(
      Object.entries(record.data).map(([field, value]) => {
        const kind = REFERENCES[field];
        return [field, kind !== undefined && typeof value === 'string' ? own(kind, value) : value];
      }),
    ) as unknown as typeof record.data;
    options.onPut?.({ ...record, id, data } as SourceRecord);
    living.put(record.kind, id, data);
    return given(record.kind, id);
  };
  return {
    settings,
    origin: server.origin,
    now: () => living.now(),
    advance(ms) {
      living.clock.advance(ms);
      living.settle();
    },
    setHabits: (habits) => server.setHabits(habits),
    put: (records) => records.map(put),
    remove: (kind, id) => void living.remove(kind, own(kind, id)),
    merge: merges ? (loser, winner) => living.merge(own('patient', loser), own('patient', winner)) : null,
    setStatusWord: setStatusWord === undefined ? null : (id, word) => setStatusWord(own('appointment', id), word),
    requests: () => server.requests(),
    close: () => server.close(),
    standing(kind, says) {
      const alive = living.all(kind).filter(({ deletedAt }) => deletedAt === null);
      return alive.filter(({ id, data }) => {
        const words = options.wordsOf?.(kind, id) ?? null;
        return ('status' in data && data.status === says) || (words !== null && words.includes(says));
      }).length;
    },
  };
}
