import { newId } from '@keepwell/database';
import { caseRoom, DAY, NOW } from '../../../../test/support/case-room.js';
import type { CaseRoom } from '../../../../test/support/case-room.js';
import type { PatientContactDto } from '../outreach/dto/contact.dto.js';
import type { PatientPageDto } from '../patients/dto/patient-page.dto.js';
import type { CasePageDto } from '../worklist/dto/case-page.dto.js';
import type { CaseInHandDto, LeasesDto } from './dto/case-in-hand.dto.js';

let api: CaseRoom['api'];
let practice: CaseRoom['practice'];
let robin: CaseRoom['robin'];
let browser: CaseRoom['browser'];
let other: CaseRoom['other'];
let claim: CaseRoom['claim'];
let fresh: CaseRoom['fresh'];
let inHand: CaseRoom['inHand'];
let one: CaseRoom['one'];

beforeAll(async () => {
  ({ api, practice, robin, browser, other, claim, fresh, inHand, one } = await caseRoom());
});
afterAll(() => api.close());
beforeEach(() => {
  api.clock.now = NOW;
});

describe('a claim', () => {
  it('X16 shows phone and e-mail to the holder alone, says who holds it, and is written down', async () => {
    const { caseId, personId } = await fresh();
    const before = await browser.get<PatientPageDto>(`/api/v1/patients/${personId}`);
    expect(before.body.phone).toMatch(/^•••• \d\d$/);
    const { status, body } = await claim(caseId);
    expect([status, body.contact.phone, body.lease.seconds]).toEqual([200, expect.stringMatching(/^01632 96/), 600]);
    expect(body.contact.email).toMatch(/@example\.org$/);
    expect(body.brief.talkTrack?.steps.length).toBeGreaterThan(2);
    expect(body.brief.recommended.because.length).toBeGreaterThan(0);
    expect((await browser.get<PatientPageDto>(`/api/v1/patients/${personId}`)).body.phone).toBe(body.contact.phone);
    expect((await other.get<PatientPageDto>(`/api/v1/patients/${personId}`)).body.phone).toBe(before.body.phone);
    expect(await claim(caseId, other)).toMatchObject({
      status: 409,
      body: { code: 'in_hand_of_another', holder: { id: robin.id, name: 'Robin Reed' }, until: body.lease.until },
    });
    const { body: leases } = await other.get<LeasesDto>('/api/v1/leases');
    expect(leases.items.find((lease) => lease.caseId === caseId)?.holder.name).toBe('Robin Reed');
    const { body: page } = await other.get<CasePageDto>('/api/v1/worklist?tab=today&limit=200');
    expect(page.items.find((row) => row.caseId === caseId)?.heldBy?.name).toBe('Robin Reed');
    const events = await api.database.asSuperuser<{ event: string }>(
      `select event from audit_event where practice_id = $1 and (subject_id = $2 or subject_id = $3) and event in ('case.claimed', 'contact.revealed') order by event`,
      [practice.id, caseId, personId],
    );
    expect(events.map(({ event }) => event)).toEqual(['case.claimed', 'contact.revealed']);
  });

  it('X16 of two people who claim the same households over and over each household has one', async () => {
    const cases = await Promise.all(Array.from({ length: 10 }, fresh));
    const wins: { caseId: string; by: string }[] = [];
    let refused = 0;
    const tryOne = async (n: number) => {
      const { caseId } = cases[n % cases.length] ?? { caseId: '' };
      const [by, name] = n % 20 < 10 ? ([browser, 'robin'] as const) : ([other, 'sam'] as const);
      const { status } = await claim(caseId, by);
      if (status === 200) wins.push({ caseId, by: name });
      else if (status === 409) refused += 1;
      else throw new Error(`a claim answered ${status}`);
    };
    for (let from = 0; from < 120; from += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, n) => tryOne(from + n)));
    }
    const holders = new Map<string, Set<string>>();
    for (const { caseId, by } of wins) holders.set(caseId, (holders.get(caseId) ?? new Set()).add(by));
    expect([...holders.values()].map((names) => names.size)).toEqual(Array.from({ length: 10 }, () => 1));
    expect([wins.length, refused]).toEqual([60, 60]);
  });

  it('X16 is given back, runs out, and is renewed only while it holds', async () => {
    const { caseId, personId } = await inHand();
    expect((await browser.post(`/api/v1/cases/${caseId}/lease`)).status).toBe(200);
    expect(await other.post(`/api/v1/cases/${caseId}/lease`)).toMatchObject({
      status: 409,
      body: { code: 'not_in_hand' },
    });
    expect((await browser.delete(`/api/v1/cases/${caseId}/lease`)).status).toBe(204);
    expect((await claim(caseId, other)).status).toBe(200);
    await api.database.asSuperuser(`update case_lease set until = now() - interval '1 second' where person_id = $1`, [
      personId,
    ]);
    expect(await other.post(`/api/v1/cases/${caseId}/lease`)).toMatchObject({
      status: 409,
      body: { code: 'not_in_hand' },
    });
    expect((await claim(caseId)).status).toBe(200);
  });

  it('K17 one call per household: the lease is on all of them', async () => {
    const [a, b] = [await fresh(), await fresh()];
    await api.database.asSuperuser(`update patient set household_id = 'HH-1' where id = any($1::uuid[])`, [
      [a.personId, b.personId],
    ]);
    const { body } = await claim(a.caseId);
    expect(body.contact.household).toEqual([expect.objectContaining({ personId: b.personId, caseId: b.caseId })]);
    expect(await claim(b.caseId, other)).toMatchObject({ status: 409, body: { code: 'in_hand_of_another' } });
  });

  it('K24 is refused when they booked meanwhile: resolved, or changed and not looked at yet', async () => {
    const [resolved, changed] = [await fresh(), await fresh()];
    await api.database.asSuperuser(`update off_track_case set state = 'resolved' where id = $1`, [resolved.caseId]);
    expect(await claim(resolved.caseId)).toMatchObject({ status: 409, body: { code: 'case_moved_on' } });
    await api.database.asSuperuser(
      `insert into appointment (practice_id, connection_id, id, stream, source_id, observed_at, sequence, content_hash, patient_id, starts_at, status)
       select practice_id, connection_id, $2, 's', 'K24', now(), 1, '\\x00', id, $3, 'booked' from patient where id = $1`,
      [changed.personId, newId(), new Date(NOW + DAY)],
    );
    await api.database.asSuperuser(
      `insert into changed_patient (practice_id, person_id, since) values ($1, $2, now())`,
      [...[practice.id, changed.personId]],
    );
    expect(await claim(changed.caseId)).toMatchObject({ status: 409, body: { code: 'case_moved_on' } });
    await api.database.asSuperuser('delete from changed_patient where person_id = $1', [changed.personId]);
    expect((await claim(changed.caseId)).status).toBe(200);
  });

  it('E05 of a minor the guardian is shown, not the child', async () => {
    const [child, parent] = [await fresh(), await fresh()];
    await api.database.asSuperuser(
      `update patient set household_id = 'HH-2', birth_date = case when id = $1 then date '2018-01-01' else date '1985-01-01' end where id in ($1, $2)`,
      [child.personId, parent.personId],
    );
    const { body } = await claim(child.caseId);
    expect([body.contact.phone, body.contact.email]).toEqual([null, null]);
    const page = await browser.get<PatientPageDto>(`/api/v1/patients/${child.personId}`);
    expect(page.body.phone).toMatch(/^•••• \d\d$/);
    expect(body.contact.guardian).toMatchObject({
      personId: parent.personId,
      phoneHref: expect.stringMatching(/^tel:\+?\d+$/),
    });
    // whose number was shown is written down for them too.
    const revealed = await one<{ detail: object }>(
      `select detail from audit_event where practice_id = $1 and subject_id = $2 and event = 'contact.revealed'`,
      [practice.id, parent.personId],
    );
    expect(revealed.detail).toMatchObject({ caseId: child.caseId, phone: true });
  });

  it('E05 of two guardians the one is shown who may be called, and a wrong number is this one’s', async () => {
    const [child, mother, father] = [await fresh(), await fresh(), await fresh()];
    await api.database.asSuperuser(
      `update patient set household_id = 'HH-3', birth_date = case id when $1 then date '2018-01-01' when $2 then date '1980-01-01' else date '1985-01-01' end,
              phone = case id when $2 then '+447700900801' else '+447700900802' end
        where id in ($1, $2, $3)`,
      [child.personId, mother.personId, father.personId],
    );
    await browser.post(`/api/v1/patients/${mother.personId}/consents`, {
      ...{ channel: 'call', purpose: 'any', state: 'denied', source: 'patient_call' },
    });
    const { body } = await claim(child.caseId);
    expect(body.contact.guardian?.personId).toBe(father.personId);
    expect((await browser.post(`/api/v1/cases/${child.caseId}/calls`, { outcome: 'wrong_number' })).status).toBe(201);
    const blocked = async (personId: string) => {
      const { body: contact } = await browser.get<PatientContactDto>(`/api/v1/patients/${personId}/contact`);
      return contact.suppressions.filter(({ reason }) => reason === 'wrong_number').map(({ channel }) => channel);
    };
    expect((await blocked(father.personId)).toSorted()).toEqual(['call', 'sms']);
    expect(await blocked(mother.personId)).toEqual([]);
  });

  it('the next one is the first of the list that nobody holds; one passed over is not offered again', async () => {
    const { body: page } = await browser.get<CasePageDto>('/api/v1/worklist?tab=today&sort=value&limit=20');
    const first = page.items.find(({ heldBy }) => heldBy === null)?.caseId;
    const next = await browser.post<CaseInHandDto>('/api/v1/worklist/next', { sort: 'value' });
    expect([next.status, next.body.case.caseId]).toEqual([200, first]);
    const skip = { caseId: first ?? '', reason: 'Called an hour ago' };
    const after = await browser.post<CaseInHandDto>('/api/v1/worklist/next', { sort: 'value', skip });
    expect(after.body.case.caseId).not.toBe(first);
    const { body: leases } = await browser.get<LeasesDto>('/api/v1/leases');
    expect(leases.items.filter(({ holder }) => holder.id === robin.id).map(({ caseId }) => caseId)).toEqual([
      after.body.case.caseId,
    ]);
    const skipped = await one<{ reason: string }>('select reason from skip where case_id = $1', [first]);
    expect(skipped.reason).toBe('Called an hour ago');
    expect((await browser.post('/api/v1/worklist/next', { tab: 'in_outreach', rule: 'R99' })).status).toBe(204);
  });

  it('every act needs the case in hand', async () => {
    const { caseId } = await fresh();
    for (const [path, body] of [
      ['calls', { outcome: 'no_answer' }],
      ['snooze', { wakeOn: '2026-03-02', reason: 'travelling' }],
      ['close', { closing: 'lost', reason: 'cannot_reach' }],
    ] as const) {
      const answer = await browser.post(`/api/v1/cases/${caseId}/${path}`, body);
      expect([path, answer.status, answer.body]).toMatchObject([path, 409, { code: 'not_in_hand' }]);
    }
    expect(await browser.get(`/api/v1/cases/${caseId}/brief`)).toMatchObject({
      status: 409,
      body: { code: 'not_in_hand' },
    });
  });
});

it('S2-18 S2-13 a hold forbids the call and the message, says why, and recommends neither', async () => {
  const { caseId, personId } = await fresh();
  await api.database.asSuperuser(`update patient set hold = 'bereavement' where id = $1`, [personId]);
  const { body } = await claim(caseId);
  const { sms, email, call } = body.brief.verdicts;
  for (const verdict of [sms, email, call]) {
    expect(verdict.because.map(({ code }) => code)).toContain('hold');
  }
  expect(body.brief.recommended).toMatchObject({
    route: 'snooze',
    because: ['They can neither be called nor written to at present.'],
  });
});
