import { newId, RuleSettingQueries, type Connection, type Practice } from '@keepwell/database';
import { RULES } from '@keepwell/domain';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import type { WhyDto } from './dto/why.dto.js';

let api: ApiUnderTest;
let practice: Practice;
let connection: Connection;
let browser: Browser;
let personId: string;

const NOW = '2025-03-20T12:00Z';
const long = { created: '2024-01-01T00:00Z', updated: '2024-01-01T00:00Z' };

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = at(NOW);
  practice = await api.practice();
  connection = await aConnection(api.database.db, practice.id);
  const seen = { patientId: 'p1', serviceId: 'pt', startsAt: '2025-02-25T10:00Z', status: 'completed' as const };
  const records = [
    record('location', 'main', {}, long),
    record('service', 'pt', {}, long),
    record('patient', 'p1', {}, long),
    record('appointment', 'a1', seen, { created: '2025-02-20T10:00Z', updated: '2025-02-25T11:00Z' }),
  ];
  await storeFor(api.database, connection, records, at('2025-02-25T11:05Z'));
  const [row] = await api.database.asSuperuser<{ person_id: string }>(
    'select person_id from patient where practice_id = $1',
    [practice.id],
  );
  personId = row?.person_id ?? '';
  // From the 15th on the practice waits longer.
  const change = { rule: 'R10', locationId: null, mode: 'on' as const, parameters: { PT: '40 d' } };
  const by = { author: null, approvedBy: null, draftId: null, reason: 'Fewer', now: at('2025-03-15T09:00Z') };
  await api.database.db.inPractice(practice.id, (tx) => new RuleSettingQueries().change(tx, practice.id, [change], by));
  browser = await api.signedIn(practice.id, ['coordinator']);
});
afterAll(() => api.close());

const why = (asOf?: string, id = personId) =>
  browser.get<WhyDto>(`/api/v1/patients/${id}/why${asOf === undefined ? '' : `?asOf=${encodeURIComponent(asOf)}`}`);
const rulesAt = async (asOf?: string) => (await why(asOf)).body.evaluation?.findings.map(({ rule }) => rule);

describe('why a patient is listed, at any moment', () => {
  it('X09: asks with the settings of then, and says which those were', async () => {
    expect(await rulesAt('2025-03-14T12:00:00Z')).toContain('R10');
    expect(await rulesAt('2025-03-16T12:00:00Z')).not.toContain('R10');
    expect(await rulesAt()).not.toContain('R10');
    const before = (await why('2025-03-14T12:00:00Z')).body.restsOn;
    expect(before).toMatchObject({ settingsVersion: 0, settingsSince: null, mediansSince: null, modelsFittedAt: null });
    expect(before?.says).toContain('Usual gaps between visits as they are today: those of then are not on record.');
    const after = (await why()).body.restsOn;
    expect(after).toMatchObject({ settingsVersion: 1, settingsSince: '2025-03-15T09:00:00.000Z' });
    expect(after?.says).toContain('Rules as they were set then: change 1, of 2025-03-15.');
  });

  it('X02: gives every rule a verdict in a sentence, and what was known then alone', async () => {
    const { body } = await why('2025-02-24T12:00:00Z');
    expect(body.evaluation).toMatchObject({ state: 'on_track', lastVisitOn: null });
    expect(body.evaluation?.verdicts.length).toBe(RULES.length);
    expect(body.evaluation?.verdicts.every(({ says }) => says.length > 0)).toBe(true);
  });

  it('Q20: takes a date for its first instant where the practice is', async () => {
    expect((await why('2025-03-14')).body.asOf).toBe('2025-03-14T00:00:00.000Z');
  });

  it('X09: says when nothing was on record, and refuses what lies ahead or is nobody', async () => {
    const early = (await why('2023-06-01')).body.evaluation;
    expect(early?.findings).toEqual([]);
    expect(new Set(early?.verdicts.map(({ says }) => says))).toEqual(new Set(['The patient is not known yet.']));
    expect((await why('2025-03-21')).status).toBe(400);
    expect((await why('soon')).status).toBe(400);
    expect((await why(undefined, newId())).status).toBe(404);
  });

  it('A-01: leaves in the trail who asked about whom, and which moment', async () => {
    await why('2025-03-14T12:00:00Z');
    const [event] = await api.database.asSuperuser<{ subject_id: string; detail: unknown }>(
      `select subject_id, detail from audit_event where practice_id = $1 and event = 'patient.explained' order by at desc limit 1`,
      [practice.id],
    );
    expect(event).toEqual({ subject_id: personId, detail: { asOf: '2025-03-14T12:00:00.000Z' } });
  });
});
