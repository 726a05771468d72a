import { newId } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import type { ReportNumber } from '@keepwell/domain';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { storeReport } from '../../../../test/support/report-things.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import type { LiveReportDto, ReportDto, ReportListDto, ReportPeopleDto } from './dto/reports.dto.js';

let api: ApiUnderTest;
let practice: Practice;
let manager: Browser;
let reportId: string;
let personId: string;
let coordinatorId: string;

const returned: ReportNumber = {
  ...{ id: 'returned.week', metric: 'returned', label: '=Returned', variant: 'locked', span: 'week' },
  ...{ numerator: 1, denominator: null, value: 1, unit: 'count', says: null },
};

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = at('2025-03-12T12:00Z');
  practice = await api.practice();
  const coordinator = await api.user(practice.id, ['coordinator'], { displayName: 'Robin Reed' });
  coordinatorId = coordinator.id;
  const connection = await aConnection(api.database.db, practice.id);
  const stores = (records: Parameters<typeof storeFor>[2]) =>
    storeFor(api.database, connection, records, at('2025-03-11T10:00Z'));
  await stores([
    record('location', 'main'),
    record('service', 'knee'),
    record('patient', 'p1', { givenName: 'Ada', familyName: 'Lovelace' }),
    record(
      'appointment',
      'a1',
      { patientId: 'p1', serviceId: 'knee', startsAt: '2025-03-11T09:00Z', status: 'completed' },
      { created: '2025-03-10T09:00Z', updated: '2025-03-11T09:50Z' },
    ),
  ]);
  const [row] = await api.database.asSuperuser<{ id: string }>('select id from patient where practice_id = $1', [
    practice.id,
  ]);
  personId = row?.id ?? '';
  reportId = await storeReport(
    api.database,
    practice.id,
    {
      sections: [{ id: 'returns', title: 'Who came back', numbers: [returned] }],
      coordinators: [
        {
          ...{ userId: coordinatorId, conversations: 3, attempts: 5 },
          nextBooked: { numerator: 2, denominator: 3, value: 2 / 3 },
        },
      ],
      notes: ['A note.'],
    },
    { 'returned.week': { numerator: [personId, newId()], denominator: [] } },
  );
  manager = await api.signedIn(practice.id, ['manager']);
});
afterAll(() => api.close());

it('lists closed weeks with what matters most of each', async () => {
  const { body } = await manager.get<ReportListDto>('/api/v1/reports');
  expect(body).toMatchObject({ nextBefore: null, says: null, locations: [], nextAt: '2025-03-17T06:00:00.000Z' });
  expect(body.items).toMatchObject([
    {
      id: reportId,
      location: null,
      firstDay: '2025-03-03',
      lastDay: '2025-03-09',
      hash: '00ff',
      headline: { returned: 1 },
    },
  ]);
});

it('answers a closed week as it was stored, with the coordinators’ names of today', async () => {
  const { body } = await manager.get<ReportDto>(`/api/v1/reports/${reportId}`);
  expect(body.report.sections[0]?.numbers).toEqual([returned]);
  expect(body.report.coordinators).toMatchObject([{ name: 'Robin Reed', conversations: 3, attempts: 5 }]);
  expect(JSON.stringify(body)).not.toContain('Lovelace');
});

it('A-01 names who is behind a number, and writes down that somebody asked', async () => {
  const path = `/api/v1/reports/${reportId}/people?metric=returned.week&part=numerator`;
  const { body } = await manager.get<ReportPeopleDto>(path);
  expect(body).toMatchObject({ total: 2, items: [{ personId, name: 'Ada Lovelace' }, { name: null }] });
  const events = await api.database.asSuperuser(
    `select event, subject_kind, subject_id, detail from audit_event where practice_id = $1 and event = 'report.people_viewed'`,
    [practice.id],
  );
  expect(events).toEqual([
    {
      ...{ event: 'report.people_viewed', subject_kind: 'report', subject_id: reportId },
      detail: { metric: 'returned.week', part: 'numerator', people: 2 },
    },
  ]);
  const nobody = await manager.get<ReportPeopleDto>(path.replace('returned.week', 'opened.week'));
  expect(nobody.body).toMatchObject({ total: 0, items: [] });
  expect((await manager.get(path.replace('returned.week', 'nonsense'))).status).toBe(400);
});

it('hands out the document, without a patient, and writes that down', async () => {
  const file = (format: string) => manager.get(`/api/v1/reports/${reportId}/file?format=${format}`);
  const html = await file('html');
  expect(html.headers.get('content-type')).toContain('text/html');
  expect(html.headers.get('content-disposition')).toBe('attachment; filename="retention-2025-03-03.html"');
  expect(html.text).toContain('Robin Reed');
  expect(html.text).not.toMatch(/Lovelace|https?:\/\/(?!www\.w3\.org)/);
  const pdf = await file('pdf');
  expect([pdf.status, pdf.headers.get('content-type'), pdf.text.slice(0, 5)]).toEqual([
    200,
    'application/pdf',
    '%PDF-',
  ]);
  const csv = await file('csv');
  expect(csv.text).toContain(`'=Returned`);
  const [{ n } = { n: 0 }] = await api.database.asSuperuser<{ n: number }>(
    `select count(*)::int as n from audit_event where practice_id = $1 and event = 'report.exported' and subject_id = $2`,
    [practice.id, reportId],
  );
  expect(n).toBe(3);
  expect((await file('docx')).status).toBe(400);
});

it('counts the week so far, live, and keeps nothing of it', async () => {
  const { body } = await manager.get<LiveReportDto>('/api/v1/reports/current');
  expect(body.report).toMatchObject({
    variant: 'live',
    period: { firstDay: '2025-03-10' },
    asOf: '2025-03-12T12:00:00.000Z',
  });
  const numbers = body.report?.sections.flatMap((section) => section.numbers);
  expect(numbers?.find(({ id }) => id === 'first_visits.week')).toMatchObject({ value: 1, variant: 'live' });
  const rows = await api.database.asSuperuser('select 1 from retention_report where practice_id = $1', [practice.id]);
  expect(rows).toHaveLength(1);
});

it('knows no report of another practice', async () => {
  const other = await api.signedIn((await api.practice()).id, ['manager']);
  for (const path of ['', '/people?metric=returned.week&part=numerator', '/file?format=csv']) {
    expect((await other.get(`/api/v1/reports/${reportId}${path}`)).status).toBe(404);
  }
});
