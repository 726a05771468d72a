import { newId } from '@keepwell/database';
import { caseRoom, MINUTE, NOW } from '../../../../test/support/case-room.js';
import type { CaseRoom } from '../../../../test/support/case-room.js';
import { aRunningSequence } from '../../../../test/support/worked-cases.js';
import type { CasePageDto, WorklistCountsDto } from '../worklist/dto/case-page.dto.js';
import type { DoneDto, SnoozedDto, UndoneDto } from './dto/acts.dto.js';
import type { HistoryDto } from './dto/history.dto.js';

let api: CaseRoom['api'];
let practice: CaseRoom['practice'];
let robin: CaseRoom['robin'];
let browser: CaseRoom['browser'];
let other: CaseRoom['other'];
let claim: CaseRoom['claim'];
let inHand: CaseRoom['inHand'];
let one: CaseRoom['one'];

beforeAll(async () => {
  ({ api, practice, robin, browser, other, claim, inHand, one } = await caseRoom());
});
afterAll(() => api.close());
beforeEach(() => {
  api.clock.now = NOW;
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
    expect([status, body]).toEqual([200, { undone: 'snooze', case: before.case, resumed: [] }]);
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
