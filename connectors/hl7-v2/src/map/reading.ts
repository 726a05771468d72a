import type { PartialRecord, UnreadableRecord } from '@keepwell/connector-sdk';
import type { Instant, RecordKind, SourceRecord } from '@keepwell/domain/records';
import type { Message } from '../message.js';
import type { FeedSettings } from '../settings.js';
import { instantOf, type MessageZone, readTime } from '../times.js';

/** One message while it is read: what it says goes in, what cannot be read as well. */
export class Reading {
  readonly records: SourceRecord[] = [];
  readonly partials: PartialRecord[] = [];
  readonly unreadable: UnreadableRecord[] = [];

  constructor(
    readonly message: Message,
    readonly settings: FeedSettings,
    readonly event: string,
    readonly zone: MessageZone,
    /** When the sender says that it happened. */
    readonly at: Instant | null,
    /** When it came to us. */
    readonly heardAt: Instant,
  ) {}

  /** A time that a record cannot be told without, or that somebody will miss: what is no time is put aside in words. */
  instant(kind: RecordKind, id: string | null, where: string, text: string | null): Instant | null {
    const written = readTime(text);
    if (written === null) return null;
    const instant = written === 'invalid' ? 'invalid' : instantOf(written, this.zone);
    if (typeof instant === 'number') return instant;
    const reason =
      instant === 'zone_missing'
        ? `${where} carries no time zone: set the time zone of this connection.`
        : `${where} is no time of HL7 (YYYYMMDDHHMM): the sender must be asked.`;
    this.putAside(kind, id, instant === 'zone_missing' ? 'instant_without_zone' : 'time_unreadable', reason, where);
    return null;
  }

  putAside(kind: RecordKind | null, id: string | null, code: string, reason: string, where: string): void {
    this.unreadable.push({ kind, id, code, reason, where, raw: null });
  }
}
