import type { Instant, RecordKind } from '@keepwell/domain/records';

/** One version of a record as a source handed it over, ready to be compared with what is stored. */
export interface IncomingRecord {
  kind: RecordKind;
  sourceId: string;
  createdAt: Instant | null;
  updatedAt: Instant | null;
  versionId: string | null;
  /** When it could first be known if this is the first we hear of the record (rules-decisions Q02); null: always. */
  recordedAt: Instant | null;
  /** When we read it. */
  observedAt: Instant;
  /** Position in the source: of two versions with the same clock the later one counts. */
  sequence: number;
  /** Null: the source says that the record is gone. */
  data: Record<string, unknown> | null;
  /** The content as `contentText` writes it, once it has been hashed: writing it again would cost as much as storing it. */
  text?: string;
}

/** An incoming version with its hash. */
export interface Version extends IncomingRecord {
  hash: string;
}

/** What is stored of a record, as far as comparing needs it. */
export interface Head {
  id: string;
  sourceId: string;
  hash: string;
  updatedAt: Instant | null;
  latestAt: Instant | null;
  recordedAt: Instant | null;
  observedAt: Instant;
  absentSince: Instant | null;
  goneAt: Instant | null;
  /** When we were told that it is gone. */
  goneObservedAt: Instant | null;
  /** Ours; null for kinds without a patient and for deletions that came first. */
  patientId: string | null;
}
