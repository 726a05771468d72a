import { newId } from '@keepwell/database';
import type { AppUser, Practice } from '@keepwell/database';
import { CALL_OUTCOMES } from '@keepwell/domain';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { aRunningSequence, caseNumber } from '../../../../test/support/worked-cases.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import type { PatientPageDto } from '../patients/dto/patient-page.dto.js';
import type { CasePageDto, WorklistCountsDto } from '../worklist/dto/case-page.dto.js';
import type { CallDoneDto, DoneDto, SnoozedDto, UndoneDto } from './dto/acts.dto.js';
import type { CaseInHandDto, LeasesDto, MyDayDto } from './dto/case-in-hand.dto.js';
import type { HistoryDto } from './dto/history.dto.js';

let api: ApiUnderTest;
let practice: Practice;
let robin: AppUser;
let sam: AppUser;
let browser: Browser;
let other: Browser;
/** A Tuesday in winter, ten o'clock in London. */
const NOW = Date.parse('2026-01-13T10:00Z');
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** Each test takes a case of its own: open, not of the backlog. */
const open = Array.from({ length: 400 }, (_, i) => i + 1).filter(
  (n) => n % 5 !== 0 && n % 33 !== 0 && n % 7 !== 0 && n % 17 !== 0,
);
const fresh = async () => caseNumber(api.database, practice.id, open.shift() ?? 0);
const claim = (caseId: string, by = browser) => by.post<CaseInHandDto>(`/api/v1/cases/${caseId}/claim`);
const inHand = async () => {
  const found = await fresh();
  const { status, text } = await claim(found.caseId);
  if (status !== 200) throw new Error(`${status} ${text}`);
  return found;
};
const one = async <Row extends object>(sql: string, values: unknown[]) => {
  const [row] = await api.database.asSuperuser<Row>(sql, values);
  if (row === undefined) throw new Error('no row');
  return row;
};

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = NOW;
  practice = await api.practice();
  await fillWorklist(api.database, practice.id, { cases: 400, now: NOW });
  robin = await api.user(practice.id, ['coordinator'], { displayName: 'Robin Reed' });
  sam = await api.user(practice.id, ['coordinator'], { displayName: 'Sam Stone' });
  browser = await api.browser().signIn(robin);
  other = await api.browser().signIn(sam);
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

const SAID: Record<string, object> = {
  booked: { next: { kind: 'booked', on: '2026-01-20' } },
  call_back: { next: { kind: 'touchpoint', at: '2026-01-16T14:00:00Z' } },
  not_now: { next: { kind: 'reason', code: 'time' } },
  declined: { reason: 'cost' },
};

describe('a call', () => {
  it.each(CALL_OUTCOMES.filter(({ isConversation }) => isConversation).map(({ code }) => code))(
    'X12 S0-10 S2-16 a conversation that ended "%s" is saved with what comes next, or not at all',
    async (outcome) => {
      const { caseId, personId } = await inHand();
      const path = `/api/v1/cases/${caseId}/calls`;
      if (outcome in SAID) {
        expect(await browser.post(path, { outcome })).toMatchObject({
          status: 422,
          body: { code: 'next_step_missing' },
        });
        expect(await api.database.asSuperuser('select from touchpoint where person_id = $1', [personId])).toEqual([]);
      }
      const felt = {
        sentiment: 'warm',
        readiness: 'leaning',
        valueGiven: 'Explained the plan',
        recommendedStep: 'Next visit',
      };
      const { status, body, text } = await browser.post<CallDoneDto>(path, { outcome, ...SAID[outcome], ...felt });
      expect([status, text]).toEqual([201, expect.any(String)]);
      const row = await one<Record<string, unknown>>('select * from touchpoint where id = $1', [body.touchpointId]);
      expect(row).toMatchObject({
        is_conversation: true,
        recording: 'off',
        ...{ sentiment: 'warm', readiness: 'leaning' },
      });
      expect(row.next_kind).not.toBeNull();
      expect(body.case).toMatchObject({ attempts: 1, conversations: 1, lastOutcome: outcome });
    },
  );

  it('X12 the database itself keeps no conversation without what comes next', async () => {
    await expect(
      api.database.asSuperuser(
        `insert into touchpoint (practice_id, id, person_id, household, channel, state, is_conversation, recorded_at)
         values ($1, $2, $2, 'p', 'call', 'done', true, now())`,
        [practice.id, newId()],
      ),
    ).rejects.toThrow('touchpoint_says_what_is_next');
  });

  it('S0-26 attempts and conversations are counted apart; nobody answered: tried again in the other half of the next day', async () => {
    const { caseId } = await inHand();
    const { body } = await browser.post<CallDoneDto>(`/api/v1/cases/${caseId}/calls`, { outcome: 'no_answer' });
    expect(body.case).toMatchObject({ state: 'in_outreach', attempts: 1, conversations: 0, wakeBecause: 'retry' });
    expect(body.case.wakeAt).toBe('2026-01-14T14:00:00.000Z');
    const job = await one<{ due_at: Date }>(`select due_at from job where kind = 'wake' and practice_id = $1`, [
      practice.id,
    ]);
    expect(job.due_at.getTime()).toBeLessThanOrEqual(Date.parse('2026-01-14T14:00:00.000Z'));
  });

  it('S0-27 one’s day counts conversations since the practice’s midnight, and no attempts', async () => {
    const day = async () => (await other.get<MyDayDto>('/api/v1/worklist/my-day')).body.conversations;
    const call = async (report: object) => {
      const { caseId } = await fresh();
      await claim(caseId, other);
      expect((await other.post(`/api/v1/cases/${caseId}/calls`, report)).status).toBe(201);
    };
    const before = await day();
    await call({ outcome: 'no_answer' });
    expect(await day()).toBe(before);
    await call({ outcome: 'booked', next: { kind: 'booked' } });
    expect(await day()).toBe(before + 1);
    await api.database.asSuperuser(`update touchpoint set recorded_at = $2 where by_user_id = $1`, [
      sam.id,
      new Date('2026-01-12T23:59:59Z'),
    ]);
    expect(await day()).toBe(0);
  });

  it('C-11 K17 the fourth call to a household within 24 hours is not made', async () => {
    const { caseId } = await inHand();
    const path = `/api/v1/cases/${caseId}/calls`;
    for (let n = 0; n < 3; n += 1) expect((await browser.post(path, { outcome: 'busy' })).status).toBe(201);
    expect(await browser.post(path, { outcome: 'busy' })).toMatchObject({
      status: 422,
      body: { code: 'may_not_contact', until: new Date(NOW + DAY).toISOString() },
    });
    api.clock.now = NOW + DAY + 1;
    const nextDay = await api.browser().signIn(robin);
    expect((await nextDay.post(path, { outcome: 'busy' })).status).toBe(201);
  });

  it('E14 “never” closes it, stops what runs, and no address of theirs is used again', async () => {
    const { caseId, personId } = await inHand();
    const { messageIds } = await aRunningSequence(api.database, practice.id, { caseId, personId, byUserId: robin.id });
    const { body } = await browser.post<CallDoneDto>(`/api/v1/cases/${caseId}/calls`, { outcome: 'never' });
    expect(body.case).toMatchObject({ state: 'closed', closing: 'do_not_contact' });
    const messages = await api.database.asSuperuser<{ state: string }>(
      'select state from outbox_message where id = any($1::uuid[])',
      [messageIds],
    );
    expect(messages.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    const stop = await one<{ kind: string }>('select kind from contact_stop where person_id = $1', [personId]);
    expect(stop.kind).toBe('never');
    const suppressed = await api.database.asSuperuser<{ channel: string; scope: string }>(
      'select channel, scope from suppression where person_id = $1 order by channel',
      [personId],
    );
    expect(suppressed.map(({ scope }) => scope)).toEqual(suppressed.map(() => 'all'));
    expect(suppressed.map(({ channel }) => channel)).toContain('email');
  });

  it('a promised talk is planned, and stands first in what the next one reads', async () => {
    const { caseId, personId } = await inHand();
    await browser.post(`/api/v1/cases/${caseId}/calls`, {
      outcome: 'call_back',
      ...SAID.call_back,
      note: 'After school',
    });
    const { body } = await claim(caseId);
    expect(body.case).toMatchObject({ wakeBecause: 'call_back', wakeAt: '2026-01-16T14:00:00.000Z' });
    expect(body.brief.says).toEqual(
      expect.arrayContaining([
        'Nothing booked since the visit on 3 March.',
        'A talk was promised for 2026-01-16.',
        'Noted then: “After school”',
      ]),
    );
    const planned = await one<{ state: string }>(
      `select state from touchpoint where person_id = $1 and planned_for is not null`,
      [personId],
    );
    expect(planned.state).toBe('planned');
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

describe('a rest', () => {
  it('S2-12 K31 prints its day, wakes when the place opens, and stops what runs', async () => {
    const { caseId, personId } = await inHand();
    await aRunningSequence(api.database, practice.id, { caseId, personId, byUserId: robin.id });
    const { status, body } = await browser.post<SnoozedDto>(`/api/v1/cases/${caseId}/snooze`, {
      ...{ wakeOn: '2026-03-14', reason: 'holidays', note: 'Back from the coast' },
    });
    expect([status, body.wakeOn, body.wakesAt]).toEqual([200, '2026-03-14', '2026-03-16T09:00:00.000Z']);
    expect(body.case).toMatchObject({ state: 'snoozed', wakeBecause: 'snooze' });
    const running = await api.database.asSuperuser(`select from enrolment where person_id = $1 and state = 'running'`, [
      personId,
    ]);
    expect(running).toEqual([]);
    const { body: page } = await browser.get<CasePageDto>('/api/v1/worklist?tab=snoozed&limit=200');
    expect(page.items.find((row) => row.caseId === caseId)).toMatchObject({ wakeAt: '2026-03-16T09:00:00.000Z' });
    const refused = await browser.post(`/api/v1/cases/${caseId}/snooze`, { wakeOn: '2028-02-01', reason: 'holidays' });
    expect(refused).toMatchObject({ status: 400, body: { field: 'wakeOn' } });
  });

  it('closing needs a reason that fits; the numbers beside the list move with it', async () => {
    const { caseId } = await inHand();
    const path = `/api/v1/cases/${caseId}/close`;
    expect((await browser.post(path, { closing: 'lost', reason: 'cost' })).status).toBe(400);
    expect((await browser.post(path, { closing: 'returned', reason: 'cost' })).status).toBe(400);
    const before = await browser.get<WorklistCountsDto>('/api/v1/worklist/counts');
    const { body } = await browser.post<DoneDto>(path, {
      closing: 'declined',
      reason: 'cost',
      note: 'Saving for a move',
    });
    expect(body.case).toMatchObject({ state: 'closed', closing: 'declined' });
    const after = await browser.get<WorklistCountsDto>('/api/v1/worklist/counts');
    expect([after.body.today, after.body.all]).toEqual([before.body.today - 1, before.body.all]);
  });
});

describe('undo', () => {
  it('puts a snooze back as it was, the sequence included, and keeps it in the history', async () => {
    const { caseId, personId } = await inHand();
    const { enrolmentId, messageIds } = await aRunningSequence(api.database, practice.id, {
      ...{ caseId, personId, byUserId: robin.id },
    });
    const { body: before } = await claim(caseId);
    await browser.post(`/api/v1/cases/${caseId}/snooze`, { wakeOn: '2026-03-14', reason: 'holidays' });
    const { status, body } = await browser.post<UndoneDto>(`/api/v1/cases/${caseId}/undo`);
    expect([status, body]).toEqual([200, { undone: 'snooze', case: before.case }]);
    const enrolment = await one<{ state: string }>('select state from enrolment where id = $1', [enrolmentId]);
    expect(enrolment.state).toBe('running');
    const messages = await api.database.asSuperuser<{ state: string }>(
      'select state from outbox_message where id = any($1::uuid[])',
      [messageIds],
    );
    expect(messages.map(({ state }) => state)).toEqual(['planned', 'planned']);
    const { body: history } = await browser.get<HistoryDto>(`/api/v1/patients/${personId}/history`);
    expect(history.items.find(({ kind }) => kind === 'snooze')).toMatchObject({ undone: true, byName: 'Robin Reed' });
    expect(await browser.post(`/api/v1/cases/${caseId}/undo`)).toMatchObject({
      status: 409,
      body: { code: 'nothing_to_undo' },
    });
  });

  it('takes back a call with what it said, a closing, and a note, each once and in turn', async () => {
    const { caseId, personId } = await inHand();
    await browser.post(`/api/v1/cases/${caseId}/notes`, { text: 'Rings at work' });
    await browser.post(`/api/v1/cases/${caseId}/calls`, { outcome: 'never' });
    const undo = () => browser.post<UndoneDto>(`/api/v1/cases/${caseId}/undo`);
    expect((await undo()).body).toMatchObject({
      undone: 'call',
      case: { state: 'open', attempts: 0, lastOutcome: null },
    });
    const standing = await api.database.asSuperuser(
      `select 1 from suppression where person_id = $1 and lifted_at is null union all select 1 from contact_stop where person_id = $1 and lifted_at is null`,
      [personId],
    );
    expect(standing).toEqual([]);
    // What the records said meanwhile passed a closed case by: they are asked again.
    expect(await api.database.asSuperuser('select from changed_patient where person_id = $1', [personId])).toHaveLength(
      1,
    );
    expect((await undo()).body.undone).toBe('note');
    expect((await undo()).status).toBe(409);
  });

  it('lifts no block that stood before the act', async () => {
    const { caseId, personId } = await inHand();
    await browser.post(`/api/v1/patients/${personId}/suppressions`, { channel: 'all', reason: 'staff' });
    const before = await api.database.asSuperuser<{ id: string }>('select id from suppression where person_id = $1', [
      personId,
    ]);
    expect(before.length).toBeGreaterThan(0);
    await browser.post(`/api/v1/cases/${caseId}/calls`, { outcome: 'never' });
    expect((await browser.post<UndoneDto>(`/api/v1/cases/${caseId}/undo`)).body.undone).toBe('call');
    const standing = await api.database.asSuperuser<{ id: string }>(
      'select id from suppression where person_id = $1 and lifted_at is null',
      [personId],
    );
    expect(standing.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  });

  it('lets nothing go on that ran before the patient wrote', async () => {
    const { caseId, personId } = await inHand();
    const { enrolmentId } = await aRunningSequence(api.database, practice.id, { caseId, personId, byUserId: robin.id });
    await browser.post(`/api/v1/cases/${caseId}/close`, { closing: 'declined', reason: 'cost' });
    await api.database.asSuperuser(
      `insert into inbound_message (practice_id, id, channel, provider, provider_id, from_address, body, at, person_id, intent)
       values ($1, $2::uuid, 'sms', 'local', $2::text, '+441632960000', 'I have moved away', $3, $4, 'reply')`,
      [practice.id, newId(), new Date(NOW + 1000), personId],
    );
    api.clock.now = NOW + MINUTE;
    expect(await browser.post(`/api/v1/cases/${caseId}/undo`)).toMatchObject({
      status: 409,
      body: { code: 'nothing_to_undo' },
    });
    const enrolment = await one<{ state: string }>('select state from enrolment where id = $1', [enrolmentId]);
    expect(enrolment.state).toBe('stopped');
  });

  it('is the caller’s own, within ten minutes, and only while nothing else has happened', async () => {
    const { caseId } = await inHand();
    await browser.post(`/api/v1/cases/${caseId}/snooze`, { wakeOn: '2026-03-14', reason: 'holidays' });
    const path = `/api/v1/cases/${caseId}/undo`;
    expect(await other.post(path)).toMatchObject({ status: 409, body: { code: 'nothing_to_undo' } });
    api.clock.now = NOW + 10 * MINUTE + 1;
    expect(await browser.post(path)).toMatchObject({ status: 409, body: { code: 'nothing_to_undo' } });
    api.clock.now = NOW + MINUTE;
    expect((await browser.post(`/api/v1/cases/${caseId}/wake`)).status).toBe(200);
    expect(await browser.post(path)).toMatchObject({ status: 409, body: { code: 'nothing_to_undo' } });
  });
});

it('K24 booked while they talk: the call is kept, the case stays as the records say, and nothing further is planned', async () => {
  const { caseId, personId } = await inHand();
  await api.database.asSuperuser(`update off_track_case set state = 'resolved' where id = $1`, [caseId]);
  const path = `/api/v1/cases/${caseId}/calls`;
  const back = await browser.post(path, { outcome: 'call_back', ...SAID.call_back });
  expect(back).toMatchObject({ status: 409, body: { code: 'case_moved_on' } });
  expect(await api.database.asSuperuser('select from touchpoint where person_id = $1', [personId])).toEqual([]);
  const { status, body } = await browser.post<CallDoneDto>(path, { outcome: 'voicemail' });
  expect([status, body.case.state, body.case.attempts]).toEqual([201, 'resolved', 1]);
});

it('S4-13 S4-16 S3-27 one place for calls, notes and what the records did; an auditor reads it', async () => {
  const { caseId, personId } = await inHand();
  await browser.post(`/api/v1/cases/${caseId}/notes`, { text: 'Prefers mornings' });
  api.clock.now = NOW + MINUTE;
  await browser.post(`/api/v1/cases/${caseId}/calls`, {
    ...{ outcome: 'booked', ...SAID.booked, sentiment: 'warm', readiness: 'ready', note: 'Friday' },
  });
  const auditor = await api.signedIn(practice.id, ['auditor']);
  const { body } = await auditor.get<HistoryDto>(`/api/v1/patients/${personId}/history`);
  expect(body.items.map(({ kind, title, says, byName, tone }) => ({ kind, title, says, byName, tone }))).toEqual([
    {
      kind: 'call',
      title: 'Call: Booked',
      says: 'Next: booked for 2026-01-20 · “Friday” · warm, ready to book',
      ...{ byName: 'Robin Reed', tone: 'done' },
    },
    { kind: 'note', title: 'Note', says: 'Prefers mornings', byName: 'Robin Reed', tone: 'neutral' },
  ]);
  expect((await auditor.post(`/api/v1/cases/${caseId}/claim`)).status).toBe(403);
});

it('S0-27 nowhere does an answer set a goal of attempts', async () => {
  const { body } = await browser.get<object>('/api/openapi.json');
  expect(JSON.stringify(body)).not.toMatch(/goal|quota|attemptsTarget|targetAttempts/i);
});
