import type { Instant, RecordKind, SourceRecord } from '@keepwell/domain/records';

/** Habits of the data that a world can be told to have; habits of the wire are made by the kit's own proxy. */
export interface WorldHabits {
  /** What is written becomes visible up to this long after the time it carries. */
  lateCommitMs?: number;
  /** The vendor's clock stands this much beside the true one. */
  skewMs?: number;
  /** Rows move between pages while they are read: the vendor writes between two requests. */
  driftWhilePaging?: boolean;
  /** The last row of a page comes again on the next. */
  repeatedRow?: boolean;
  /** Lists leave out what was cancelled, archived or deleted unless it is asked for in the vendor's special way. */
  hidesEnded?: boolean;
}

/**
 * A vendor whose truth the kit can move. What is put in comes out through the vendor's own API, in its own words; what the connector
 * makes of it is compared with what was put in. The simulator has one for each system it speaks.
 */
export interface VendorWorld {
  /** Settings of a connection to it, secrets included. */
  settings: Record<string, unknown>;
  /** Where it listens; the kit puts its proxy in between and hands out settings that name the proxy instead. */
  origin: string;
  now(): Instant;
  advance(ms: number): void;
  setHabits(habits: WorldHabits): void;
  /** Writes records as they stand from now on. Ids are the world's to choose: answers the id the vendor gives each. */
  put(records: SourceRecord[]): string[];
  /** Deletes as this vendor deletes. */
  remove(kind: RecordKind, id: string): void;
  /** Merges two patients as this vendor merges; null in worlds whose vendor cannot. */
  merge: ((loserId: string, winnerId: string) => void) | null;
  /** Gives an appointment a status word that no mapping knows; null where statuses are not words. */
  setStatusWord: ((appointmentId: string, word: string) => void) | null;
  /** Everything that was asked of it: method and path with query, headers left out. For "no secret in an address". */
  requests(): string[];
  close(): Promise<void>;
}

/**
 * Fields of a kind that survive the way through this vendor unchanged. Only these are compared: a vendor that has no place for the
 * reason of a cancellation cannot tell it.
 */
export type Faithful = Partial<Record<RecordKind, string[]>>;
