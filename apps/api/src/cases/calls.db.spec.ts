import { setTimeout as delay } from 'node:timers/promises';
import { CaseQueries, MarkQueries, newId } from '@keepwell/database';
import { CALL_OUTCOMES } from '@keepwell/domain';
import { caseRoom, DAY, MINUTE, NOW } from '../../../../test/support/case-room.js';
import type { CaseRoom } from '../../../../test/support/case-room.js';
import { aRunningSequence } from '../../../../test/support/worked-cases.js';
import type { CallDoneDto } from './dto/acts.dto.js';
import type { MyDayDto } from './dto/case-in-hand.dto.js';
import type { HistoryDto } from './dto/history.dto.js';

let api: CaseRoom['api'];
let practice: CaseRoom['practice'];
let robin: CaseRoom['robin'];
let sam: CaseRoom['sam'];
let browser: CaseRoom['browser'];
let other: CaseRoom['other'];
let claim: CaseRoom['claim'];
let fresh: CaseRoom['fresh'];
let inHand: CaseRoom['inHand'];
let one: CaseRoom['one'];

beforeAll(async () => {
  ({ api, practice, robin, sam, browser, other, claim, fresh, inHand, one } = await caseRoom());
});
afterAll(() => api.close());
beforeEach(() => {
  api.clock.now = NOW;
});

const SAID: Record<string, object> = {
  booked: { next: { kind: 'booked', on: '2026-01-20' } },
  call_back: { next: { kind: 'touchpoint', at: '2026-01-16T14:00:00Z' } },
  not_now: { next: { kind: 'reason', code: 'time' } },
  declined: { reason: 'cost' },
};

describe('a call', () => {
  it('E07 K17 a conversation, and taking it back, has the whole household asked anew; a call nobody answered has not', async () => {
    const { caseId, personId } = await fresh();
    const { personId: relativeId } = await fresh();
    await api.database.asSuperuser(`update patient set household_id = 'h-e07' where id = any($1::uuid[])`, [
      [personId, relativeId],
    ]);
    await claim(caseId);
    const marked = async () => {
      const rows = await api.database.asSuperuser<{ person_id: string }>(
        'delete from changed_patient where practice_id = $1 returning person_id',
        [practice.id],
      );
      return rows.map((row) => row.person_id).toSorted();
    };
    const owed = `select 1 from job where practice_id = $1 and kind = 'evaluate' and subject_id = $1`;
    const path = `/api/v1/cases/${caseId}`;
    await marked();
    await browser.post(`${path}/calls`, { outcome: 'no_answer' });
    expect(await marked()).toEqual([]);
    await browser.post(`${path}/calls`, { outcome: 'declined', reason: 'cost' });
    expect(await marked()).toEqual([personId, relativeId].toSorted());
    expect(await api.database.asSuperuser(owed, [practice.id])).toHaveLength(1);
    expect((await browser.post(`${path}/undo`)).status).toBe(200);
    expect(await marked()).toEqual([personId, relativeId].toSorted());
  });

  it('E07 a conversation that closed a case is taken back though a sync marks the same household at that moment', async () => {
    const marks = new MarkQueries();
    const [first, second] = [await fresh(), await fresh()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
    await api.database.asSuperuser(`update patient set household_id = 'h-both' where id = any($1::uuid[])`, [
      [first!.personId, second!.personId],
    ]);
    await claim(second!.caseId);
    await browser.post(`/api/v1/cases/${second!.caseId}/calls`, { outcome: 'declined', reason: 'cost' });
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    const { undoing } = await api.database.db.inPractice(practice.id, async (tx) => {
      await marks.persons(tx, practice.id, [first!.personId]);
      const asked = browser.post(`/api/v1/cases/${second!.caseId}/undo`);
      while ((await api.database.asSuperuser(waiting)).length === 0) await delay(5);
      await marks.persons(tx, practice.id, [second!.personId]);
      return { undoing: asked };
    });
    expect((await undoing).status).toBe(200);
  });

  it('a conversation that closed a case is taken back beside an evaluation that has written answers and counts last', async () => {
    const { caseId, personId } = await inHand();
    await browser.post(`/api/v1/cases/${caseId}/calls`, { outcome: 'declined', reason: 'cost' });
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    const nowhere = '00000000-0000-0000-0000-000000000000';
    const { undoing } = await api.database.db.inPractice(practice.id, async (tx) => {
      await tx.query('select from evaluation where person_id = $1 for update', [personId]);
      const asked = browser.post(`/api/v1/cases/${caseId}/undo`);
      while ((await api.database.asSuperuser(waiting)).length === 0) await delay(5);
      const number = { state: 'closed', rule: '', locationId: nowhere, practitionerId: nowhere, by: 0 };
      await new CaseQueries().count(tx, practice.id, [number]);
      return { undoing: asked };
    });
    expect((await undoing).status).toBe(200);
  });

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

  it('S3-56 no call is recorded: each row says so, and no request can say otherwise', async () => {
    const { caseId, personId } = await inHand();
    const path = `/api/v1/cases/${caseId}/calls`;
    for (const recording of ['on', 'consented', true]) {
      const asked = await browser.post<{ code: string }>(path, { outcome: 'no_answer', recording });
      expect([asked.status, asked.body.code]).toEqual([400, 'invalid_request']);
    }
    expect(await api.database.asSuperuser('select from touchpoint where person_id = $1', [personId])).toEqual([]);
    await browser.post(path, { outcome: 'no_answer' });
    await browser.post(path, { outcome: 'booked', ...SAID.booked });
    const rows = await api.database.asSuperuser('select recording from touchpoint where person_id = $1', [personId]);
    expect(rows).toEqual([{ recording: 'off' }, { recording: 'off' }]);
  });

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

it('S0-27 nowhere does an answer set a goal of attempts', async () => {
  const { body } = await browser.get<object>('/api/openapi.json');
  expect(JSON.stringify(body)).not.toMatch(/goal|quota|attemptsTarget|targetAttempts/i);
});

it('S4-13 S4-16 S3-27 one place for calls, notes and what the records did; an auditor reads it', async () => {
  const { caseId, personId } = await inHand();
  await browser.post(`/api/v1/cases/${caseId}/notes`, { text: 'Prefers mornings' });
  api.clock.now = NOW + MINUTE;
  await browser.post(`/api/v1/cases/${caseId}/calls`, {
    ...{
      outcome: 'booked',
      next: { kind: 'booked', on: '2026-01-20' },
      sentiment: 'warm',
      readiness: 'ready',
      note: 'Friday',
    },
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
