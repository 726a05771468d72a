import type { Practice } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import type { TimelineDto } from '../patients/dto/timeline.dto.js';
import type { PlaceholderDto } from './dto/placeholders.dto.js';

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
  const booked = (id: string, day: string, more: Record<string, unknown>) =>
    record('appointment', id, { patientId: 'p1', startsAt: `${day}T10:00Z`, status: 'booked', ...more });
  const records = [
    record('patient', 'p1'),
    record('service', 'hold', { name: 'Held slot' }),
    booked('past', '2026-03-02', { rawStatus: 'Old word' }),
    booked('a', '2026-03-12', { rawStatus: 'Pencilled in ' }),
    booked('b', '2026-03-13', { rawStatus: 'Confirmed', serviceId: 'hold' }),
  ];
  await storeFor(api.database, { practiceId: practice.id, id: connectionId }, records, NOW);
});
afterAll(() => api.close());

const address = () => `/api/v1/connections/${connectionId}/placeholders`;
const mark = (kind: string, value: string, isPlaceholder = true) =>
  integrator.send<PlaceholderDto[]>('PUT', address(), { kind, value, isPlaceholder });
const owed = async () =>
  (await api.database.asSuperuser(`select from job where kind = 'evaluate' and practice_id = $1`, [practice.id]))
    .length;

it('S3-45 words and services of bookings to come are offered; marking one has everybody looked at again', async () => {
  const { body } = await integrator.get<PlaceholderDto[]>(address());
  expect(body.map(({ kind, value, name, upcoming }) => [kind, value, name, upcoming])).toEqual([
    ['word', 'confirmed', 'confirmed', 1],
    ['word', 'pencilled in', 'pencilled in', 1],
    ['service', 'hold', 'Held slot', 1],
  ]);
  // What the reading itself owed is done.
  await api.database.asSuperuser('delete from job where practice_id = $1', [practice.id]);
  const said = await mark('word', ' Pencilled IN');
  expect(said.body[0]).toMatchObject({ kind: 'word', value: 'pencilled in', isPlaceholder: true, by: 'Robin Reed' });
  expect(await owed()).toBe(1);
  expect((await mark('service', 'hold')).body.filter(({ isPlaceholder }) => isPlaceholder)).toHaveLength(2);
  const [event] = await api.database.asSuperuser<{ detail: object }>(
    `select detail from audit_event where event = 'connection.placeholder_marked' and practice_id = $1 order by at limit 1`,
    [practice.id],
  );
  expect(event?.detail).toMatchObject({ kind: 'word', value: 'pencilled in', isPlaceholder: true });
});

it('S3-45 the timeline shows what a placeholder is', async () => {
  const coordinator = await api.signedIn(practice.id, ['coordinator']);
  const [patient] = await api.database.asSuperuser<{ id: string }>('select id from patient where practice_id = $1', [
    practice.id,
  ]);
  const { body } = await coordinator.get<TimelineDto>(`/api/v1/patients/${patient?.id}/timeline`);
  const details = new Map(body.items.map(({ sourceId, detail }) => [sourceId, detail]));
  expect(details.get('a')).toContain('placeholder: nobody has agreed to it');
  expect(details.get('b')).toContain('placeholder');
  expect(details.get('past')).toBeNull();
});

it('S3-45 takes a mark back, and refuses what is not there', async () => {
  expect((await mark('word', 'pencilled in', false)).body.filter(({ isPlaceholder }) => isPlaceholder)).toMatchObject([
    { kind: 'service', value: 'hold' },
  ]);
  expect(await mark('service', 'elsewhere')).toMatchObject({ status: 404 });
  expect(await mark('colour', 'red')).toMatchObject({ status: 400 });
  const coordinator = await api.signedIn(practice.id, ['coordinator']);
  expect((await coordinator.get(address())).status).toBe(403);
});
