import { newId } from '@keepwell/database';
import type { TestDatabase } from './database.js';

export interface DataQualityThings {
  quarantineId: string;
  paymentId: string;
  /** A record by the source's own id. */
  sourceId: string;
}

interface Places {
  connectionId: string;
  personId: string;
}

/** A record put aside, a payment nobody can be found for, a record to be looked at. */
export async function storeDataQualityThings(
  database: TestDatabase,
  practiceId: string,
  connectionId: string,
): Promise<DataQualityThings> {
  const quarantineId = newId();
  const paymentId = newId();
  const sourceId = `service-${paymentId}`;
  await database.asSuperuser(
    `insert into quarantine (practice_id, id, connection_id, stream, kind, code, reason, fingerprint, connector_version)
     values ($1, $2, $3, 's', 'appointment', 'status_unknown', 'A word nobody knows.', '\\x00', 1)`,
    [practiceId, quarantineId, connectionId],
  );
  const envelope = 'practice_id, connection_id, id, stream, observed_at, sequence, content_hash, source_id';
  await database.asSuperuser(
    `insert into payment (${envelope}, at, amount_minor, currency, kind, status)
     values ($1, $2, $3, 's', now(), 1, '\\x00', $4, '2026-03-01T10:00:00Z', 5000, 'GBP', 'payment', 'succeeded')`,
    [practiceId, connectionId, paymentId, `pay-${paymentId}`],
  );
  await database.asSuperuser(
    `insert into service (${envelope}, name) values ($1, $2, $3, 's', now(), 1, '\\x00', $4, 'Physiotherapy')`,
    [practiceId, connectionId, newId(), sourceId],
  );
  await database.asSuperuser(
    `insert into stream_state (practice_id, connection_id, stream) values ($1, $2, 'bookings') on conflict do nothing`,
    [practiceId, connectionId],
  );
  return { quarantineId, paymentId, sourceId };
}

export function unknownDataQuality(): DataQualityThings {
  return { quarantineId: newId(), paymentId: newId(), sourceId: newId() };
}

const connection = { path: ({ connectionId }: Places) => ({ id: connectionId }) };
const putAside = {
  path: ({ connectionId, quarantineId }: Places & DataQualityThings) => ({ id: connectionId, itemId: quarantineId }),
};
const payment = { path: ({ paymentId }: DataQualityThings) => ({ paymentId }) };

/** A line for every route of data quality. */
export const DATA_QUALITY_SAMPLES = {
  getHealth: connection,
  getThroughput: connection,
  getBoard: connection,
  getDrift: connection,
  compareNow: { ...connection, body: () => ({}), status: 202 },
  acceptSmaller: { ...connection, body: () => ({ stream: 'bookings' }), status: 204 },
  replayJournal: { ...connection, status: 202 },
  listWords: connection,
  sayWord: { ...connection, body: () => ({ word: 'DNA', status: 'no_show' }) },
  listPlaceholders: connection,
  markPlaceholder: { ...connection, body: () => ({ kind: 'word', value: 'Pencilled in', isPlaceholder: true }) },
  findRecord: { ...connection, query: ({ sourceId }: DataQualityThings) => ({ kind: 'service', id: sourceId }) },
  countQuarantine: connection,
  openQuarantined: putAside,
  dismissQuarantined: { ...putAside, body: () => ({ reason: 'A test of the vendor.' }), status: 204 },
  listAlarms: {},
  getHeldCases: {},
  publishHeldCases: { body: () => ({ upTo: '2026-01-05T09:00:00Z' }) },
  discardHeldCases: { body: () => ({ upTo: '2026-01-05T09:00:00Z' }) },
  listUnmatched: {},
  listMatched: {},
  countPayments: {},
  matchPayment: { ...payment, body: ({ personId }: Places) => ({ personId }), status: 204 },
  unmatchPayment: { ...payment, status: 204 },
};
