import type { Practice } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import type { CasePageDto } from '../worklist/dto/case-page.dto.js';
import type { InterestDto, PreferencesDto } from './dto/preferences.dto.js';

let api: ApiUnderTest;
let practice: Practice;
let coordinator: Browser;
let persons: string[];
const NOW = Date.parse('2026-03-10T12:00:00Z');

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = NOW;
  practice = await api.practice({ timezone: 'Europe/London' });
  await fillWorklist(api.database, practice.id, { cases: 10 });
  coordinator = await api.signedIn(practice.id, ['coordinator']);
  persons = (
    await api.database.asSuperuser<{ id: string }>(
      `select c.person_id as id from off_track_case c where c.practice_id = $1 and c.state = 'open' and not c.backlog order by c.id`,
      [practice.id],
    )
  ).map(({ id }) => id);
});
afterAll(() => api.close());

const address = (personId = persons[0]) => `/api/v1/patients/${personId}/preferences`;
const set = (said: object, personId = persons[0]) =>
  coordinator.send<PreferencesDto>('PUT', address(personId), {
    line: null,
    intervalDays: null,
    interests: [],
    ...said,
  });

it('S1-06 what staff agreed with a patient is said, kept with its history, and has them looked at again', async () => {
  expect((await coordinator.get<PreferencesDto>(address())).body).toMatchObject({ intervalDays: null, interests: [] });
  await api.database.asSuperuser('delete from changed_patient where practice_id = $1', [practice.id]);
  const said = await set({ intervalDays: 90, line: ' Hygiene ', interests: [' Whitening', 'whitening', 'Botox'] });
  expect(said.body).toEqual({
    ...{ intervalDays: 90, line: 'Hygiene', interests: ['botox', 'whitening'] },
    ...{ by: 'Robin Reed', at: '2026-03-10T12:00:00.000Z' },
  });
  expect(
    await api.database.asSuperuser('select person_id from changed_patient where practice_id = $1', [practice.id]),
  ).toEqual([{ person_id: persons[0] }]);
  api.clock.now = NOW + 60_000;
  await set({ intervalDays: 120, interests: ['whitening'] });
  expect(
    await api.database.asSuperuser(
      'select interval_days, ended_at is null as "inForce" from patient_preference where person_id = $1 order by at',
      [persons[0]],
    ),
  ).toEqual([
    { interval_days: 90, inForce: false },
    { interval_days: 120, inForce: true },
  ]);
  const events = await api.database.asSuperuser<{ subject_id: string; detail: object }>(
    `select subject_id, detail from audit_event where event = 'patient.preferences_set' and practice_id = $1 order by at, id`,
    [practice.id],
  );
  expect(events).toHaveLength(2);
  expect(events[1]).toMatchObject({ subject_id: persons[0], detail: { intervalDays: 120, interests: ['whitening'] } });
});

it('S1-06 the list is narrowed by an interest, and the interests are offered', async () => {
  await set({ interests: ['Whitening'] }, persons[1]);
  const listed = async (query: string) =>
    (await coordinator.get<CasePageDto>(`/api/v1/worklist?tab=all&limit=50${query}`)).body.items.map(
      ({ personId }) => personId,
    );
  expect(new Set(await listed('&interest=%20WHITENING'))).toEqual(new Set([persons[0], persons[1]]));
  expect((await listed('')).length).toBeGreaterThan(2);
  expect(await listed('&interest=skiing')).toEqual([]);
  expect((await coordinator.get<InterestDto[]>('/api/v1/interests')).body).toEqual([
    { interest: 'whitening', people: 2, listed: null },
  ]);
});

it('S1-06 says of each interest how many rows of a tab it would leave, of cases and of people without one', async () => {
  const other = await api.practice();
  await fillWorklist(api.database, other.id, { cases: 40, watch: 5, tasks: 3 });
  const manager = await api.signedIn(other.id, ['manager']);
  const people = await api.database.asSuperuser<{ id: string }>(
    'select id from patient where practice_id = $1 order by sequence',
    [other.id],
  );
  for (const [n, { id }] of people.entries()) {
    const interests = n % 2 === 0 ? ['whitening'] : ['botox', 'whitening'];
    await manager.send('PUT', `/api/v1/patients/${id}/preferences`, { intervalDays: null, line: null, interests });
  }
  const tabs = ['today', 'waiting', 'in_outreach', 'backlog', 'resolved', 'at_risk', 'tasks', 'all'] as const;
  for (const tab of tabs) {
    const { body } = await manager.get<InterestDto[]>(`/api/v1/interests?tab=${tab}`);
    for (const [interest, people] of [
      ['whitening', 45],
      ['botox', 22],
    ] as const) {
      const rows = await manager.get<CasePageDto>(`/api/v1/worklist?tab=${tab}&limit=200&interest=${interest}`);
      const listed = rows.body.items.length;
      expect([tab, body.find((one) => one.interest === interest)]).toEqual([tab, { interest, people, listed }]);
    }
    expect([tab, body.some(({ listed }) => (listed ?? 0) > 0)]).toEqual([tab, true]);
  }
  expect((await manager.get('/api/v1/interests?tab=soon')).status).toBe(400);
});

it('S1-06 X09 a list of the past goes by what was said then', async () => {
  const [, , person] = persons;
  api.clock.now = Date.now();
  const later = await api.signedIn(practice.id, ['coordinator']);
  const say = (...interests: string[]) =>
    later.send('PUT', address(person), { intervalDays: null, line: null, interests });
  await say('sailing');
  const asOf = new Date(Date.now() + 1).toISOString();
  api.clock.now = Date.parse(asOf) + 60_000;
  await say('rowing');
  const listed = async (where: string) =>
    (await later.get<CasePageDto>(`/api/v1/worklist${where}`)).body.items.map(({ personId }) => personId);
  expect(await listed('?tab=all&interest=rowing')).toEqual([person]);
  expect(await listed(`/past?tab=all&interest=sailing&asOf=${asOf}`)).toEqual([person]);
  expect(await listed(`/past?tab=all&interest=rowing&asOf=${asOf}`)).toEqual([]);
  await say();
  api.clock.now = NOW;
});

it('S1-06 is taken back by saying nothing, refuses what is none, and is not the auditor’s to say', async () => {
  expect((await set({}, persons[1])).body).toMatchObject({ intervalDays: null, interests: [], by: null });
  expect((await coordinator.get<InterestDto[]>('/api/v1/interests')).body).toEqual([
    { interest: 'whitening', people: 1, listed: null },
  ]);
  expect(await set({ intervalDays: 0 })).toMatchObject({ status: 400 });
  expect(await set({ line: 'hygiene' })).toMatchObject({ status: 400 });
  expect(await set({ interests: ['x'.repeat(41)] })).toMatchObject({ status: 400 });
  const auditor = await api.signedIn(practice.id, ['auditor']);
  const said = { intervalDays: 90, line: null, interests: [] };
  expect((await auditor.send('PUT', address(), said)).status).toBe(403);
  expect((await auditor.get(address())).status).toBe(200);
});
