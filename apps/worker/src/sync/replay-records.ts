import type { QuarantineQueries, Transaction, WaitingRecord } from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain';
import type { Changed } from './changed.js';
import { incomingRecord } from './incoming-record.js';
import type { Journal } from './journal.js';

/**
 * Stores records that were put aside, as if they had been read when they were. What still cannot be stored stays put
 * aside. Returns how many were settled; doing it twice changes nothing.
 */
export async function replayRecords(
  tx: Transaction,
  quarantine: QuarantineQueries,
  connection: { practiceId: string; connectionId: string },
  waiting: WaitingRecord[],
  changed: Changed,
  journal: Journal,
): Promise<number> {
  const settled: string[] = [];
  for (const [stream, rows] of byStream(waiting)) {
    const readable = rows.filter(({ raw, rawForm }) => raw !== null && rawForm === 'record');
    const records = readable.map(({ raw, readAt }, index) =>
      // It was written by us, under encryption that shows any change.
      incomingRecord(JSON.parse(raw ?? '') as SourceRecord, Math.round(readAt), index),
    );
    const stored = await journal.store(tx, records, { stream });
    changed.add(stored);
    readable.forEach(({ id }, index) => {
      const outcome = stored.outcomes[index];
      if (outcome === 'applied' || outcome === 'unchanged') settled.push(id);
    });
  }
  await quarantine.close(tx, connection.practiceId, settled, 'replayed');
  return settled.length;
}

function byStream(waiting: WaitingRecord[]): Map<string, WaitingRecord[]> {
  const streams = new Map<string, WaitingRecord[]>();
  for (const row of waiting) {
    const rows = streams.get(row.stream);
    if (rows === undefined) streams.set(row.stream, [row]);
    else rows.push(row);
  }
  return streams;
}
