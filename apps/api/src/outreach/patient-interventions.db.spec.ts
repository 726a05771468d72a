import { newId } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { Answer, ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { aRunningSequence } from '../../../../test/support/worked-cases.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import type { HistoryDto } from '../cases/dto/history.dto.js';
import type { InterventionActDto, PatientInterventionsDto } from './dto/patient-interventions.dto.js';

const NOW = Date.parse('2026-01-13T10:00:00.000Z');
const MINUTE = 60_000;

let api: ApiUnderTest;
let practice: Practice;
let robin: { id: string };
let browser: Browser;
let other: Browser;
let cases: { caseId: string; personId: string }[];

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = NOW;
  practice = await api.practice();
  await fillWorklist(api.database, practice.id, { cases: 12, now: NOW });
  const user = await api.user(practice.id, ['coordinator'], { displayName: 'Robin Reed' });
  robin = user;
  browser = await api.browser().signIn(user);
  other = await api.browser().signIn(await api.user(practice.id, ['manager'], { displayName: 'Sam Stone' }));
  cases = await api.database.asSuperuser(
    `select id as "caseId", person_id as "personId" from off_track_case where practice_id = $1 and state = 'open' order by id`,
    [practice.id],
  );
});
afterAll(() => api.close());
beforeEach(() => {
  api.clock.now = NOW;
});

const fresh = () => cases.shift() ?? { caseId: '', personId: '' };
const pathOf = (personId: string) => `/api/v1/patients/${personId}/interventions`;
const HANDOFF = { kind: 'handoff', key: 'book_before_leaving', outcome: 'done' } as const;
type Said = InterventionActDto & { code: string; field: string; detail: string };
const say = (personId: string, body: object, by = browser): Promise<Answer<Said>> => by.post(pathOf(personId), body);
const undo = (personId: string, id: string, by = browser): Promise<Answer<Said>> =>
  by.post(`${pathOf(personId)}/${id}/undo`);
const shown = async (personId: string, by = browser) => (await by.get<PatientInterventionsDto>(pathOf(personId))).body;
const historyOf = async (personId: string) =>
  (await browser.get<HistoryDto>(`/api/v1/patients/${personId}/history`)).body.items.filter(
    ({ kind }) => kind === 'intervention',
  );

describe('what was done of the interventions', () => {
  it('S2-05 says that a handoff was done, by whom and when, with the version that was in force, of the case that stands', async () => {
    const { caseId, personId } = fresh();
    const { status, body } = await say(personId, { ...HANDOFF, note: ' They took the Thursday ' });
    expect([status, body]).toEqual([
      201,
      {
        ...{ id: body.id, kind: 'handoff', key: 'book_before_leaving', version: 1, outcome: 'done' },
        ...{ title: 'Book the next visit before they leave', reason: null, reasonLabel: null },
        ...{ note: 'They took the Thursday', byName: 'Robin Reed', at: '2026-01-13T10:00:00.000Z' },
        ...{ undone: false, undoUntil: '2026-01-13T10:10:00.000Z' },
      },
    ]);
    expect((await shown(personId)).acts).toEqual([body]);
    expect((await shown(personId, other)).acts).toMatchObject([{ id: body.id, byName: 'Robin Reed', undoUntil: null }]);
    const [row] = await api.database.asSuperuser('select case_id, by_user_id from intervention_act where id = $1', [
      body.id,
    ]);
    expect(row).toEqual({ case_id: caseId, by_user_id: robin.id });
    expect(await historyOf(personId)).toMatchObject([
      { title: 'Done: Book the next visit before they leave', says: '“They took the Thursday”', byName: 'Robin Reed' },
    ]);
  });

  it('S2-05 of any kind says that it was left out, and why; a note never reaches the trail', async () => {
    const { personId } = fresh();
    const left = { kind: 'talk', key: 'general', outcome: 'skipped', reason: 'needs_clinician', note: 'Secretnote' };
    expect(await say(personId, left)).toMatchObject({
      status: 201,
      body: { outcome: 'skipped', reason: 'needs_clinician', reasonLabel: 'A clinician must decide first' },
    });
    const sequence = { kind: 'sequence', key: 'any_check_in', outcome: 'skipped', reason: 'not_needed' };
    expect((await say(personId, sequence)).status).toBe(201);
    expect((await historyOf(personId)).map(({ title, says }) => [title, says])).toEqual(
      expect.arrayContaining([
        ['Left out: A conversation for any reason', 'A clinician must decide first · “Secretnote”'],
        ['Left out: Checking in: text, mail, call', 'Settled without it'],
      ]),
    );
    const trail = await api.database.asSuperuser<{ detail: object }>(
      `select detail from audit_event where event = 'intervention.recorded' and subject_id = $1 order by at, id`,
      [personId],
    );
    expect(trail.map(({ detail }) => detail)).toEqual([
      { kind: 'talk', key: 'general', version: 1, outcome: 'skipped', reason: 'needs_clinician' },
      { kind: 'sequence', key: 'any_check_in', version: 1, outcome: 'skipped', reason: 'not_needed' },
    ]);
  });

  it.each<[string, object, string]>([
    ['a talk done', { kind: 'talk', key: 'general', outcome: 'done' }, 'A conversation is recorded as a call'],
    ['a sequence done', { kind: 'sequence', key: 'any_check_in', outcome: 'done' }, 'A sequence counts from its start'],
    ['one left out without a reason', { ...HANDOFF, outcome: 'skipped' }, 'Say why it was left out'],
    [
      'a reason for what was done',
      { ...HANDOFF, reason: 'not_here' },
      'A reason is given with what was left out alone',
    ],
    ['an intervention that is none', { ...HANDOFF, key: 'dance' }, 'There is no handoff of this key'],
    ['a handoff by the name of a talk', { ...HANDOFF, key: 'general' }, 'There is no handoff of this key'],
  ])('S2-05 refuses %s', async (_, body, sentence) => {
    const { personId } = cases[0] ?? { personId: '' };
    const answer = await say(personId, body);
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining(sentence)]);
    expect((await shown(personId)).acts).toEqual([]);
  });

  it('S2-05 is said once, whoever presses twice at once; the contrary can be said after it', async () => {
    const { personId } = fresh();
    const left = { ...HANDOFF, outcome: 'skipped', reason: 'not_here' };
    const answers = await Promise.all([browser, other, browser, other].map((by) => say(personId, left, by)));
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toEqual([201]);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
    expect((await say(personId, HANDOFF, other)).status).toBe(201);
    expect((await shown(personId)).acts).toHaveLength(2);
    api.clock.now = NOW + 11 * MINUTE;
    expect((await say(personId, left)).status).toBe(201);
  });

  it('S2-05 is taken back once, by whoever said it, within ten minutes, and stays in the history', async () => {
    const { personId } = fresh();
    const { id } = (await say(personId, HANDOFF)).body;
    expect(await undo(personId, id, other)).toMatchObject({ status: 409, body: { code: 'nothing_to_undo' } });
    expect((await undo(fresh().personId, id)).status).toBe(404);
    api.clock.now = NOW + 9 * MINUTE;
    expect(await undo(personId, id)).toMatchObject({ status: 200, body: { undone: true, undoUntil: null } });
    expect((await undo(personId, id)).status).toBe(409);
    expect(await historyOf(personId)).toMatchObject([{ undone: true, byName: 'Robin Reed' }]);
    const again = (await say(personId, HANDOFF)).body.id;
    api.clock.now += 10 * MINUTE + 1;
    expect((await undo(personId, again)).status).toBe(409);
    expect((await shown(personId)).acts.map(({ undone }) => undone)).toEqual([false, true]);
  });

  it('S2-05 points to the talks and sequences that are on record elsewhere, and doubles none', async () => {
    const { caseId, personId } = fresh();
    expect(await shown(personId)).toMatchObject({ acts: [], lastTalk: null, sequences: [] });
    const { enrolmentId } = await aRunningSequence(api.database, practice.id, { caseId, personId, byUserId: robin.id });
    await api.database.asSuperuser(
      `insert into sequence (practice_id, id, key, version, name, purpose, steps, state, origin)
       select practice_id, sequence_id, 'any_check_in', 2, 'Checking in', 'service', '[]', 'approved', 'playbook' from enrolment where id = $1`,
      [enrolmentId],
    );
    await browser.post(`/api/v1/cases/${caseId}/claim`);
    const call = { outcome: 'not_now', next: { kind: 'reason', code: 'time' } };
    expect((await browser.post(`/api/v1/cases/${caseId}/calls`, call)).status).toBe(201);
    const { acts, lastTalk, sequences } = await shown(personId);
    expect(acts).toEqual([]);
    expect(lastTalk).toEqual({ at: '2026-01-13T10:00:00.000Z', byName: 'Robin Reed' });
    expect(sequences).toMatchObject([{ key: 'any_check_in', version: 2, byName: 'Robin Reed' }]);
    await browser.post(`/api/v1/cases/${caseId}/undo`);
    expect((await shown(personId)).lastTalk).toBeNull();
  });

  it('N-04 S2-05 is closed to another practice, and an auditor reads alone', async () => {
    const { personId } = fresh();
    const { id } = (await say(personId, HANDOFF)).body;
    const stranger = await api.signedIn((await api.practice()).id, ['manager']);
    expect((await stranger.get(pathOf(personId))).status).toBe(404);
    expect((await say(personId, HANDOFF, stranger)).status).toBe(404);
    expect((await undo(personId, id, stranger)).status).toBe(404);
    const auditor = await api.signedIn(practice.id, ['auditor']);
    expect((await shown(personId, auditor)).acts).toHaveLength(1);
    expect((await say(personId, HANDOFF, auditor)).status).toBe(403);
    expect((await undo(personId, newId(), auditor)).status).toBe(403);
  });
});
