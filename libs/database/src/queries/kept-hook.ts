import type { Instant, RecordKind, SourceRecord } from '@keepwell/domain/records';

/** What is kept of a webhook: its bytes, and what its connector read in them when they came. */
export interface KeptHook {
  raw: Buffer;
  hints: { kind: RecordKind; id: string; at: Instant | null }[];
  /** Only what a signature proves. */
  records: SourceRecord[];
}

/** The bytes of an inbox item. */
export function sealHook({ raw, hints, records }: KeptHook): Buffer {
  return Buffer.from(JSON.stringify({ v: 1, raw: raw.toString('latin1'), hints, records }), 'utf8');
}

export function openHook(body: Buffer): KeptHook {
  const { raw, hints, records } = JSON.parse(body.toString('utf8')) as Omit<KeptHook, 'raw'> & { raw: string };
  return { raw: Buffer.from(raw, 'latin1'), hints, records };
}
