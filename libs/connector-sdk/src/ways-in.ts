import type { Instant, RecordData, RecordKind, SourceRecord } from '@keepwell/domain/records';
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

/** The place of a call among those of one subscription. */
export interface Sequence {
  /** Which subscription, as the other side names it. */
  of: string;
  /** Numbers of the events in this call; none in a sign of life. */
  numbers: number[];
  /** How many events there were by now. */
  upTo: number;
  /** The subscription begins: what was counted before is over. */
  begins: boolean;
  /** The other side says that it tells nothing any more. */
  stopped: 'error' | 'off' | null;
}

export interface WebhookReading {
  /** `strong`: signed over the body. `weak`: a static secret. `no`: refused with 403, nothing is kept. */
  verified: 'strong' | 'weak' | 'no';
  /** The same for repetitions of one event, different for different events. */
  dedupeKey: string;
  hints: Hint[];
  /** Records that the event itself proves; only believed when `strong`. */
  records?: SourceRecord[];
  /** Where the other side counts its calls: one whose number never comes is noticed, and the streams are read at once. */
  sequence?: Sequence;
  /** Something changed, and this call does not say what: the streams are read at once. */
  readSoon?: boolean;
  /** Where this answer is expected instead of 204: a handshake. A reading with a reply and without hints is not kept. */
  reply?: { status: number; headers?: Record<string, string>; body?: string };
}

/**
 * What a message says of a record, and no more: fields that are not in `data` stay as they are stored, since a snapshot must
 * not erase what it does not say. Each field counts by the time of the last message that spoke of it, so messages that
 * arrive in another order end in the same record.
 */
export type PartialRecord = {
  [K in RecordKind]: {
    kind: K;
    id: string;
    /** When the record was made, where this message tells it. */
    createdAt: Instant | null;
    data: Partial<RecordData[K]>;
    /** Another booking has taken its place: when it is cancelled, before or after, it was rescheduled. */
    replaced?: true;
    /** A remark about a record that others tell of: without them it waits, and nobody is told. */
    mayWait?: true;
  };
}[RecordKind];

/** What can be said of a message at once: enough to keep it and to answer, before anything is done with it. */
export interface MessageReceipt {
  /** The kind of message, for people: `SIU^S12`. */
  type: string;
  /** The same for repetitions of one message, different for different messages. */
  dedupeKey: string;
  /** Messages with a key in common are applied one after the other; `all` waits for everything before it (merges). */
  order: string[] | 'all';
  /** Why it is not taken at all (wrong version, a test message): a sentence for the other side. Null: it is taken. */
  refused: string | null;
  /** What is answered, without frames; none where the sender wants none. `failed`: it is kept and cannot be used. */
  answer(outcome: 'accepted' | 'failed' | 'refused', reason?: string): Buffer[];
}

/** What one message of a stream says. */
export interface MessageReading {
  /** `records`: to be applied. `ignored`: of a kind that is not ours. `unreadable`: put aside. */
  outcome: 'records' | 'ignored' | 'unreadable';
  /** The kind of message, for people: `SIU^S12`. */
  type: string;
  /** Why it was ignored or put aside: a sentence without patient data. */
  reason: string | null;
  /** Whole records and deletions. */
  records: SourceRecord[];
  /** What it says of records that it does not tell whole. */
  partials?: PartialRecord[];
  unreadable: UnreadableRecord[];
  /** Messages with a key in common are applied one after the other; `all` waits for everything before it (merges). */
  order: string[] | 'all';
  /** When the sender says it happened, for what arrives out of order. */
  at: Instant | null;
}
