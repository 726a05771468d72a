import { ContactQueries, SecretStore, SuppressionQueries } from '@keepwell/database';
import { mayContact } from '@keepwell/domain';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest } from '../../../../test/support/api-under-test.js';
import {
  nextTuesday,
  outreachPractice,
  startSequence,
  takeInHand,
} from '../../../../test/support/outreach-practice.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import { ContactRoom } from './contact-room.js';
import type { PatientContactDto } from './dto/contact.dto.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = nextTuesday();
});
afterAll(() => api.close());

const sql = (text: string, values: unknown[] = []) => api.database.asSuperuser<Record<string, unknown>>(text, values);

it('C-07 the ledger keeps who said what, how, when and in which wording, and the database refuses to change or delete any of it', async () => {
  const clinic = await outreachPractice(api, { cases: 1 });
  const [found] = clinic.cases;
  const user = await api.user(clinic.practice.id, ['coordinator'], { displayName: 'Robin Reed' });
  const browser = await api.browser().signIn(user);
  const path = `/api/v1/patients/${found?.personId}`;
  const said = { channel: 'sms', purpose: 'marketing', state: 'granted', source: 'web_page' };
  expect((await browser.post(`${path}/consents`, said)).status).toBe(400);
  const wording = { wordingVersion: 'sms-2026-03', wording: 'Yes, write to me about offers.' };
  expect((await browser.post(`${path}/consents`, { ...said, ...wording })).status).toBe(201);
  const { body } = await browser.get<PatientContactDto>(`${path}/contact`);
  expect(body.consents).toEqual([
    {
      ...{ id: expect.any(String), channel: 'sms', purpose: 'marketing', state: 'granted', source: 'web_page' },
      ...{
        from: 'ledger',
        at: new Date(api.clock.now).toISOString(),
        expiresAt: null,
        byName: 'Robin Reed',
        ...wording,
      },
    },
  ]);
  for (const change of [
    `update consent_entry set state = 'denied'`,
    'delete from consent_entry',
    'truncate consent_entry',
  ]) {
    await expect(api.database.db.inPractice(clinic.practice.id, (tx) => tx.query(change))).rejects.toThrow(
      /permission denied/,
    );
  }
});

it('a refusal ends what waits on its channel at once; one for every channel ends all of it', async () => {
  const clinic = await outreachPractice(api, { cases: 2 });
  const user = await api.user(clinic.practice.id, ['coordinator']);
  const browser = await api.browser().signIn(user);
  const states: unknown[] = [];
  for (const [place, channel] of (['email', 'any'] as const).entries()) {
    const found = clinic.cases[place];
    if (found === undefined) throw new Error('No case is left');
    await takeInHand(api, clinic.practice.id, user.id, found);
    await startSequence(browser, found.caseId, clinic.sequenceId);
    await browser.post(`/api/v1/patients/${found.personId}/consents`, {
      ...{ channel, purpose: 'service', state: 'denied', source: 'patient_call' },
    });
    const rows = await sql('select state from outbox_message where person_id = $1 order by step', [found.personId]);
    states.push(rows.map(({ state }) => state));
  }
  expect(states).toEqual([
    ['planned', 'cancelled', 'planned'],
    ['cancelled', 'cancelled', 'cancelled'],
  ]);
});

it('C-08 1,000 suppressed patients, deleted and imported anew under other ids and in another spelling: 0 can be written to', async () => {
  const practice = await api.practice({
    settings: { place: 'GB-ENG', sending: { enabled: true, resendUnknown: false }, postalAddress: '1 Harbour Street' },
  });
  const shape = { cases: 1_001, now: api.clock.now };
  const phones = async (spelling: string) => {
    await sql(
      `update patient set phone = replace($2, '#', lpad((substring(given_name from 6)::int % 1000)::text, 4, '0')),
              email = 'person' || substring(given_name from 6) || '@example.org' where practice_id = $1`,
      [practice.id, spelling],
    );
    await sql(`update off_track_case set state = 'open', closing = null, backlog = false where practice_id = $1`, [
      practice.id,
    ]);
  };
  await fillWorklist(api.database, practice.id, shape);
  await phones('020 7946 #');
  const secrets = new SecretStore(api.database.masterKey);
  const suppressions = new SuppressionQueries();
  // Number 1,001 is nobody's wish: it shows that the others are not refused for another reason.
  await api.database.db.inPractice(practice.id, async (tx) => {
    const reader = await new ContactRoom(secrets).reader(tx, practice.id);
    const people = await tx.query<{ id: string; phone: string; email: string }[]>(
      `select id, phone, email from patient where given_name <> 'Given1000' and given_name <> 'Given1001'`,
    );
    for (const { id, phone, email } of people) {
      for (const [channel, address] of [
        ['sms', reader.phone(phone, 'GB')],
        ['email', reader.email(email)],
      ] as const) {
        if (address === null) throw new Error('An address of the fixture is none');
        await suppressions.set(tx, practice.id, {
          ...{ addressHash: reader.addressHash(address), channel, scope: 'channel', reason: 'stop', personId: id },
          ...{ at: new Date(api.clock.now), byUserId: null, sourceMessageId: null, needsReview: false },
        });
      }
    }
  });
  for (const table of [
    'off_track_case',
    'case_count',
    'evaluation',
    'patient',
    'location',
    'practitioner',
    'connection',
  ]) {
    await sql(`delete from ${table} where practice_id = $1`, [practice.id]);
  }
  await fillWorklist(api.database, practice.id, shape);
  await phones('+44 (0)20 7946-#');

  const contact = new ContactQueries();
  const sendable = await api.database.db.inPractice(practice.id, async (tx) => {
    const reader = await new ContactRoom(secrets).reader(tx, practice.id);
    const people = await tx.query<{ id: string; name: string }[]>('select id, given_name as name from patient');
    const found: string[] = [];
    for (const { id, name } of people) {
      for (const channel of ['sms', 'email'] as const) {
        const question = { channel, byHand: false, purpose: 'service', at: api.clock.now } as const;
        const facts = await contact.facts(tx, practice.id, id, question, reader);
        if (facts !== null && mayContact(question, facts).allowed) found.push(`${name} ${channel}`);
      }
    }
    return found;
  });
  expect(sendable.toSorted((one, other) => one.localeCompare(other))).toEqual([
    'Given1000 email',
    'Given1000 sms',
    'Given1001 email',
  ]);
  const [kept] = await sql(
    `select count(*)::int as n, bool_and(keep_until >= set_at + interval '10 years') as long from suppression where practice_id = $1`,
    [practice.id],
  );
  expect(kept).toEqual({ n: 1998, long: true });
}, 120_000);

it('an address that is not on record cannot be kept from use: told so in a sentence', async () => {
  const clinic = await outreachPractice(api, { cases: 1 });
  const [found] = clinic.cases;
  await sql('update patient set email = null where id = $1', [found?.personId]);
  const browser = await api.signedIn(clinic.practice.id, ['coordinator']);
  const path = `/api/v1/patients/${found?.personId}/suppressions`;
  const answer = await browser.post<{ code: string; detail: string }>(path, { channel: 'email', reason: 'staff' });
  expect([answer.status, answer.body.code]).toEqual([422, 'no_address']);
  expect(answer.body.detail).toBe(
    'No usable e-mail address is on record for this patient. To keep them from being written to at all, record that they refused.',
  );
  expect((await browser.post(path, { channel: 'sms', reason: 'staff' })).status).toBe(201);
});
