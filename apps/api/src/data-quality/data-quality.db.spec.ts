import { newId, QuarantineQueries, SecretStore } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import type { AlarmListDto, BoardDto, HealthDto } from './dto/health.dto.js';
import type {
  QuarantineCodeDto,
  QuarantinedTextDto,
  RecordViewDto,
  StatusWordDto,
  MatchedPageDto,
  PaymentCountsDto,
  UnmatchedPageDto,
} from './dto/records.dto.js';

let api: ApiUnderTest;
let practice: Practice;
let connectionId: string;
let integrator: Browser;
const NOW = Date.parse('2026-03-10T12:00:00Z');

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = NOW;
  practice = await api.practice({ timezone: 'Europe/London' });
  ({ id: connectionId } = await aConnection(api.database.db, practice.id, { name: 'Front desk' }));
  integrator = await api.signedIn(practice.id, ['integrator']);
});
afterAll(() => api.close());

const store = (records: ReturnType<typeof record>[], now = NOW) =>
  storeFor(api.database, { practiceId: practice.id, id: connectionId }, records, now);
const of = (path: string) => `/api/v1/connections/${connectionId}/${path}`;

it('S2-08 the board shows bookings by status as they stand, beside the count of the source', async () => {
  await store([
    record('patient', 'p1'),
    record('patient', 'p2'),
    ...['booked', 'cancelled', 'no_show'].map((status, n) =>
      record('appointment', `b${n}`, { patientId: 'p1', startsAt: `2026-03-10T1${n}:00Z`, status: status as 'booked' }),
    ),
    record('appointment', 'b9', { patientId: 'p1', startsAt: '2026-03-16T23:30Z', status: 'booked' }),
    record('appointment', 'b10', { patientId: 'p1', startsAt: '2026-03-17T00:30Z', status: 'booked' }),
  ]);
  const board = async () => (await integrator.get<BoardDto>(of('board'))).body;
  const shown = (rows: BoardDto['today']) =>
    rows
      .filter(({ ours, source }) => ours > 0 || (source ?? 0) > 0)
      .map(({ status, ours, source, oursThen }) => [status, ours, source, oursThen]);
  const before = await board();
  expect(shown(before.today)).toEqual([
    ['booked', 1, null, null],
    ['cancelled', 1, null, null],
    ['no_show', 1, null, null],
  ]);
  expect(shown(before.week)[0]).toEqual(['booked', 2, null, null]);
  expect(before).toMatchObject({ comparedAt: null, patients: 2, withoutBooking: 1 });
  const days = Array.from({ length: 7 }, (_, n) => `2026-03-${10 + n}`);
  const told = [
    { day: '2026-03-10', status: 'booked', n: 1 },
    { day: '2026-03-10', status: 'cancelled', n: 1 },
    { day: '2026-03-16', status: 'booked', n: 1 },
  ];
  await api.database.asSuperuser(
    `insert into compare_run (practice_id, id, connection_id, stream, state, started_at, finished_at, told, kept)
     values ($1, $2, $3, 'all', 'ok', '2026-03-10T02:00Z', '2026-03-10T02:05Z', $4, $5)`,
    [practice.id, newId(), connectionId, JSON.stringify({ days, counts: told }), JSON.stringify(told)],
  );
  const after = await board();
  expect(after.comparedAt).toBe('2026-03-10T02:05:00.000Z');
  expect(shown(after.today)).toEqual([
    ['booked', 1, 1, 1],
    ['cancelled', 1, 1, 1],
    ['no_show', 1, 0, 0],
  ]);
  expect(shown(after.week)[0]).toEqual(['booked', 2, 2, 2]);
});

it('X09 shows a record as it stands, what it said before, and as it was handed over', async () => {
  await store([record('service', 'knee', { name: 'Knee', line: 'knee' }, { updated: '2026-03-01T10:00Z' })]);
  await store([record('service', 'knee', { name: 'Knee school', line: 'knee' }, { updated: '2026-03-02T10:00Z' })]);
  const { body } = await integrator.get<RecordViewDto>(of('records?kind=service&id=knee'));
  expect(body).toMatchObject({
    ...{ kind: 'service', id: 'knee', stream: 'all', absentSince: null },
    current: { data: { name: 'Knee school' }, updatedAt: '2026-03-02T10:00:00.000Z', goneAt: null },
    versions: [{ data: { name: 'Knee' } }],
    handedOver: { data: { name: 'Knee school', line: 'knee' }, raw: null, connectorVersion: 1 },
  });
  expect((await integrator.get(of('records?kind=service&id=hip'))).status).toBe(404);
  expect((await integrator.get(of('records?kind=secret&id=hip'))).status).toBe(400);
});

it('S-07 what was put aside is counted by reason, opened under audit, and let go with a reason', async () => {
  const secrets = new SecretStore(api.database.masterKey);
  const raw = JSON.stringify({ patient: 'Quillfeather' });
  await api.database.db.inPractice(practice.id, (tx) =>
    new QuarantineQueries(secrets).put(tx, { practiceId: practice.id, connectionId, stream: 'all' }, null, 3, [
      ...['x1', 'x2'].map((id) => ({
        ...{ kind: 'appointment', sourceId: id, code: 'record_invalid', reason: 'No start.' },
        ...{ where: null, waitsFor: null, raw, rawForm: 'source' as const },
      })),
    ]),
  );
  const codes = async () => (await integrator.get<QuarantineCodeDto[]>(of('quarantine/codes'))).body;
  expect(await codes()).toEqual([{ code: 'record_invalid', kind: 'appointment', records: 2 }]);
  const list = await integrator.get<{ items: { id: string }[] }>(of('quarantine?code=record_invalid'));
  expect((await integrator.get<{ items: unknown[] }>(of('quarantine?code=other'))).body.items).toEqual([]);
  expect(list.text).not.toContain('Quillfeather');
  const [item] = list.body.items;
  const opened = await integrator.get<QuarantinedTextDto>(of(`quarantine/${item?.id}`));
  expect(opened.body).toMatchObject({ form: 'source', raw, connectorVersion: 3 });
  const trail = await api.database.asSuperuser(
    `select event, detail->>'code' as code from audit_event where subject_id = $1`,
    [item?.id],
  );
  expect(trail).toEqual([{ event: 'quarantine.opened', code: 'record_invalid' }]);
  const dismiss = () =>
    integrator.post<{ code: string }>(of(`quarantine/${item?.id}/dismiss`), { reason: 'A test of theirs.' });
  expect((await dismiss()).status).toBe(204);
  expect(await dismiss()).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(await codes()).toMatchObject([{ records: 1 }]);
  const coordinator = await api.signedIn(practice.id, ['coordinator']);
  expect((await coordinator.get(of(`quarantine/${item?.id}`))).status).toBe(403);
});

it('shows words of the source, and owes the records that were read before to the worker', async () => {
  await store(
    [
      record('appointment', 'b2', {
        patientId: 'p1',
        startsAt: '2026-03-10T12:00Z',
        status: 'unknown',
        rawStatus: 'DNA',
      }),
    ],
    NOW + 1000,
  );
  expect((await integrator.get<StatusWordDto[]>(of('words'))).body).toMatchObject([
    { word: 'dna', status: 'unknown', records: 1 },
  ]);
  const said = await integrator.send<StatusWordDto[]>('PUT', of('words'), { word: ' DNA', status: 'no_show' });
  expect(said.body).toMatchObject([{ word: 'dna', means: 'no_show', by: 'Robin Reed', applied: false }]);
  expect(
    await api.database.asSuperuser(`select from job where kind = 'watch' and practice_id = $1`, [practice.id]),
  ).toHaveLength(1);
  expect(await integrator.send('PUT', of('words'), { word: 'DNA', status: 'perhaps' })).toMatchObject({ status: 400 });
});

it('tells how streams stand, and what is wrong', async () => {
  await api.database.asSuperuser(
    `insert into stream_state (practice_id, connection_id, stream, watermark, kinds, mode, compares) values ($1, $2, 'Appointment', $3, '{appointment}', 'delta', true)`,
    [practice.id, connectionId, new Date(NOW - 3_600_000)],
  );
  await api.database.asSuperuser(
    `insert into alarm (practice_id, id, connection_id, code, subject, says, detail, opened_at) values ($1, $2, $3, 'field_vanished', 'Appointment appointment.serviceId', 'Gone.', '{"rules":["R01"]}', $4)`,
    [practice.id, newId(), connectionId, new Date(NOW)],
  );
  const health = async () => (await integrator.get<HealthDto>(of('health'))).body;
  const body = await health();
  expect(body.streams.find(({ name }) => name === 'Appointment')).toMatchObject({
    ...{ mode: 'delta', kinds: ['appointment'], fresh: true, compares: true, doubtfulSince: null, differences: null },
    volume: { seen: 0, expected: null, low: false, high: false },
  });
  expect(body.alarms).toMatchObject([{ code: 'field_vanished', rules: ['R01'], closedAt: null }]);
  await api.database.asSuperuser('update stream_state set watermark = $2 where connection_id = $1', [
    connectionId,
    new Date(NOW - 6 * 3_600_000 - 1),
  ]);
  expect((await health()).streams.find(({ name }) => name === 'Appointment')?.fresh).toBe(false);
  const coordinator = await api.signedIn(practice.id, ['coordinator']);
  expect((await coordinator.get<AlarmListDto>('/api/v1/alarms')).body).toMatchObject({
    open: [{ connection: 'Front desk' }],
    ended: [],
  });
});

it('compares when asked, a range or everything, and says why not', async () => {
  expect(await integrator.post(of('compare'), { from: '2026-03-01', to: '2026-03-08' })).toMatchObject({ status: 202 });
  expect(await integrator.post(of('compare'), { from: '2026-03-01' })).toMatchObject({ status: 400 });
  expect(await integrator.post(of('compare'), { from: '2026-03-08', to: '2026-03-01' })).toMatchObject({ status: 400 });
  const asked = await api.database.asSuperuser(
    `select asked_from from compare_run where connection_id = $1 and state = 'asked'`,
    [connectionId],
  );
  expect(asked).toEqual([{ asked_from: new Date('2026-03-01') }]);
  await api.database.asSuperuser('update stream_state set compares = false where connection_id = $1', [connectionId]);
  expect(await integrator.post(of('compare'), {})).toMatchObject({ status: 409 });
});

describe('a payment nobody can be found for', () => {
  const paid = (updated: string, amountMinor = 5000) =>
    record('payment', 'pay1', { patientId: null, at: '2026-03-01T10:00Z', amountMinor, currency: 'GBP' }, { updated });

  it('S4-06 is listed, is matched by a person, and stays matched whatever is read again', async () => {
    const coordinator = await api.signedIn(practice.id, ['coordinator']);
    await store([
      paid('2026-03-01T10:00Z'),
      record('payment', 'pay2', { patientId: 'p1', invoiceId: 'nowhere', at: '2026-03-01T11:00Z', amountMinor: 100 }),
      record('invoice', 'inv3', { patientId: 'p1' }),
      record('payment', 'pay3', { patientId: 'p1', invoiceId: 'inv3', at: '2026-03-01T11:00Z', amountMinor: 100 }),
    ]);
    const unmatched = async () => (await coordinator.get<UnmatchedPageDto>('/api/v1/payments/unmatched')).body.items;
    expect((await unmatched()).map(({ sourceId, because }) => `${sourceId} ${because}`).toSorted()).toEqual([
      'pay1 no_patient',
      'pay2 invoice_unknown',
    ]);
    const payment = (await unmatched()).find(({ sourceId }) => sourceId === 'pay1');
    const [person] = await api.database.asSuperuser<{ id: string }>(
      `select id from patient where practice_id = $1 and source_id = 'p2'`,
      [practice.id],
    );
    await api.database.asSuperuser('delete from changed_patient where practice_id = $1', [practice.id]);
    const match = `/api/v1/payments/${payment?.id}/match`;
    expect((await coordinator.post(match, { personId: person?.id })).status).toBe(204);
    expect((await unmatched()).map(({ sourceId }) => sourceId)).toEqual(['pay2']);
    const marked = await api.database.asSuperuser(
      'select person_id as id from changed_patient where practice_id = $1',
      [practice.id],
    );
    expect(marked).toEqual([person]);

    const counts = async () => (await coordinator.get<PaymentCountsDto>('/api/v1/payments/counts')).body;
    expect(await counts()).toEqual({
      noPatient: 0,
      invoiceUnknown: 1,
      membershipUnknown: 0,
      matched: 1,
      payersUnknown: 0,
    });
    const matched = async () => (await coordinator.get<MatchedPageDto>('/api/v1/payments/matched')).body.items;
    expect(await matched()).toMatchObject([
      { id: payment?.id, sourceId: 'pay1', personId: person?.id, byName: expect.any(String) },
    ]);

    await store([paid('2026-03-05T10:00Z', 6000)], NOW + 5000);
    const timeline = await coordinator.get<{ items: { kind: string; detail: string | null }[] }>(
      `/api/v1/patients/${person?.id}/timeline`,
    );
    expect(timeline.body.items).toMatchObject([{ kind: 'payment', detail: expect.stringContaining('60.00 GBP') }]);
    expect((await unmatched()).map(({ sourceId }) => sourceId)).toEqual(['pay2']);

    expect((await coordinator.delete(match)).status).toBe(204);
    expect((await coordinator.delete(match)).status).toBe(409);
    expect((await unmatched()).map(({ sourceId }) => sourceId).toSorted()).toEqual(['pay1', 'pay2']);
    expect(await matched()).toEqual([]);
    expect(await counts()).toMatchObject({ noPatient: 1, matched: 0 });
  });
});
