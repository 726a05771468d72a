import type { MessageState } from '@keepwell/domain';
import { aReachablePatient, aSendingPractice } from '../../../../test/support/outreach/a-sending-practice.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { diceOf } from '../../../../test/support/outreach/fake-twilio.js';
import { OutboxQueries, type ProviderWord } from './outbox.queries.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const NOON = Date.UTC(2026, 5, 9, 11);
const ATTEMPT = '8f1f6c1e-4f0e-4b3f-9d56-0e1f5a7c1111';
const outbox = new OutboxQueries();

async function aClaimed() {
  const practice = await aSendingPractice(test.db, { at: NOON });
  const patient = await aReachablePatient(test.db, practice, { at: NOON });
  const id = await patient.message();
  await test.db.inPractice(practice.id, (tx) =>
    outbox.claim(tx, practice.id, id, {
      ...{ attemptId: ATTEMPT, holder: 'a', leaseMs: 60_000, provider: 'twilio', toAddress: '+447700900123' },
      ...{ decision: {}, at: new Date(NOON) },
    }),
  );
  const say = (given: Partial<ProviderWord>) =>
    test.db.inPractice(practice.id, (tx) =>
      outbox.applyCallback(tx, practice.id, {
        ...{ attemptId: ATTEMPT, provider: 'twilio', providerId: 'SM1', key: 'SM1:sent', state: 'sent' },
        ...{ providerStatus: 'sent', at: new Date(NOON + 1000), errorCode: null, errorSays: null },
        ...given,
      }),
    );
  const state = async () =>
    (await test.asSuperuser<{ state: string }>('select state from outbox_message where id = $1', [id]))[0]?.state;
  const callbacks = async () =>
    (await test.asSuperuser(`select 1 from message_event where message_id = $1 and event = 'callback'`, [id])).length;
  return { practice, id, say, state, callbacks };
}

describe('O-12 status callbacks', () => {
  it('100 times repeated, shuffled and replayed after a day, move forward only and are noted once each', async () => {
    const dice = diceOf(12);
    const { say, state, callbacks } = await aClaimed();
    const words: MessageState[] = ['accepted', 'sent', 'delivered'];
    const said = words.flatMap((word) => Array.from({ length: 100 }, () => word)).sort(() => dice() - 0.5);
    const rank = (word: string | undefined) => ['sending', ...words].indexOf(word ?? '');
    let before = 0;
    let moves = 0;
    for (const word of said) {
      const answer = await say({ key: `SM1:${word}`, state: word, providerStatus: word });
      if (answer?.before !== answer?.after) moves += 1;
      const now = rank(await state());
      expect(now).toBeGreaterThanOrEqual(before);
      before = now;
    }
    expect(moves).toBeLessThanOrEqual(3);
    expect(await state()).toBe('delivered');
    expect(await callbacks()).toBe(3);
    await say({ key: 'SM1:sent', at: new Date(NOON + 25 * 3_600_000) });
    await say({ key: 'SM1:failed', state: 'failed', at: new Date(NOON + 25 * 3_600_000) });
    expect(await state()).toBe('delivered');
  });

  it('that come before the answer are not taken back by it, and the answer still brings the id', async () => {
    const { practice, id, say, state } = await aClaimed();
    await say({ providerId: null });
    const outcome = { is: 'accepted', providerId: 'SM9', providerStatus: 'queued', segments: 1 } as const;
    const times = { at: new Date(NOON + 2000), retryAt: new Date(NOON + 2000) };
    await test.db.inPractice(practice.id, (tx) =>
      outbox.applyOutcome(tx, practice.id, { id, attemptId: ATTEMPT }, outcome, times),
    );
    expect(await state()).toBe('sent');
    const [row] = await test.asSuperuser('select provider_id from outbox_message where id = $1', [id]);
    expect(row).toEqual({ provider_id: 'SM9' });
    const unknown = { is: 'unknown', says: 'late', code: null } as const;
    await test.db.inPractice(practice.id, (tx) =>
      outbox.applyOutcome(tx, practice.id, { id, attemptId: ATTEMPT }, unknown, times),
    );
    expect(await state()).toBe('sent');
  });

  it('of an earlier attempt are known by their claim', async () => {
    const { practice, id, say, state } = await aClaimed();
    await test.asSuperuser(`update outbox_message set state = 'due', attempt_id = gen_random_uuid() where id = $1`, [
      id,
    ]);
    await say({ providerId: 'SM2' });
    expect(await state()).toBe('sent');
    const unknown = await test.db.inPractice(practice.id, (tx) =>
      outbox.applyCallback(tx, practice.id, {
        ...{ attemptId: '8f1f6c1e-4f0e-4b3f-9d56-0e1f5a7c2222', provider: 'twilio', providerId: 'SM3', key: 'x' },
        ...{ state: 'sent', providerStatus: null, at: new Date(NOON), errorCode: null, errorSays: null },
      }),
    );
    expect(unknown).toBeNull();
  });
});

describe('messages of an address', () => {
  it.each([
    [
      'to know who writes',
      'select 1 from outbox_message where to_address = $1 order by coalesce(accepted_at, claimed_at)',
    ],
    [
      'to answer once',
      `select 1 from outbox_message where practice_id = $2 and to_address = $1 and kind = 'confirmation'`,
    ],
  ])('are found by index, %s', async (_what, sql) => {
    const { practice } = await aClaimed();
    const plan = await test.db.inPractice(practice.id, async (tx) => {
      // Of so few rows all would be read anyhow.
      await tx.query('set local enable_seqscan = off');
      const values = sql.includes('$2') ? ['+447700900123', practice.id] : ['+447700900123'];
      return tx.query<{ 'QUERY PLAN': string }[]>(`explain ${sql}`, values);
    });
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('outbox_message_to_address');
    expect(text).toMatch(/Index Cond: .*to_address/);
  });
});
