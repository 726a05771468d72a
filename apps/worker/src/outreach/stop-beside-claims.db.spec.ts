import { jest } from '@jest/globals';
import { ContactLock, newId, SecretStore, Suppression } from '@keepwell/database';
import { aReachablePatient, aSendingPractice } from '../../../../test/support/outreach/a-sending-practice.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { diceOf } from '../../../../test/support/outreach/fake-twilio.js';
import { NOON } from '../../../../test/support/outreach/one-message.js';
import { outreachUnderTest } from '../../../../test/support/outreach/outreach-under-test.js';

jest.setTimeout(60_000);

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile({ poolSize: 12 });
});
afterAll(() => test.close());

describe('O-11 STOP beside claims', () => {
  it('of 1,000 interleavings no claim commits after the suppression has', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const secrets = new SecretStore(test.masterKey);
    const dice = diceOf(11);
    const { sender } = outreachUnderTest(test, { now: () => NOON });
    const lock = new ContactLock();
    const once = async (n: number) => {
      const phone = `+447700900${String(n).padStart(3, '0')}`;
      const patient = await aReachablePatient(test.db, practice, { at: NOON, phone });
      const id = await patient.message({ dueAt: new Date(NOON - 1000) });
      const pause = (most: number) => new Promise((later) => setTimeout(later, dice() * most));
      const stop = async () => {
        await pause(6);
        await test.db.inPractice(practice.id, async (tx) => {
          await lock.exclusive(tx, practice.id);
          const hash = await secrets.addressHasher(tx, practice.id);
          await pause(3);
          await tx.insert(Suppression, {
            ...{ practiceId: practice.id, id: newId(), addressHash: hash(phone), channel: 'sms', scope: 'automated' },
            ...{ reason: 'stop', personId: patient.personId, setAt: new Date(NOON), keepUntil: new Date(NOON + 1e11) },
          });
          // What had been claimed by now was claimed before: the lock says so.
          const rows = await tx.query<{ state: string }[]>('select state from outbox_message where id = $1', [id]);
          seen.set(id, rows[0]?.state ?? '');
        });
      };
      const claim = async () => {
        await pause(6);
        return sender.send(practice.id, id);
      };
      const [outcome] = await Promise.all([claim(), stop()]);
      return { id, outcome };
    };
    const seen = new Map<string, string>();
    const counts = { before: 0, after: 0, wrong: 0 };
    for (let n = 0; n < 1000; n += 4) {
      for (const { id, outcome } of await Promise.all([n, n + 1, n + 2, n + 3].map(once))) {
        const wasClaimed = seen.get(id) !== 'due';
        if ((outcome === 'accepted') !== wasClaimed) counts.wrong += 1;
        else if (wasClaimed) counts.before += 1;
        else counts.after += 1;
      }
    }
    expect(counts.wrong).toBe(0);
    // Both orders did happen, or this would prove nothing.
    expect(Math.min(counts.before, counts.after)).toBeGreaterThan(50);
  }, 300_000);
});
