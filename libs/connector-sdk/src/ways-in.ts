import type { Instant, RecordKind, SourceRecord } from '@keepwell/domain/records';
import type { UnreadableRecord } from './connector.js';

export interface WebhookRequest {
  method: 'GET' | 'HEAD' | 'POST';
  /** Lower-case names. */
  headers: Record<string, string | undefined>;
  /** The bytes as they came: signatures are over bytes. */
  body: Buffer;
  /** The address as Keepwell publishes it, never from the request's Host. */
  url: string;
  receivedAt: Instant;
}

/** Something happened to this record: read it again. */
export interface Hint {
  kind: RecordKind;
  id: string;
  /** When the other side says it happened. */
  at: Instant | null;
}

export interface WebhookReading {
  /** `strong`: signed over the body. `weak`: a static secret. `no`: refused with 403, nothing is kept. */
  verified: 'strong' | 'weak' | 'no';
  /** The same for repetitions of one event, different for different events. */
  dedupeKey: string;
  hints: Hint[];
  /** Records that the event itself proves; only believed when `strong`. */
  records?: SourceRecord[];
  /** Where this answer is expected instead of 204: a handshake. A reading with a reply and without hints is not kept. */
  reply?: { status: number; headers?: Record<string, string>; body?: string };
}

/** What one message of a stream says. */
export interface MessageReading {
  /** `records`: to be applied. `ignored`: of a kind that is not ours. `unreadable`: put aside. */
  outcome: 'records' | 'ignored' | 'unreadable';
  /** The kind of message, for people: `SIU^S12`. */
  type: string;
  /** Why it was ignored or put aside: a sentence without patient data. */
  reason: string | null;
  records: SourceRecord[];
  unreadable: UnreadableRecord[];
  /** Messages with a key in common are applied one after the other; `all` waits for everything before it (merges). */
  order: string[] | 'all';
  /** When the sender says it happened, for what arrives out of order. */
  at: Instant | null;
}
