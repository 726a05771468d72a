import type { AppointmentStatus, Instant, RecordKind, SourceRecord, ZoneId } from '@keepwell/domain/records';
import type { GuardedHttp } from '@keepwell/outbound';
import type { Manifest } from './manifest.js';
import type { MessageReading, MessageReceipt, WebhookReading, WebhookRequest } from './ways-in.js';
import type { WriteAnswer, WriteOperation } from './write-back.js';

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Where a stream stands. Opaque to Keepwell, at most 8 KB of JSON, versioned by its connector. It only ever moves past
 * what was handed over, and is stored in the same transaction as those records.
 */
export type Cursor = Json;

/** JSON Schema (draft 2020-12 subset) of a connector's settings: checked on save and drawn as a form. */
export interface SettingsSchema {
  type: 'object';
  properties: Record<string, SettingsProperty>;
  required?: string[];
  /** At least one of these groups must be filled in full. */
  anyOf?: { required: string[] }[];
}

export interface SettingsProperty {
  type: 'string' | 'integer' | 'boolean';
  title: string;
  description?: string;
  default?: string | number | boolean;
  enum?: string[];
  /** What a person reads for each value of `enum`, in the same order. */
  labels?: string[];
  format?: 'uri' | 'textarea' | 'timezone' | 'folder';
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  /** Encrypted at rest, never returned, never logged. */
  secret?: boolean;
}

/**
 * How a stream is read.
 * `delta`: what changed since the cursor. `window`: a range of dates, compared with what is stored.
 * `snapshot`: everything each time, compared with what is stored. (`queue`, `push`: later connectors.)
 */
export type StreamMode = 'delta' | 'window' | 'snapshot' | 'queue' | 'push';

export interface Stream {
  /** For example `Appointment` or `appointments.csv`. */
  name: string;
  kinds: RecordKind[];
  mode: StreamMode;
  deletes: 'explicit' | 'absence' | 'none';
  merges: 'explicit' | 'pointer' | 'none';
  confidence: 'verified' | 'experimental';
  /** `pull` understands `compare`: the stream can be read whole, apart from its usual walk. */
  compares?: boolean;
}

/** Which part of S2-29's prerequisite a kind serves: booking, payments and client data. */
export interface CheckResult {
  ok: boolean;
  /** How the other side names itself, for the person who set it up. */
  sourceName: string | null;
  timezone: ZoneId | null;
  /** Sentences; empty when all is well. */
  problems: string[];
  /** What this source cannot give and which rules therefore say "no data". */
  missing: { part: 'booking' | 'payments' | 'client_data'; says: string }[];
  /** Records seen per kind, where the source can count. */
  counts: Partial<Record<RecordKind, number>>;
  /** Things worth knowing: unknown columns, a guessed mapping. */
  notes: string[];
  /** A proposed mapping, shown and never applied silently. */
  proposal?: Json;
}

export interface UnreadableRecord {
  kind: RecordKind | null;
  id: string | null;
  /** Stable word, e.g. `status_unknown`, `instant_without_zone`, `patient_unknown`. */
  code: string;
  /** What is wrong, where, what to do. No patient data. */
  reason: string;
  /** Where: file and line, or a URL path without its query. */
  where: string | null;
  /** The record as received; stored encrypted. */
  raw: string | null;
}

export interface PullPage {
  records: SourceRecord[];
  /** Put aside. `records.length + unreadable.length` (plus `ignored`) is what was read. */
  unreadable: UnreadableRecord[];
  /** Read but not ours to keep (blocks, notes): counted as applied to nothing, with the reason. */
  ignored?: number;
  nextCursor: Cursor;
  /** True when the walk reached its end: the cursor is then where the next walk starts. */
  done: boolean;
  /** Pace: the caller waits this long before the next page. */
  retryAfterMs?: number;
  /**
   * The other side is preparing what was asked for (a bulk export): the stream is left as it stands and looked at again then, other streams
   * are read meanwhile. Only on a page that is not `done`; `says` is a sentence for people.
   */
  waits?: { says: string; afterMs: number };
  /** Expected number of records of this walk, for progress. */
  total?: number | null;
  /** Everything the source has recorded up to here has been read (its clock, never ours). */
  watermark?: Instant | null;
  /**
   * For `window` and `snapshot` streams: the walk this page belongs to. When `done`, stored records of the stream's kinds
   * (starting inside `from`..`to`, when given) that the walk did not bring are absent.
   * `kinds`: only these can be absent; the stream's other kinds are by-products of a walk (service names told by bookings).
   */
  sweep?: { walk: string; from?: Instant; to?: Instant; kinds?: RecordKind[] };
  /**
   * What the source wrote for each of `records`, in the same order, without the fields that are dropped at the edge; null where
   * there is nothing beyond the record. Kept encrypted for a limited time, for people who look into a mapping.
   */
  raw?: (string | null)[];
}

/** Files a connection may read: any path on the command line, only the operator's import folders in a server. */
export interface GuardedFolders {
  /** The real path of a folder, or throws `SettingsWrong(field, …)` with a sentence. */
  resolve(field: string, path: string): Promise<string>;
}

export interface ConnectorContext {
  /** Settings and secrets in one object, checked against the schema, defaults filled in. */
  settings: Record<string, string | number | boolean | undefined>;
  /** The practice's zone, where known. */
  timezone: ZoneId | null;
  http: GuardedHttp;
  folders: GuardedFolders;
  /** What this connection calls its statuses, where a person has said so: lower-case word to status. Goes before the connector's own words. */
  statusMap?: ReadonlyMap<string, AppointmentStatus>;
  now(): Instant;
  signal: AbortSignal;
  log: (message: string, fields?: Record<string, string | number | boolean | null>) => void;
}

export interface PullOptions {
  /** Wanted records per page; a hint. */
  limit: number;
  /**
   * Read the stream whole, or everything that starts inside the range, whatever the usual cursor says: the nightly and weekly
   * comparison (safety S-05). Has cursors of its own; every page names its `sweep`.
   */
  compare?: { from: Instant | null; to: Instant | null };
}

export interface Connector {
  /** Short, stable: `csv`, `fhir-r4`. */
  id: string;
  /** Raised when the mapping changes. */
  version: number;
  name: string;
  description: string;
  settings: SettingsSchema;
  /** What it can do, said before anything is connected. */
  manifest: Manifest;
  /** The canonical fields this connector keeps; everything else is dropped at the edge (requirement S3-62). */
  keeps: Partial<Record<RecordKind, string[]>>;
  /** What there is to read with these settings, in the order in which it should be read. */
  streams(context: ConnectorContext): Promise<Stream[]>;
  check(context: ConnectorContext): Promise<CheckResult>;
  pull(context: ConnectorContext, stream: string, cursor: Cursor | null, options: PullOptions): Promise<PullPage>;
  /** Reads one record again: to confirm an absence, to follow a hint. */
  fetchOne?(context: ConnectorContext, kind: RecordKind, id: string): Promise<SourceRecord | 'gone' | 'forbidden'>;
  /**
   * Verifies and reads what the other side pushed, without asking anybody: a signature is checked before anything is believed,
   * and what was said is a hint to read again by id unless the signature proves it.
   */
  readWebhook?(context: ConnectorContext, request: WebhookRequest): Promise<WebhookReading>;
  /** Looks at the head of a message of a stream: what to keep it under and what to answer. Fast, pure, and never throws. */
  receiveMessage?(context: ConnectorContext, message: Buffer): MessageReceipt;
  /** Reads one message of a stream (HL7 v2). Pure: asks nobody. */
  readMessage?(context: ConnectorContext, message: Buffer): Promise<MessageReading>;
  /**
   * Writes to the other side, once. A failure after the request left is an `OutboundError` or anything but the four errors: the caller
   * then looks with `findWritten` before it ever tries again, since no booking vendor has an idempotency key.
   */
  write?(context: ConnectorContext, operation: WriteOperation): Promise<WriteAnswer>;
  /** Looks for what an operation would have made: before it is made, and after a time-out. Null: it is not there. */
  findWritten?(context: ConnectorContext, operation: WriteOperation): Promise<WriteAnswer | null>;
  /** Frees what a context opened; called once when the caller is finished. */
  close?(context: ConnectorContext): Promise<void>;
}

/** Declares a connector; see docs/connectors.md. */
export function defineConnector(connector: Connector): Connector {
  return connector;
}
