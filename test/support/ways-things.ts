import { newId } from '@keepwell/database';
import type { TestDatabase } from './database.js';

/** What there is of ways in and out in one practice, to be named in addresses and bodies. */
export interface WaysThings {
  inboxItemId: string;
  failedWriteId: string;
  doubtfulWriteId: string;
}

export const unknownWays = (): WaysThings => ({
  inboxItemId: newId(),
  failedWriteId: newId(),
  doubtfulWriteId: newId(),
});

/** Rows as the webhooks and the workers leave them. */
export async function storeWaysThings(
  database: TestDatabase,
  practiceId: string,
  of: { connectionId: string; personId: string; caseId: string },
): Promise<WaysThings> {
  const things = unknownWays();
  const { connectionId, personId, caseId } = of;
  await database.asSuperuser(
    `insert into inbox_item (practice_id, id, connection_id, way, dedupe_key, body_hash, verified, type, size, state, reason, received_at, done_at)
     values ($1, $2, $3, 'webhook', '\\x01', '\\x01', 'strong', 'appointment', 2, 'quarantined', 'It was not understood.', now(), now())`,
    [practiceId, things.inboxItemId, connectionId],
  );
  for (const [id, state] of [
    [things.failedWriteId, 'failed'],
    [things.doubtfulWriteId, 'review'],
  ] as const) {
    await database.asSuperuser(
      `insert into write_operation (practice_id, id, connection_id, kind, origin, person_id, case_id, operation, state, due_at, asked_at)
       values ($1, $2, $3, 'book', $4, $5, $6, '{}', $7, now(), now())`,
      [practiceId, id, connectionId, `person:${id}`, personId, caseId, state],
    );
  }
  // Owed already, so that asking for it again adds no row.
  for (const kind of ['intake', 'write_back']) {
    await database.asSuperuser(
      `insert into job (practice_id, id, kind, subject_id, due_at) values ($1, $2, $3, $4, now() + interval '1 day') on conflict do nothing`,
      [practiceId, newId(), kind, connectionId],
    );
  }
  return things;
}

type Things = WaysThings & { connectionId: string; caseId: string };

interface Sample {
  path?: (things: Things) => Record<string, string>;
  query?: (things: Things) => Record<string, string>;
  body?: (things: Things) => unknown;
  status?: number;
  foreign?: number;
}

const connection = { path: ({ connectionId }: Things) => ({ id: connectionId }) };
const item = { path: ({ connectionId, inboxItemId }: Things) => ({ id: connectionId, itemId: inboxItemId }) };
const oneCase = { path: ({ caseId }: Things) => ({ caseId }) };

/** One line for each operation of the ways in and out: how it is called, and what a member of the practice gets. */
export const WAYS_SAMPLES: Record<string, Sample> = {
  getWays: connection,
  listInbox: connection,
  openInboxItem: item,
  // Its bytes are not there: told so.
  retryInboxItem: { ...item, status: 409 },
  // A connector without secrets has none to change; what a change does is held in ways.db.spec.ts.
  rotateCredentials: { ...connection, body: () => ({ settings: { dir: '/elsewhere' } }), status: 422 },
  // This server has no folder for uploads.
  uploadFile: { ...connection, query: () => ({ name: 'patients.csv' }), body: () => 'patient_id', status: 409 },
  listWrites: connection,
  getWrite: { path: ({ failedWriteId }) => ({ id: failedWriteId }) },
  retryWrite: { path: ({ failedWriteId }) => ({ id: failedWriteId }) },
  resolveWrite: { path: ({ doubtfulWriteId }) => ({ id: doubtfulWriteId }), body: () => ({ as: 'confirmed' }) },
  getWriteBack: oneCase,
  // Nobody has it in hand.
  writeBack: { ...oneCase, body: () => ({ kind: 'book', startsAt: '2099-01-05T10:00:00Z' }), status: 409 },
};
/** Called by other systems: they have tests of their own. */
export const WAYS_ELSEWHERE: string[] = ['answerHook', 'takeHook'];
