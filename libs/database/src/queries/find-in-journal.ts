import type { RecordKind } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';
import { unpackJournal, unpackRaw } from '../records/journal-format.js';
import type { SecretStore } from '../secrets/secret-store.js';
import { JournalQueries } from './journal.queries.js';

/** A version of a record, by when and where it was read. */
export interface ReadRecord {
  practiceId: string;
  connectionId: string;
  kind: RecordKind;
  sourceId: string;
  observedAt: Date;
  sequence: number;
}

/**
 * The record as its connector handed it over, and the source's own text while that is kept. A record's row says when and at
 * which position it was read: that leads to the page, and no index of records has to be written with every page.
 */
export async function findInJournal(
  tx: Transaction,
  secrets: SecretStore,
  wanted: ReadRecord,
): Promise<{ data: Record<string, unknown> | null; raw: string | null; connectorVersion: number } | null> {
  const { practiceId, connectionId, observedAt, sequence } = wanted;
  const pages = await new JournalQueries(secrets).around(tx, practiceId, connectionId, observedAt, sequence);
  for (const { body, raw, connectorVersion } of pages) {
    for (const step of await unpackJournal(body)) {
      if (step.is !== 'records') continue;
      const found = step.records.find(
        (record) =>
          record.kind === wanted.kind && record.sourceId === wanted.sourceId && record.sequence === wanted.sequence,
      );
      if (found === undefined) continue;
      const texts = raw === null ? [] : await unpackRaw(raw);
      const text = texts.find(([kind, id]) => kind === wanted.kind && id === wanted.sourceId);
      return { data: found.data, raw: text?.[2] ?? null, connectorVersion };
    }
  }
  return null;
}
