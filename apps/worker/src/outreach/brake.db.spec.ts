import { jest } from '@jest/globals';
import {
  aReachablePatient,
  aSendingPractice,
  type SendingPractice,
} from '../../../../test/support/outreach/a-sending-practice.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { NOON } from '../../../../test/support/outreach/one-message.js';
import { outreachUnderTest } from '../../../../test/support/outreach/outreach-under-test.js';
import { OUTREACH_TIMES } from './outreach-times.js';

jest.setTimeout(60_000);

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile({ poolSize: 12 });
});
afterAll(() => test.close());

const never = new AbortController().signal;

describe('O-15 the brake', () => {
  it('holds everything when a vendor returns no bookings: 0 sent, 1 alert, until a person lets it go on', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    await fillDue(practice, 60);
    const { runner, logged } = outreachUnderTest(test, { now: () => now });
    let now = NOON;
    for (let pass = 0; pass < 5; pass += 1) expect((await runner.run(practice.id, never)).counts).toEqual({});
    expect(await test.asSuperuser('select 1 from local_delivery where practice_id = $1', [practice.id])).toEqual([]);
    const holds = await test.asSuperuser('select reason, numbers, says from sending_hold where practice_id = $1', [
      practice.id,
    ]);
    expect(holds).toEqual([
      {
        reason: 'blast_radius',
        numbers: { would: 60, limit: 50, dueNow: 60, sentToday: 0, activePatients: 60 },
        says: expect.stringContaining('60 messages in one day'),
      },
    ]);
    expect(logged.filter(({ level }) => level >= 50)).toHaveLength(1);
    const audits = await test.asSuperuser(
      `select 1 from audit_event where practice_id = $1 and event = 'sending.held'`,
      [practice.id],
    );
    expect(audits).toHaveLength(1);

    await test.asSuperuser('update sending_hold set released_at = $2 where practice_id = $1', [
      practice.id,
      new Date(now),
    ]);
    // A claim whose five seconds run out on a busy machine lets its messages go and takes them up again.
    let accepted = 0;
    for (let pass = 0; pass < 10 && accepted < 60; pass += 1) {
      now += 60_000;
      accepted += (await runner.run(practice.id, never)).counts.accepted ?? 0;
    }
    expect(accepted).toBe(60);
    const delivered = await test.asSuperuser('select 1 from local_delivery where practice_id = $1', [practice.id]);
    expect(delivered).toHaveLength(60);
  });

  it('lets a usual day pass: fifty, or a fifth of the active patients', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    await fillDue(practice, 50);
    const { runner } = outreachUnderTest(test, { now: () => NOON });
    expect((await runner.run(practice.id, never)).counts).toEqual({ accepted: 50 });
    await fillDue(practice, 1);
    expect((await runner.run(practice.id, never)).counts).toEqual({});
  });

  it('sends nothing while sending is off', async () => {
    const sending = { enabled: false, resendUnknown: false };
    const practice = await aSendingPractice(test.db, { at: NOON, settings: { sending } });
    await fillDue(practice, 2);
    const { runner } = outreachUnderTest(test, { now: () => NOON });
    const { counts, nextDueAt } = await runner.run(practice.id, never);
    expect(counts).toEqual({});
    expect(nextDueAt).toEqual(new Date(NOON + OUTREACH_TIMES.waitMs));
  });
});

async function fillDue(practice: SendingPractice, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const patient = await aReachablePatient(test.db, practice, { at: NOON });
    await patient.message({ dueAt: new Date(NOON - 1000) });
  }
}
