import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import type { CareTemplatesDto, OfferedTemplatesDto, TierTemplateDto } from './dto/care-templates.dto.js';
import type { PersonTiersDto } from './dto/tiers.dto.js';
import type { PatientCareDto } from './dto/patient-care.dto.js';

const TEMPLATES = '/api/v1/care-templates';
const NOW = '2026-03-20T12:00:00Z';
let api: ApiUnderTest;
let practiceId: string;
let manager: Browser;
let coordinator: Browser;
let auditor: Browser;

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = Date.parse(NOW);
  practiceId = (await api.practice({})).id;
  manager = await api.signedIn(practiceId, ['manager']);
  coordinator = await api.signedIn(practiceId, ['coordinator']);
  auditor = await api.signedIn(practiceId, ['auditor']);
});
afterAll(() => api.close());

const visits = { kinds: ['treatment'], lines: [], services: [] };
const gold = {
  ...{ id: 'gold', name: 'Gold', specialty: 'DPC', pattern: 'mid', names: ['Gold plus'], expectations: [] },
  includes: [{ id: 'visits', name: 'Visits', visit: visits, units: 2, per: 'month' }],
  followUp: { visit: visits, every: '1 month', grace: '7 d' },
};
const program = {
  ...{ id: 'six', name: 'Six months', specialty: 'PR', names: [], months: 6, leadsTo: 'gold' },
  expectations: [
    { id: 'labs', name: 'Labs', visit: { lines: ['labs'] }, score: null, at: [], every: '1 month', grace: '7 d' },
  ],
};
const saved = (basedOn: number, tiers: unknown[] = [gold]) => ({
  ...{ basedOn, reason: 'As we sell it', programs: [program] },
  tiers,
});

describe('S0-01 S4-19 what the practice means patients to get', () => {
  it('S0-01 S4-19 is saved by a manager as a version of its own, read by everybody, and can be looked back at', async () => {
    expect((await coordinator.get(TEMPLATES)).body).toEqual({ version: 0, programs: [], tiers: [], history: [] });
    expect((await coordinator.send('PUT', TEMPLATES, saved(0))).status).toBe(403);
    const { body, status } = await manager.send<CareTemplatesDto>('PUT', TEMPLATES, saved(0));
    expect([status, body.version, body.history.map(({ version, reason }) => [version, reason])]).toEqual([
      ...[200, 1],
      [[1, 'As we sell it']],
    ]);
    expect(body.programs[0]?.expectations[0]).toMatchObject({ visit: { kinds: [], lines: ['labs'], services: [] } });
    expect((await auditor.get<CareTemplatesDto>(TEMPLATES)).body).toEqual(body);
    const owed = await api.database.asSuperuser(`select 1 from job where practice_id = $1 and kind = 'evaluate'`, [
      practiceId,
    ]);
    expect(owed).toHaveLength(1);
  });

  it('S4-19 takes nothing that somebody else has changed meanwhile, and says everything that is wrong', async () => {
    expect(await manager.send('PUT', TEMPLATES, saved(0))).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const wrong: Partial<Record<keyof TierTemplateDto, unknown>> = {
      ...gold,
      pattern: 'golden',
      followUp: { visit: visits, every: 'monthly', grace: '7 d' },
    };
    const answer = await manager.send<{ errors: string[] }>('PUT', TEMPLATES, saved(1, [wrong, { ...gold, extra: 1 }]));
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([
      'tiers 1 (gold): pattern is one of entry, mid, high_touch.',
      'tiers 1 (gold), followUp: every is "monthly": write a number and a unit, "30 d", "4 weeks" or "1 month".',
      expect.stringMatching(/^tiers 2 \(gold\): extra is nothing known here/),
      'tiers: the id "gold" is there twice; give each its own.',
    ]);
    expect((await manager.get<CareTemplatesDto>(TEMPLATES)).body.version).toBe(1);
  });
});

it('S0-01 S4-19 offers what ships for a specialty to a practice that writes its own, as far as it has not described it', async () => {
  const { id } = await api.practice({ settings: { specialty: 'MB' } });
  const admin = await api.signedIn(id, ['admin']);
  const offered = async () => {
    const { programs, tiers } = (await admin.get<OfferedTemplatesDto>(`${TEMPLATES}/offered`)).body;
    return [...programs, ...tiers].map(({ id: each }) => each);
  };
  expect(await offered()).toEqual([]);
  expect(
    (await admin.send('PUT', TEMPLATES, saved(0, [gold, { ...gold, id: 'ours', name: 'mid', specialty: 'MB' }])))
      .status,
  ).toBe(200);
  expect(await offered()).toEqual(['member_entry', 'member_high_touch']);
  const coordinatorThere = await api.signedIn(id, ['coordinator']);
  expect((await coordinatorThere.get(`${TEMPLATES}/offered`)).status).toBe(403);
});

describe('S4-08 a patient’s tier and program', () => {
  let personId: string;

  beforeAll(async () => {
    const connection = await aConnection(api.database.db, practiceId, { name: 'Clinic' });
    const at = (id: string, startsAt: string, status: 'completed' | 'booked', serviceId: string) =>
      record('appointment', id, { patientId: 'p1', startsAt, status, serviceId });
    await storeFor(
      api.database,
      connection,
      [
        record('service', 'office', { name: 'Office visit', line: 'dpc', kind: 'treatment', specialty: 'DPC' }),
        record('service', 'blood', { name: 'Blood panel', line: 'labs', kind: 'other' }),
        record('patient', 'p1'),
        record('membership', 'm1', {
          patientId: 'p1',
          tier: 'gold plus',
          status: 'active',
          startedAt: '2026-01-10T08:00Z',
        }),
        record('program', 'g1', { patientId: 'p1', name: 'Reset', startedAt: '2026-01-05T08:00Z' }),
        ...[at('a1', '2026-03-05T10:00Z', 'completed', 'office'), at('a2', '2026-03-27T10:00Z', 'booked', 'office')],
        at('a3', '2026-02-06T10:00Z', 'completed', 'blood'),
      ],
      Date.parse(NOW),
    );
    const [patient] = await api.database.asSuperuser<{ id: string }>(
      `select id from patient where practice_id = $1 and source_id = 'p1'`,
      [practiceId],
    );
    personId = patient?.id ?? '';
  });

  it('S4-08 S4-10 S4-12 S4-11 shows tier, what of it is used, what is covered, and the milestones of the program', async () => {
    const { body, status } = await coordinator.get<PatientCareDto>(`/api/v1/patients/${personId}/care`);
    expect(status).toBe(200);
    const [tier] = body.memberships;
    expect(tier).toMatchObject({
      ...{ membershipId: 'm1', standing: 'active', since: '2026-01-10', tier: { name: 'Gold', pattern: 'mid' } },
      includes: [{ name: 'Visits', units: 2, used: 1, booked: 1, since: '2026-03-01' }],
      followUp: { every: '1 month', last: '2026-03-05', booked: '2026-03-27', isLate: false },
    });
    expect(tier?.covers).toEqual([
      { service: 'Blood panel', coveredBy: null },
      { service: 'Office visit', coveredBy: 'Visits' },
    ]);
    const [course] = body.programs;
    expect(course).toMatchObject({
      ...{ name: 'Reset', from: '2026-01-05', until: '2026-07-05' },
      leadsTo: { tier: { id: 'gold' }, membershipId: 'm1' },
    });
    expect(course?.milestones[0]?.points.map(({ due, state }) => [due, state])).toEqual([
      ['2026-02-05', 'done'],
      ['2026-03-05', 'overdue'],
      ['2026-04-05', 'upcoming'],
    ]);
  });

  it('S4-10 names the tiers of many patients at once, and of none in another practice', async () => {
    const stranger = '018f0000-0000-7000-8000-000000000009';
    const ask = (browser: Browser) =>
      browser.post<PersonTiersDto[]>('/api/v1/patients/tiers', { personIds: [stranger, personId] });
    expect((await ask(coordinator)).body).toEqual([{ personId, tiers: [{ name: 'Gold', pattern: 'mid' }] }]);
    const elsewhere = (await api.practice({})).id;
    expect(await ask(await api.signedIn(elsewhere, ['coordinator']))).toMatchObject({ status: 200, body: [] });
    expect((await coordinator.post('/api/v1/patients/tiers', { personIds: ['everybody'] })).status).toBe(400);
  });

  it('S4-08 leaves a trace of who looked, and says when there is no such patient', async () => {
    const [looked] = await api.database.asSuperuser<{ n: number }>(
      `select count(*)::int as n from audit_event where practice_id = $1 and event = 'patient.care_viewed' and subject_id = $2`,
      [practiceId, personId],
    );
    expect(looked?.n).toBeGreaterThan(0);
    const nobody = '018f0000-0000-7000-8000-000000000009';
    expect((await coordinator.get(`/api/v1/patients/${nobody}/care`)).status).toBe(404);
  });
});
