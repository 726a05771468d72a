import { mayContact, type ContactFacts } from '@keepwell/domain';
import {
  aReachablePatient,
  aSendingPractice,
  contactReader,
} from '../../../../test/support/outreach/a-sending-practice.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { ConsentEntry } from '../entities/consent-entry.entity.js';
import { ContactStop } from '../entities/contact-stop.entity.js';
import { Suppression } from '../entities/suppression.entity.js';
import { newId } from '../ids.js';
import { SecretStore } from '../secrets/secret-store.js';
import { ContactQueries, type ContactAsk } from './contact.queries.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

/** A Tuesday, 12:00 in London. */
const NOON = Date.UTC(2026, 5, 9, 11);

async function factsOf(practiceId: string, personId: string, ask: Partial<ContactAsk> = {}) {
  return test.db.inPractice(practiceId, async (tx) => {
    const reader = await contactReader(tx, practiceId, new SecretStore(test.masterKey));
    const asked = { channel: 'sms', purpose: 'service', at: NOON, ...ask } as const;
    const facts = await new ContactQueries().facts(tx, practiceId, personId, asked, reader);
    if (facts === null) throw new Error('nobody');
    return { facts, reader, codes: codesOf(facts, asked.channel) };
  });
}

function codesOf(facts: ContactFacts, channel: 'sms' | 'email' | 'call'): string[] {
  return mayContact({ channel, byHand: false, purpose: 'service', at: NOON }, facts).because.map(({ code }) => code);
}

describe('what a contact rests on', () => {
  it('X05 finds somebody reachable and nothing in the way', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const { personId } = await aReachablePatient(test.db, practice, { at: NOON });
    const { facts, codes } = await factsOf(practice.id, personId);
    expect(codes).toEqual([]);
    expect(facts).toMatchObject({
      address: '+447700900123',
      case: { state: 'in_outreach' },
      minor: null,
      inHandOf: null,
    });
  });

  it.each<[string, string, string]>([
    ['deceased', 'update patient set deceased_at = $2 where id = $1', 'deceased'],
    [
      'do not contact',
      'update patient set do_not_contact = true where id = $1 and $2::timestamptz is not null',
      'do_not_contact',
    ],
    ['a hold', `update patient set hold = 'complaint' where id = $1 and $2::timestamptz is not null`, 'hold'],
    ['no number', 'update patient set phone = null where id = $1 and $2::timestamptz is not null', 'no_address'],
    [
      'a number that is none',
      `update patient set phone = '12' where id = $1 and $2::timestamptz is not null`,
      'address_unusable',
    ],
    [
      'a child alone',
      `update patient set birth_date = '2015-01-01' where id = $1 and $2::timestamptz is not null`,
      'minor',
    ],
    ['a closed case', `update off_track_case set state = 'closed', closed_at = $2 where person_id = $1`, 'case_closed'],
  ])('X05 sees %s', async (_what, sql, code) => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const { personId } = await aReachablePatient(test.db, practice, { at: NOON });
    await test.asSuperuser(sql, [personId, new Date(NOON - 1000)]);
    expect((await factsOf(practice.id, personId)).codes).toContain(code);
  });

  it('X05 sees a booking made since the case opened, before any evaluation has', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const patient = await aReachablePatient(test.db, practice, { at: NOON });
    const { personId } = patient;
    await patient.book({ startsAt: NOON + 5 * 86_400_000, status: 'cancelled' });
    expect((await factsOf(practice.id, personId)).codes).toEqual([]);
    await patient.book({ startsAt: NOON + 5 * 86_400_000, status: 'booked' });
    const { codes, facts } = await factsOf(practice.id, personId);
    expect(codes).toEqual(['booked']);
    expect(facts.nextBookingAt).toBe(NOON + 5 * 86_400_000);
  });

  it('X05 S3-45 takes what only holds a place for no booking, until they come', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const patient = await aReachablePatient(test.db, practice, { at: NOON });
    await patient.book({ startsAt: NOON + 5 * 86_400_000, status: 'booked' });
    await test.asSuperuser(`update appointment set raw_status = ' Pencilled In' where practice_id = $1`, [practice.id]);
    await test.asSuperuser(
      `insert into placeholder_mark (practice_id, connection_id, kind, value, at)
       select $1, id, 'word', 'pencilled in', now() from connection where practice_id = $1`,
      [practice.id],
    );
    expect((await factsOf(practice.id, patient.personId)).codes).toEqual([]);
    await test.asSuperuser(`update appointment set status = 'arrived' where practice_id = $1`, [practice.id]);
    expect((await factsOf(practice.id, patient.personId)).codes).toEqual(['booked']);
  });

  it.each<[string, number, string, string[]]>([
    ['two hours ago that nobody has ended', -2, 'booked', ['booked']],
    ['two hours ago, where they are in the room', -2, 'in_progress', ['booked']],
    ['this morning, and it is over', -3, 'completed', ['booked']],
    ['two hours ago, and they did not come', -2, 'no_show', []],
    ['two hours ago, and was called off', -2, 'cancelled', []],
    ['yesterday, and nobody wrote down how it ended', -13, 'confirmed', []],
    ['the day before their case opened, and it is over', -30, 'completed', []],
  ])('X05 sees a visit that began %s', async (_what, hours, status, expected) => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const patient = await aReachablePatient(test.db, practice, { at: NOON });
    await patient.book({ startsAt: NOON + hours * 3_600_000, status });
    expect((await factsOf(practice.id, patient.personId)).codes).toEqual(expected);
  });

  it('X08 sees that a source of the person is behind', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const { personId } = await aReachablePatient(test.db, practice, { at: NOON });
    const readAt = (hours: number) =>
      test.asSuperuser('update connection set last_success_at = $2 where practice_id = $1', [
        ...[practice.id, new Date(NOON - hours * 3_600_000)],
      ]);
    await readAt(5.9);
    expect((await factsOf(practice.id, personId)).codes).toEqual([]);
    await readAt(6.1);
    const { codes, facts } = await factsOf(practice.id, personId);
    expect(codes).toEqual(['source_behind']);
    expect(facts.staleSources).toEqual([practice.connectionId]);
  });

  it('C-08 knows a suppressed number again after the record was deleted and imported anew', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const first = await aReachablePatient(test.db, practice, { at: NOON });
    const { reader } = await factsOf(practice.id, first.personId);
    await suppress(practice.id, reader.addressHash('+447700900123'), { reason: 'stop', scope: 'automated' });
    await test.asSuperuser('delete from patient where practice_id = $1', [practice.id]);
    const again = await aReachablePatient(test.db, practice, { at: NOON });
    expect((await factsOf(practice.id, again.personId)).codes).toContain('suppressed');
    expect((await factsOf(practice.id, again.personId, { channel: 'email' })).codes).toContain('suppressed');
  });

  it('C-16 holds a wrong number against the number, not against the person', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const { personId } = await aReachablePatient(test.db, practice, { at: NOON });
    const { reader } = await factsOf(practice.id, personId);
    const about = { reason: 'wrong_number', scope: 'channel', personId } as const;
    await suppress(practice.id, reader.addressHash('+447700900123'), about);
    expect((await factsOf(practice.id, personId)).codes).toContain('suppressed');
    await test.asSuperuser(`update patient set phone = '+447700900456' where id = $1`, [personId]);
    expect((await factsOf(practice.id, personId)).codes).toEqual([]);
  });

  it('counts what the household has had, and not what was cancelled', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const one = await aReachablePatient(test.db, practice, { at: NOON, householdId: 'H1' });
    const other = await aReachablePatient(test.db, practice, { at: NOON, householdId: 'H1' });
    await one.message({ state: 'cancelled' });
    expect((await factsOf(practice.id, other.personId)).codes).toEqual([]);
    const messageId = await one.message({ state: 'accepted', acceptedAt: new Date(NOON - 3_600_000), step: 1 });
    expect((await factsOf(practice.id, other.personId)).codes).toEqual(['daily_cap']);
    expect((await factsOf(practice.id, one.personId, { exceptMessageId: messageId })).codes).toEqual([]);
  });

  it("reads a consent of the source beside the ledger, and the guardian's address for a child", async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const child = await aReachablePatient(test.db, practice, { at: NOON, householdId: 'H2', birthDate: '2015-01-01' });
    const parent = await aReachablePatient(test.db, practice, { at: NOON, householdId: 'H2', phone: '+447700900777' });
    const { facts } = await factsOf(practice.id, child.personId);
    expect(facts).toMatchObject({ address: '+447700900777', minor: { guardianPersonId: parent.personId } });
    const entry = { channel: 'sms', purpose: 'service', state: 'denied', source: 'staff', at: new Date(NOON - 1000) };
    await test.db.inPractice(practice.id, (tx) =>
      tx.insert(ConsentEntry, { practiceId: practice.id, id: newId(), personId: parent.personId, ...entry }),
    );
    expect((await factsOf(practice.id, parent.personId)).codes).toEqual(['consent_denied']);
    expect((await factsOf(practice.id, child.personId)).facts.minor).toEqual({ guardianPersonId: null });
  });

  it.each<[string, (practiceId: string, guardianId: string) => Promise<unknown>, string]>([
    [
      'said “never” to staff',
      (practiceId, personId) =>
        test.db.inPractice(practiceId, (tx) =>
          tx.insert(ContactStop, {
            ...{ practiceId, id: newId(), personId, kind: 'never', until: null, reason: 'asked' },
            at: new Date(NOON - 1000),
          }),
        ),
      'never',
    ],
    [
      'is in mourning',
      (_practiceId, personId) => test.asSuperuser(`update patient set hold = 'bereavement' where id = $1`, [personId]),
      'hold',
    ],
    [
      'wrote STOP from another number',
      (practiceId, personId) =>
        suppress(practiceId, Buffer.alloc(32, 9), { reason: 'stop', scope: 'automated', personId }),
      'suppressed',
    ],
  ])('E05 asks the guardian who would be written to for a child: one who %s', async (_what, say, code) => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const home = { at: NOON, householdId: 'H3' };
    const child = await aReachablePatient(test.db, practice, { ...home, birthDate: '2015-01-01' });
    const parent = await aReachablePatient(test.db, practice, { ...home, phone: '+447700900778' });
    expect((await factsOf(practice.id, child.personId)).codes).toEqual([]);
    await say(practice.id, parent.personId);
    expect((await factsOf(practice.id, child.personId)).codes).toEqual([code]);
  });

  it('E14 sees what the person told staff', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const { personId } = await aReachablePatient(test.db, practice, { at: NOON });
    const stop = { kind: 'not_now', until: new Date(NOON + 86_400_000), reason: 'asked', at: new Date(NOON - 1000) };
    await test.db.inPractice(practice.id, (tx) =>
      tx.insert(ContactStop, { practiceId: practice.id, id: newId(), personId, ...stop }),
    );
    expect((await factsOf(practice.id, personId)).codes).toEqual(['not_now']);
  });
});

describe('K03 a merge forgets no refusal', () => {
  /** Somebody whose other record was merged into theirs; what was said, was said of the other. */
  async function aMergedPatient() {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const kept = await aReachablePatient(test.db, practice, { at: NOON });
    const lost = await aReachablePatient(test.db, practice, {
      ...{ at: NOON, phone: '+447700900456', email: 'r.reed@example.org' },
    });
    const merge = () =>
      test.asSuperuser('update patient set person_id = $2 where id = $1', [lost.personId, kept.personId]);
    const unmerge = () => test.asSuperuser('update patient set person_id = id where id = $1', [lost.personId]);
    return { practice, kept, lost, merge, unmerge };
  }

  it.each<[string, (practiceId: string, personId: string) => Promise<void>, string]>([
    [
      'a refusal in the ledger',
      async (practiceId, personId) => {
        const entry = { channel: 'any', purpose: 'any', state: 'denied', source: 'staff', at: new Date(NOON - 1000) };
        await test.db.inPractice(practiceId, (tx) =>
          tx.insert(ConsentEntry, { practiceId, id: newId(), personId, ...entry }),
        );
      },
      'consent_denied',
    ],
    [
      'a STOP from their other number',
      (practiceId, personId) =>
        suppress(practiceId, Buffer.alloc(32, 7), { reason: 'stop', scope: 'automated', personId }),
      'suppressed',
    ],
    [
      'a “never” said to staff',
      async (practiceId, personId) => {
        const stop = { kind: 'never', until: null, reason: 'asked', at: new Date(NOON - 1000) };
        await test.db.inPractice(practiceId, (tx) =>
          tx.insert(ContactStop, { practiceId, id: newId(), personId, ...stop }),
        );
      },
      'never',
    ],
  ])(
    '%s holds for who takes the record over, also when the record is gone, and no longer after an unmerge',
    async (_what, say, code) => {
      const { practice, kept, lost, merge, unmerge } = await aMergedPatient();
      await say(practice.id, lost.personId);
      expect((await factsOf(practice.id, kept.personId)).codes).toEqual([]);
      await merge();
      expect((await factsOf(practice.id, kept.personId)).codes).toEqual([code]);
      await test.asSuperuser('update patient set gone_at = now() where id = $1', [lost.personId]);
      expect((await factsOf(practice.id, kept.personId)).codes).toEqual([code]);
      await test.asSuperuser('update patient set gone_at = null where id = $1', [lost.personId]);
      await unmerge();
      expect((await factsOf(practice.id, kept.personId)).codes).toEqual([]);
      expect((await factsOf(practice.id, lost.personId)).codes).toEqual([code]);
    },
  );

  it('C-11 counts what the other record has had today', async () => {
    const { practice, kept, lost, merge } = await aMergedPatient();
    await lost.message({ state: 'accepted', acceptedAt: new Date(NOON - 3_600_000) });
    expect((await factsOf(practice.id, kept.personId)).codes).toEqual([]);
    await merge();
    expect((await factsOf(practice.id, kept.personId)).codes).toEqual(['daily_cap']);
  });

  it('C-11 counts what they have had themselves, though their household is another one since', async () => {
    const { practice, kept } = await aMergedPatient();
    await kept.message({ state: 'accepted', acceptedAt: new Date(NOON - 3_600_000) });
    await test.asSuperuser(`update patient set household_id = 'H9' where id = $1`, [kept.personId]);
    expect((await factsOf(practice.id, kept.personId)).codes).toEqual(['daily_cap']);
  });
});

async function suppress(practiceId: string, addressHash: Buffer, given: Partial<Suppression>): Promise<void> {
  const at = { setAt: new Date(NOON - 1000), keepUntil: new Date(NOON + 10 * 365 * 86_400_000) };
  await test.db.inPractice(practiceId, (tx) =>
    tx.insert(Suppression, { practiceId, id: newId(), addressHash, channel: 'sms', ...at, ...given }),
  );
}
