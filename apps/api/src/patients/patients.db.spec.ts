import { newId } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import type { ListedPractice } from '../../../../test/support/worklist-rows.js';
import type { PatientPageDto } from './dto/patient-page.dto.js';
import type { TimelineDto } from './dto/timeline.dto.js';

let api: ApiUnderTest;
let practice: Practice;
let listed: ListedPractice;
let browser: Browser;
let personId: string;
const mergedId = newId();

const MISSED = '2026-03-03T10:00:00.000Z';

beforeAll(async () => {
  api = await apiUnderTest();
  practice = await api.practice({ timezone: 'America/New_York' });
  listed = await fillWorklist(api.database, practice.id, { cases: 10 });
  const sql = (text: string, values: unknown[]) => api.database.asSuperuser(text, values);
  const [person] = await api.database.asSuperuser<{ id: string }>(`select id from patient where source_id = 'P-7'`);
  personId = person?.id ?? '';
  const envelope = [practice.id, listed.connectionId];
  const record = `practice_id, connection_id, id, stream, observed_at, sequence, content_hash`;
  await sql(
    `insert into patient (${record}, source_id, given_name, family_name, person_id, hold) values ($1, $2, $3, 's', now(), 1, '\\x00', 'P-7-old', 'G.', 'Family7', $4, 'dispute')`,
    [...envelope, mergedId, personId],
  );
  await sql(
    `insert into service (${record}, source_id, name) values ($1, $2, $3, 's', now(), 1, '\\x00', 'PHYS', 'Physiotherapy')`,
    [...envelope, newId()],
  );
  const appointmentId = newId();
  await sql(
    `insert into appointment (${record}, source_id, patient_id, starts_at, status, service_source_id, practitioner_source_id, recorded_at, cancelled_by)
     values ($1, $2, $3, 's', now(), 2, '\\x00', 'A-7', $4, $5, 'no_show', 'PHYS', 'practitioner-1', '2026-03-03T10:20:00Z', null)`,
    [...envelope, appointmentId, mergedId, MISSED],
  );
  await sql(
    `insert into record_version (practice_id, id, kind, record_id, recorded_at, observed_at, sequence, content_hash, data)
     values ($1, $2, 'appointment', $3, '2026-02-01T09:00:00Z', now(), 1, '\\x00', $4)`,
    [
      practice.id,
      newId(),
      appointmentId,
      JSON.stringify({ status: 'booked', startsAt: Date.parse('2026-03-02T10:00:00Z') }),
    ],
  );
  await sql(
    `insert into invoice (${record}, source_id, patient_id, issued_at, total_minor, balance_minor, currency, status, recorded_at)
     values ($1, $2, $3, 's', now(), 1, '\\x00', 'I-1', $4, '2026-03-04T00:00:00Z', 12050, 2050, 'GBP', 'partial', null)`,
    [...envelope, newId(), personId],
  );
  await sql(
    `insert into recall (${record}, source_id, patient_id, due_on, type, interval_months) values ($1, $2, $3, 's', now(), 1, '\\x00', 'R-1', $4, '2026-09-01', 'hygiene', 6)`,
    [...envelope, newId(), personId],
  );
  const [open] = await api.database.asSuperuser<{ id: string }>('select id from off_track_case where person_id = $1', [
    personId,
  ]);
  await sql(
    `insert into case_event (practice_id, id, case_id, at, event, detail) values ($1, $2, $3, '2026-03-06T09:00:00Z', 'opened', '{"rules":["R06"]}')`,
    [practice.id, newId(), open?.id],
  );
  browser = await api.signedIn(practice.id, ['coordinator']);
});
afterAll(() => api.close());

const page = (id = personId, as = browser) => as.get<PatientPageDto>(`/api/v1/patients/${id}`);

it('X02 the page tells who, what every rule says and why, the case, and how fresh it is', async () => {
  const { body } = await page();
  expect(body).toMatchObject({
    personId,
    name: 'Given7 Family7',
    birthDate: '1980-01-08',
    phone: '•••• 07',
    email: 'g•••@example.org',
    location: { id: listed.locationIds[1], name: 'Location 2' },
    practitioner: { name: 'Practitioner 2' },
    holds: { doNotContact: false, hold: 'dispute', deceased: false },
    case: {
      state: 'in_outreach',
      backlog: false,
      events: [{ at: '2026-03-06T09:00:00.000Z', event: 'opened', detail: { rules: ['R06'] } }],
    },
    freshness: [{ connectionId: listed.connectionId, name: 'Front desk export', stale: false, suspendedRules: [] }],
  });
  expect(body.identities).toEqual([
    { connectionId: listed.connectionId, connection: 'Front desk export', sourceId: 'P-7', merged: false },
    { connectionId: listed.connectionId, connection: 'Front desk export', sourceId: 'P-7-old', merged: true },
  ]);
  expect(body.evaluation).toMatchObject({
    state: 'off_track',
    findings: [
      {
        rule: 'R06',
        checked: ['1 booking checked, 0 live'],
        facts: [{ kind: 'appointment', id: 'A-7', says: 'Visit missed.' }],
      },
    ],
    verdicts: [{ rule: 'R06', fires: true, because: 'fires', nextChangeAt: null }],
  });
  const iso = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  const [finding] = body.evaluation?.findings ?? [];
  for (const instant of [body.evaluation?.asOf, body.evaluation?.since, finding?.since, finding?.facts[0]?.recordedAt])
    expect(instant).toMatch(iso);
  expect(body.evaluation).not.toHaveProperty('gaps');
});

it('a record that was merged leads to the person it became', async () => {
  expect((await page(mergedId)).body.personId).toBe(personId);
});

it('X01 the timeline shows every fact of every record of the person, newest first, with both clocks and what it used to say', async () => {
  const { body } = await browser.get<TimelineDto>(`/api/v1/patients/${personId}/timeline`);
  expect(body.items.map(({ kind, sourceId, effectiveAt }) => [kind, sourceId, effectiveAt])).toEqual([
    ['recall', 'R-1', '2026-09-01T04:00:00.000Z'],
    ['invoice', 'I-1', '2026-03-04T00:00:00.000Z'],
    ['appointment', 'A-7', MISSED],
  ]);
  expect(body.items[2]).toMatchObject({
    title: 'Physiotherapy',
    status: 'no_show',
    detail: 'Practitioner 1',
    recordedAt: '2026-03-03T10:20:00.000Z',
    connection: 'Front desk export',
    deleted: false,
    versions: [{ recordedAt: '2026-02-01T09:00:00.000Z', status: 'booked', startsAt: '2026-03-02T10:00:00.000Z' }],
    evidenceFor: ['R06'],
  });
  expect(body.items[1]).toMatchObject({
    title: 'Invoice',
    status: 'partial',
    detail: '120.50 GBP · 20.50 GBP open',
    evidenceFor: [],
  });
  expect(body.items[0]).toMatchObject({ title: 'hygiene', status: 'due', detail: 'every 6 months' });
});

it('M-03 X16 who has not taken the case in hand sees that there is a number, not the number', async () => {
  const auditor = await api.signedIn(practice.id, ['auditor']);
  expect((await page(personId, auditor)).body).toMatchObject({
    phone: '•••• 07',
    email: 'g•••@example.org',
    name: 'Given7 Family7',
  });
});

it('A-02 A-01 "who saw this patient" has an answer', async () => {
  const admin = await api.signedIn(practice.id, ['admin']);
  await page(personId, admin);
  const { body } = await admin.get<{ items: { event: string; actor: { displayName: string } }[] }>(
    `/api/v1/audit-events?subjectId=${personId}&limit=1`,
  );
  expect(body.items).toEqual([
    expect.objectContaining({
      event: 'patient.viewed',
      subjectKind: 'person',
      subjectId: personId,
      actor: expect.objectContaining({ displayName: 'Robin Reed' }),
    }),
  ]);
});

it('the trail is paged, every event once', async () => {
  const admin = await api.signedIn(practice.id, ['admin']);
  for (let i = 0; i < 12; i += 1) await page(personId, admin);
  const seen: string[] = [];
  let cursor = '';
  do {
    const answer = await admin.get<{ items: { id: string }[]; nextCursor: string | null }>(
      `/api/v1/audit-events?event=patient.viewed&limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    seen.push(...answer.body.items.map(({ id }) => id));
    cursor = answer.body.nextCursor ?? '';
  } while (cursor !== '');
  const [stored] = await api.database.asSuperuser<{ n: number }>(
    `select count(*)::int as n from audit_event where event = 'patient.viewed'`,
  );
  expect([seen.length, new Set(seen).size]).toEqual([stored?.n, stored?.n]);
});

it.each(['1', 'abc', "' or 1=1 --", '..%2f..%2fetc'])('X-34 what is no id is refused: %s', async (id) => {
  const answer = await browser.get<{ code: string }>(`/api/v1/patients/${encodeURIComponent(id)}`);
  expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
});
