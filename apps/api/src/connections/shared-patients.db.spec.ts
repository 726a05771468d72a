import { openFolders } from '@keepwell/connector-sdk';
import { newId } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import { payerId } from '@keepwell/domain';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { pagedConnector } from '../../../../test/support/paged-connector.js';
import { record } from '../../../../test/support/source-records.js';
import { storeFor } from '../../../../test/support/stored-records.js';
import type { PaymentCountsDto, UnmatchedPageDto } from '../data-quality/dto/records.dto.js';
import type { ConnectionDetailDto } from './dto/connection.dto.js';

const source = pagedConnector([]);

let api: ApiUnderTest;
let practice: Practice;
let browser: Browser;

beforeAll(async () => {
  api = await apiUnderTest({ connectors: [source], folders: openFolders({ allow: [] }) });
});
afterAll(() => api.close());
beforeEach(async () => {
  practice = await api.practice();
  browser = await api.signedIn(practice.id, ['integrator']);
});

type Answer = ConnectionDetailDto & { code: string; field: string; detail: string };
const create = async (given: object = {}) =>
  (await browser.post<Answer>('/api/v1/connections', { connector: 'paged', name: newId(), settings: {}, ...given }))
    .body;
const change = async (id: string, patientsFrom: string | null) =>
  (await browser.patch<Answer>(`/api/v1/connections/${id}`, { patientsFrom })).body;
const store = (id: string, records: ReturnType<typeof record>[]) =>
  storeFor(api.database, { practiceId: practice.id, id }, records, Date.parse('2026-03-10T12:00Z'));
const paid = (id: string, patientId: string | null) =>
  record('payment', id, { patientId, at: '2026-03-01T10:00Z', amountMinor: 100 });

describe('whose patients a connection names (S4-06)', () => {
  it('is said when it is added or later, is shown, and asks for what waits to be stored', async () => {
    const diary = await create();
    const till = await create({ patientsFrom: diary.id });
    expect([diary.patientsFrom, till.patientsFrom]).toEqual([null, diary.id]);
    expect((await change(till.id, null)).patientsFrom).toBeNull();
    await api.database.asSuperuser('delete from job where practice_id = $1', [practice.id]);
    expect((await change(till.id, diary.id)).patientsFrom).toBe(diary.id);
    expect((await browser.get<Answer>(`/api/v1/connections/${till.id}`)).body.patientsFrom).toBe(diary.id);
    const owed = await api.database.asSuperuser('select kind, subject_id from job where practice_id = $1', [
      practice.id,
    ]);
    expect(owed).toEqual([{ kind: 'replay_waiting', subject_id: till.id }]);
  });

  it('is never itself, a chain, a connection nobody knows, or one of another practice', async () => {
    const diary = await create();
    const till = await create({ patientsFrom: diary.id });
    const third = await create();
    const refusal = { code: 'settings_wrong', field: 'patientsFrom' };
    expect(await change(third.id, third.id)).toMatchObject({
      ...refusal,
      detail: expect.stringContaining('another one'),
    });
    expect(await change(third.id, till.id)).toMatchObject({
      ...refusal,
      detail: expect.stringContaining('choose that'),
    });
    expect(await change(diary.id, third.id)).toMatchObject({ ...refusal, detail: expect.stringContaining('its own') });
    const other = await api.practice();
    const theirs = await api.signedIn(other.id, ['integrator']);
    const foreign = await theirs.post<Answer>('/api/v1/connections', {
      connector: 'paged',
      name: 'Theirs',
      settings: {},
    });
    // Another practice's is answered as one that does not exist.
    for (const id of [newId(), foreign.body.id]) {
      expect(await change(third.id, id)).toMatchObject({
        ...refusal,
        detail: 'There is no such connection to take patients from.',
      });
    }
  });

  it('is not said of a source with patients of its own, nor changed once payments are somebody’s', async () => {
    const [diary, elsewhere] = [await create(), await create()];
    const till = await create({ patientsFrom: diary.id });
    await store(diary.id, [record('patient', '4711')]);
    expect((await change(diary.id, elsewhere.id)).detail).toContain('takes its patients from');
    const own = await create();
    await store(own.id, [record('patient', '1')]);
    expect((await change(own.id, diary.id)).detail).toContain('patients of its own');
    await store(till.id, [paid('ch_1', '4711')]);
    expect((await change(till.id, elsewhere.id)).detail).toContain('other people');
    expect((await change(till.id, diary.id)).patientsFrom).toBe(diary.id);
  });

  it('keeps the connection they come from', async () => {
    const diary = await create();
    const till = await create({ patientsFrom: diary.id });
    expect((await browser.delete(`/api/v1/connections/${diary.id}`)).status).toBe(409);
    expect((await browser.delete(`/api/v1/connections/${till.id}`)).status).toBe(204);
    expect((await browser.delete(`/api/v1/connections/${diary.id}`)).status).toBe(204);
  });
});

describe('a payer of whom a person said whose they are (S4-06)', () => {
  let coordinator: Browser;
  let till: string;
  const owners = async () =>
    Object.fromEntries(
      (
        await api.database.asSuperuser<{ id: string; person: string | null }>(
          `select r.source_id as id, p.source_id as person
             from (select source_id, patient_id from payment where practice_id = $1 union all select source_id, patient_id from membership where practice_id = $1) r
             left join patient p on p.id = r.patient_id order by 1`,
          [practice.id],
        )
      ).map(({ id, person }) => [id, person]),
    );
  const idOf = async (kind: string, sourceId: string) =>
    (
      await api.database.asSuperuser<{ id: string }>(
        `select id from ${kind} where practice_id = $1 and source_id = $2`,
        [practice.id, sourceId],
      )
    )[0]?.id;
  const say = async (payment: string, patient: string) =>
    (
      await coordinator.post(`/api/v1/payments/${await idOf('payment', payment)}/match`, {
        personId: await idOf('patient', patient),
      })
    ).status;
  const takeBack = async (payment: string) =>
    (await coordinator.delete(`/api/v1/payments/${await idOf('payment', payment)}/match`)).status;
  const unmatched = async () =>
    (await coordinator.get<UnmatchedPageDto>('/api/v1/payments/unmatched')).body.items
      .map(({ sourceId }) => sourceId)
      .toSorted();
  const counts = async () => (await coordinator.get<PaymentCountsDto>('/api/v1/payments/counts')).body;
  const marked = () =>
    api.database.asSuperuser<{ source_id: string }>(
      `with asked as (delete from changed_patient where practice_id = $1 returning person_id)
       select source_id from patient where id in (select person_id from asked) order by 1`,
      [practice.id],
    );

  beforeEach(async () => {
    coordinator = await api.signedIn(practice.id, ['coordinator']);
    const diary = await create();
    ({ id: till } = await create({ patientsFrom: diary.id }));
    await store(diary.id, [record('patient', 'p1'), record('patient', 'p2')]);
    await store(till, [
      paid('ch_1', payerId('cus_1')),
      paid('ch_2', payerId('cus_1')),
      paid('ch_9', payerId('cus_9')),
      record('membership', 'sub_1', { patientId: payerId('cus_1') }),
    ]);
    await marked();
  });

  it('is linked for everything they pay, now and in future', async () => {
    expect(await unmatched()).toEqual(['ch_1', 'ch_2', 'ch_9']);
    expect(await counts()).toMatchObject({ noPatient: 3, payersUnknown: 2 });
    expect(await say('ch_1', 'p1')).toBe(204);
    expect(await owners()).toEqual({ ch_1: 'p1', ch_2: 'p1', ch_9: null, sub_1: 'p1' });
    expect(await marked()).toEqual([{ source_id: 'p1' }]);
    expect(await unmatched()).toEqual(['ch_9']);
    expect(await counts()).toMatchObject({ noPatient: 1, payersUnknown: 1, matched: 1 });
    await store(till, [
      paid('ch_3', payerId('cus_1')),
      record('payment', 'ch_2', { patientId: payerId('cus_1'), at: '2026-03-01T10:00Z', amountMinor: 200 }),
    ]);
    expect(await owners()).toEqual({ ch_1: 'p1', ch_2: 'p1', ch_3: 'p1', ch_9: null, sub_1: 'p1' });
  });

  it('is nobody’s again when it is taken back, and asks the rules about whose it was', async () => {
    await say('ch_1', 'p1');
    await marked();
    expect(await takeBack('ch_1')).toBe(204);
    expect(await owners()).toEqual({ ch_1: null, ch_2: null, ch_9: null, sub_1: null });
    expect(await marked()).toEqual([{ source_id: 'p1' }]);
    expect(await takeBack('ch_1')).toBe(409);
  });

  it('who pays for two persons is neither: each payment stays with whom it was said of', async () => {
    await say('ch_1', 'p1');
    expect(await say('ch_2', 'p2')).toBe(204);
    expect(await owners()).toEqual({ ch_1: 'p1', ch_2: 'p2', ch_9: null, sub_1: null });
    await store(till, [
      paid('ch_3', payerId('cus_1')),
      record('payment', 'ch_2', { patientId: payerId('cus_1'), at: '2026-03-01T10:00Z', amountMinor: 200 }),
    ]);
    expect(await owners()).toMatchObject({ ch_2: 'p2', ch_3: null });
    await takeBack('ch_2');
    expect(await owners()).toEqual({ ch_1: 'p1', ch_2: 'p1', ch_3: 'p1', ch_9: null, sub_1: 'p1' });
  });

  it('gives way to the source, once that says whose a payment is', async () => {
    await say('ch_1', 'p1');
    await store(till, [paid('ch_1', 'p2')]);
    expect(await owners()).toMatchObject({ ch_1: 'p2', ch_2: 'p1' });
  });
});
