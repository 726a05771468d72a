import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest } from '../../../../test/support/api-under-test.js';
import { record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import type { PatientPageDto } from './dto/patient-page.dto.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());

async function pageWith(memberships: ReturnType<typeof record>[]): Promise<PatientPageDto> {
  const practice = await api.practice({});
  const connection = await aConnection(api.database.db, practice.id, { name: 'Billing' });
  await storeFor(api.database, connection, [record('patient', 'p1'), ...memberships], Date.parse('2026-03-10T12:00Z'));
  const [patient] = await api.database.asSuperuser<{ id: string }>(
    `select id from patient where practice_id = $1 and source_id = 'p1'`,
    [practice.id],
  );
  const browser = await api.signedIn(practice.id, ['coordinator']);
  return (await browser.get<PatientPageDto>(`/api/v1/patients/${patient?.id}`)).body;
}

const paid = (id: string, at: string, status: 'succeeded' | 'failed' = 'succeeded') =>
  record('payment', id, {
    patientId: 'p1',
    membershipId: 'm1',
    at,
    amountMinor: 9900,
    currency: 'USD',
    kind: 'payment',
    status,
  });

it('S4-01 S4-02 the patient page tells membership, status, next bill date and cycle, as the source and its payments say', async () => {
  const { memberships } = await pageWith([
    record('membership', 'm1', {
      ...{ patientId: 'p1', name: 'Gold', tier: 'gold', status: 'past_due', startedAt: '2025-12-01T00:00Z' },
      ...{ renewsAt: '2026-04-01T00:00Z', priceMinor: 9900, currency: 'USD', cardExpiresOn: '2026-05-31' },
    }),
    record('membership', 'm0', { patientId: 'p1', name: 'Silver', status: 'cancelled' }),
    ...[paid('y1', '2025-12-01T09:00Z'), paid('y2', '2026-01-01T09:00Z'), paid('y3', '2026-02-01T09:00Z')],
    paid('y4', '2026-03-01T09:00Z', 'failed'),
  ]);
  expect(memberships).toMatchObject([
    {
      ...{ name: 'Gold', tier: 'gold', status: 'past_due', nextBillAt: '2026-04-01T00:00:00.000Z', cycle: 'month' },
      ...{ priceMinor: 9900, currency: 'USD', cardExpiresOn: '2026-05-31', connection: 'Billing' },
      ...{ lastPaidAt: '2026-02-01T09:00:00.000Z', lastPaymentFailed: true },
    },
    { name: 'Silver', status: 'cancelled', nextBillAt: null, cycle: null, lastPaymentFailed: false },
  ]);
});

it.each([
  ['yearly', ['2024-03-01T09:00Z', '2025-03-01T09:00Z'], 'year'],
  ['weekly', ['2026-02-01T09:00Z', '2026-02-08T09:00Z', '2026-02-15T09:00Z'], 'week'],
  ['at no regular time', ['2026-01-01T09:00Z', '2026-01-12T09:00Z'], null],
  ['once', ['2026-01-01T09:00Z'], null],
])('S4-02 a membership billed %s', async (_, times, cycle) => {
  const { memberships } = await pageWith([
    record('membership', 'm1', { patientId: 'p1', status: 'active' }),
    ...times.map((at, n) => paid(`y${n}`, at)),
  ]);
  expect(memberships).toMatchObject([{ cycle }]);
});
