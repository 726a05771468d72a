import { newId, SecretStore, Suppression } from '@keepwell/database';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { NOON, oneMessage } from '../../../../test/support/outreach/one-message.js';
import { messageOf, outreachUnderTest } from '../../../../test/support/outreach/outreach-under-test.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const WORTH_MS = 5 * 60_000;

/** An answer to a patient's own STOP that waits; their sequence does not. */
async function anAnswer() {
  const { practice, patient } = await oneMessage(test);
  await test.asSuperuser('delete from outbox_message where practice_id = $1', [practice.id]);
  const answer = {
    ...{ kind: 'confirmation' as const, originId: newId(), enrolmentId: null, templateId: null },
    ...{ dueAt: new Date(NOON), latestAt: new Date(NOON + WORTH_MS), body: 'Harbour Physio: no more.' },
  };
  return { practice, patient, id: await patient.message(answer) };
}

const senderAt = (now: number) => outreachUnderTest(test, { hours: 'daytime', now: () => now }).sender;
const delivered = (practiceId: string) =>
  test.asSuperuser('select body from local_delivery where practice_id = $1', [practiceId]);

describe('the answer to a patient’s own word', () => {
  it('C-05 leaves within five minutes, and later not at all', async () => {
    const [inTime, late] = [await anAnswer(), await anAnswer()];
    expect(await senderAt(NOON + WORTH_MS).send(inTime.practice.id, inTime.id)).toBe('accepted');
    expect(await delivered(inTime.practice.id)).toEqual([{ body: 'Harbour Physio: no more.' }]);
    expect(await senderAt(NOON + WORTH_MS + 1).send(late.practice.id, late.id)).toBe('expired');
    expect(await delivered(late.practice.id)).toEqual([]);
  });

  it('X22 does not leave in a shadow week: nothing does', async () => {
    const { practice, id } = await anAnswer();
    await test.asSuperuser(
      `insert into sending_hold (practice_id, id, reason, says, numbers, at) values ($1, $2, 'shadow_week', 'First week', '{}', $3)`,
      [practice.id, newId(), new Date(NOON)],
    );
    expect(await senderAt(NOON).send(practice.id, id)).toBe('cancelled');
    expect(await delivered(practice.id)).toEqual([]);
  });

  it.each([
    ['all', 'cancelled'],
    ['automated', 'accepted'],
  ] as const)('C-06 to a number kept from use with the scope "%s" is %s', async (scope, outcome) => {
    const { practice, id } = await anAnswer();
    const secrets = new SecretStore(test.masterKey);
    await test.db.inPractice(practice.id, async (tx) => {
      const hash = await secrets.addressHasher(tx, practice.id);
      await tx.insert(Suppression, {
        ...{ practiceId: practice.id, id: newId(), addressHash: hash('+447700900123'), channel: 'call', scope },
        ...{ reason: 'legal', personId: null, setAt: new Date(NOON - 1000), keepUntil: new Date(NOON + 1e11) },
      });
    });
    expect(await senderAt(NOON).send(practice.id, id)).toBe(outcome);
    if (outcome === 'cancelled') expect(await messageOf(test, id)).toMatchObject({ cancelledBecause: 'suppressed' });
  });
});
