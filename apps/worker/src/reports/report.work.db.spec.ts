import { JobQueries, newId, type ClaimedJob, type PracticeSettings } from '@keepwell/database';
import type { SendOutcome } from '@keepwell/domain';
import type { MessageProvider } from '@keepwell/messaging';
import { pino } from 'pino';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { localProvider } from '../outreach/local-provider.js';
import { ReportBuilder } from './report-builder.js';
import { ReportMailer } from './report-mailer.js';
import { ReportWork } from './report.work.js';
import { ReportsOwed } from './reports-owed.js';

const LIVE = new Date('2025-03-05T12:00Z');
const MONDAY = at('2025-03-10T06:00Z');
const log = pino({ level: 'silent' });

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

async function aLivePractice(settings: PracticeSettings = {}, firstReadDoneAt: Date | null = LIVE): Promise<string> {
  const { id: practiceId } = await aPractice(test.db, { settings });
  const connection = await aConnection(test.db, practiceId, { firstReadDoneAt });
  await storeFor(test, connection, [record('location', 'main'), record('patient', 'p1')], at('2025-03-05T11:00Z'));
  return practiceId;
}

function workOf(practiceId: string, now: number, provider: MessageProvider = localProvider(test.db, () => now)) {
  const mailer = new ReportMailer({
    ...{ database: test.db, log, publicUrl: 'https://keepwell.example' },
    provider: () => Promise.resolve(provider),
  });
  const work = new ReportWork(test.db, new ReportBuilder(test.db), mailer, log, () => now);
  const job = { practiceId } as ClaimedJob;
  return work.run(job, new AbortController().signal);
}

/** A mail server that answers as told and counts. */
function answering(outcome: SendOutcome) {
  const sent: string[] = [];
  const provider: MessageProvider = {
    id: 'smtp',
    send: ({ to }) => {
      sent.push(to);
      return Promise.resolve(outcome);
    },
    lookUp: () => Promise.resolve(null),
  };
  return { sent, provider };
}

const weeksOf = async (practiceId: string) =>
  (
    await test.asSuperuser<{ day: string }>(
      'select first_day::text as day from retention_report where practice_id = $1 order by 1',
      [practiceId],
    )
  ).map(({ day }) => day);
const deliveriesOf = (practiceId: string) =>
  test.asSuperuser('select to_address, state from report_delivery where practice_id = $1 order by 1', [practiceId]);

describe('the report job', () => {
  it('closes the week on Monday at six, and comes back a week later', async () => {
    const practiceId = await aLivePractice();
    expect(await workOf(practiceId, MONDAY - 1)).toEqual(new Date(MONDAY));
    expect(await weeksOf(practiceId)).toEqual(['2025-02-24']);
    expect(await workOf(practiceId, MONDAY)).toEqual(new Date('2025-03-17T06:00Z'));
    expect(await weeksOf(practiceId)).toEqual(['2025-02-24', '2025-03-03']);
  });

  it('makes up for weeks in which it did not run', async () => {
    const practiceId = await aLivePractice();
    await workOf(practiceId, at('2025-04-01T12:00Z'));
    expect(await weeksOf(practiceId)).toEqual(['2025-03-03', '2025-03-10', '2025-03-17', '2025-03-24']);
  });

  it('S3-41 mails the newest week to each recipient once, however often it runs', async () => {
    const practiceId = await aLivePractice({
      reportRecipients: ['Boss@example.org', 'boss@example.org ', 'lead@example.org'],
    });
    await Promise.all([workOf(practiceId, MONDAY), workOf(practiceId, MONDAY)]);
    await workOf(practiceId, MONDAY + 1000);
    const mails = await test.asSuperuser<{ to_address: string; subject: string; body: string }>(
      'select to_address, subject, body from local_delivery where practice_id = $1 order by 1',
      [practiceId],
    );
    expect(mails.map(({ to_address }) => to_address)).toEqual(['boss@example.org', 'lead@example.org']);
    expect(mails[0]?.subject).toBe('Your weekly retention report');
    expect(mails[0]?.body).toContain('https://keepwell.example/reports/');
    expect(mails[0]?.body).toContain('3 March 2025');
    expect(await deliveriesOf(practiceId)).toEqual([
      { to_address: 'boss@example.org', state: 'accepted' },
      { to_address: 'lead@example.org', state: 'accepted' },
    ]);
  });

  it('S3-41 comes each week, with new patients, bookings and how many of them were visits', async () => {
    const practiceId = await aLivePractice({ reportRecipients: ['boss@example.org'] });
    await workOf(practiceId, MONDAY);
    const next = await workOf(practiceId, MONDAY + 1000);
    await workOf(practiceId, next.getTime());
    const rows = await test.asSuperuser<{ id: string; day: string; metrics: string[] }>(
      `select r.id, r.first_day::text as day, (select array_agg(n->>'metric' order by n->>'metric') from jsonb_array_elements(r.numbers->'sections') s,
                jsonb_array_elements(s->'numbers') n where s->>'id' = 'bookings') as metrics
         from retention_report r where r.practice_id = $1 order by r.first_day`,
      [practiceId],
    );
    const shown = ['arrival_rate', 'bookings_made', 'first_time_booked', 'first_visits'];
    expect(rows.map(({ day, metrics }) => ({ day, metrics }))).toEqual([
      { day: '2025-03-03', metrics: shown },
      { day: '2025-03-10', metrics: shown },
    ]);
    const mails = await test.asSuperuser<{ body: string }>(
      'select body from local_delivery where practice_id = $1 order by at',
      [practiceId],
    );
    expect(mails.map(({ body }) => /reports\/([\w-]+)/.exec(body)?.[1])).toEqual(rows.map(({ id }) => id));
  });

  it('mails no week from before the practice was connected', async () => {
    const practiceId = await aLivePractice({ reportRecipients: ['boss@example.org'] });
    await workOf(practiceId, MONDAY - 1);
    expect(await deliveriesOf(practiceId)).toEqual([]);
  });

  it('never sends again what may have left, and again what the mail server put off', async () => {
    const practiceId = await aLivePractice({ reportRecipients: ['boss@example.org'] });
    const later = answering({ is: 'try_later', afterMs: 60_000, says: 'Greylisted.', code: '451' });
    await expect(workOf(practiceId, MONDAY, later.provider)).rejects.toMatchObject({
      name: 'MailPutOff',
      afterMs: 60_000,
    });
    const nobodyKnows = answering({ is: 'unknown', says: 'The connection broke.', code: null });
    await workOf(practiceId, MONDAY + 60_000, nobodyKnows.provider);
    await workOf(practiceId, MONDAY + 120_000, nobodyKnows.provider);
    expect([later.sent.length, nobodyKnows.sent.length]).toEqual([1, 1]);
    expect(await deliveriesOf(practiceId)).toEqual([{ to_address: 'boss@example.org', state: 'unknown' }]);
  });

  it('is owed as soon as a source has been read once, and not before', async () => {
    const practiceId = await aLivePractice({}, null);
    const owed = new ReportsOwed(test.db);
    const jobs = () => test.asSuperuser(`select 1 from job where practice_id = $1 and kind = 'report'`, [practiceId]);
    await owed.ensure(practiceId, MONDAY);
    expect(await jobs()).toHaveLength(0);
    await test.asSuperuser('update connection set first_read_done_at = now() where practice_id = $1', [practiceId]);
    await owed.ensure(practiceId, MONDAY);
    expect(await jobs()).toHaveLength(1);
    // Done by now; told once, it does not ask again.
    await test.db.inPractice(practiceId, (tx) => new JobQueries().owe(tx, practiceId, 'report', newId()));
    await owed.ensure(practiceId, MONDAY);
    expect(await jobs()).toHaveLength(2);
  });
});
