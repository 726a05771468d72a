import { type PullPage, RetryLater, SettingsWrong } from '@keepwell/connector-sdk';
import type { AppointmentStatus, SourceRecord } from '@keepwell/domain';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { inPages, pagedConnector } from '../../../../test/support/paged-connector.js';
import { aDeletion, aRecord } from '../../../../test/support/records.js';
import { aSync } from '../../../../test/support/sync.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const at = (minute: number) => Date.UTC(2026, 0, 5, 9, minute);
const patients = (n: number) =>
  Array.from({ length: n }, (_, i) => aRecord('patient', `P${i + 1}`, { givenName: 'Ann' }, { updatedAt: at(0) }));

interface Row {
  source_id: string;
  status: string | null;
  gone_at: Date | null;
  absent_since: Date | null;
  record_version: number;
}
const appointments = (practiceId: string) =>
  test.asSuperuser<Row>(
    'select source_id, status, gone_at, absent_since, record_version from appointment where practice_id = $1 order by source_id',
    [practiceId],
  );
const runOf = async (runId: string | null) =>
  (
    await test.asSuperuser<{
      state: string;
      read: number;
      applied: number;
      unchanged: number;
      quarantined: number;
      problem: string | null;
    }>('select state, read, applied, unchanged, quarantined, problem from sync_run where id = $1', [runId])
  )[0];

describe('a sync', () => {
  it('S-09 stores what it reads, says who changed, and adds up', async () => {
    const records: SourceRecord[] = [
      aRecord('location', 'L1', { name: 'Harbour' }),
      ...patients(3),
      aRecord('appointment', 'A1', { patientId: 'P1' }, { updatedAt: at(1) }),
      aRecord('payment', 'X1', { patientId: null }),
      aRecord('appointment', 'A2', { patientId: 'P9' }, { updatedAt: at(1) }),
    ];
    const connector = pagedConnector([
      { name: 'all', kinds: ['patient', 'appointment'], pages: () => inPages(records, 3) },
    ]);
    const bench = await aSync(test, connector);
    const result = await bench.sync();
    expect(result).toMatchObject({ state: 'partial', counts: { read: 7, applied: 6, unchanged: 0, quarantined: 1 } });
    expect(await runOf(result.runId)).toMatchObject({
      state: 'partial',
      read: 7,
      applied: 6,
      unchanged: 0,
      quarantined: 1,
    });
    const marked = await test.asSuperuser('select from changed_patient where practice_id = $1', [bench.practiceId]);
    expect(marked).toHaveLength(3);
    const owed = await test.asSuperuser<{ kind: string }>('select kind from job where practice_id = $1', [
      bench.practiceId,
    ]);
    // Its patients are asked about, and its source is looked at: is it honest, does it compare?
    expect(owed.map(({ kind }) => kind).sort()).toEqual(['compare', 'evaluate', 'watch']);
  });

  it('S-09 counts each side by itself: what came twice, tangled, older, ignored, deleted or stands as it was', async () => {
    const visit = (status: AppointmentStatus, minute: number) =>
      aRecord('appointment', 'A1', { patientId: 'P1', status }, { updatedAt: at(minute) });
    const pages: Partial<PullPage>[] = [{ records: [...patients(3), visit('booked', 5)] }];
    const connector = pagedConnector([
      { name: 'all', kinds: ['patient', 'appointment', 'location'], pages: () => pages },
    ]);
    const bench = await aSync(test, connector);
    await bench.sync();
    pages.push({
      records: [
        ...patients(3),
        // One that comes twice, an older one, and two newer ones at once.
        visit('booked', 5),
        visit('booked', 5),
        visit('no_show', 2),
        visit('cancelled', 8),
        visit('completed', 9),
        aRecord('location', 'L1', { name: 'Harbour' }),
        aRecord('location', 'L1', { name: 'Harbour' }),
        aDeletion('appointment', 'A7', at(9)),
        aRecord('appointment', 'A8', { patientId: 'P9' }, { updatedAt: at(9) }),
      ],
      unreadable: [{ kind: null, id: null, code: 'torn', reason: 'It is cut off.', where: null, raw: null }],
      ignored: 4,
    });
    const { counts } = await bench.sync();
    // Read: twelve records, one that could not be, four that are not ours.
    expect(counts).toMatchObject({ read: 17, quarantined: 2 });
    const { read, applied, unchanged, quarantined } = counts;
    expect([applied, unchanged, applied + unchanged + quarantined]).toEqual([5, 10, read]);
  });

  it('S-03 writes nothing for what it has read before', async () => {
    const records = [
      ...patients(50),
      ...Array.from({ length: 200 }, (_, i) =>
        aRecord('appointment', `A${i}`, { patientId: `P${(i % 50) + 1}` }, { updatedAt: at(1) }),
      ),
    ];
    const connector = pagedConnector([
      { name: 'all', kinds: ['patient', 'appointment'], pages: () => inPages(records, 64), walks: true },
    ]);
    const bench = await aSync(test, connector);
    await bench.sync();
    await test.asSuperuser('delete from changed_patient where practice_id = $1', [bench.practiceId]);
    const before = await writes();
    const again = await bench.sync();
    expect(again.counts).toMatchObject({ read: 250, applied: 0, unchanged: 250, quarantined: 0 });
    expect(await writes()).toEqual(before);
    expect(await test.asSuperuser('select from changed_patient where practice_id = $1', [bench.practiceId])).toEqual(
      [],
    );
  });

  it('keeps what a change superseded, with both clocks', async () => {
    const pages: Partial<PullPage>[] = [
      {
        records: [
          ...patients(1),
          aRecord('appointment', 'A1', { status: 'booked' }, { createdAt: at(1), updatedAt: at(1) }),
        ],
      },
    ];
    const bench = await aSync(
      test,
      pagedConnector([{ name: 'all', kinds: ['patient', 'appointment'], pages: () => pages }]),
    );
    await bench.sync();
    pages.push({
      records: [aRecord('appointment', 'A1', { status: 'no_show' }, { createdAt: at(1), updatedAt: at(30) })],
    });
    expect((await bench.sync()).counts.applied).toBe(1);
    expect(await appointments(bench.practiceId)).toMatchObject([
      { source_id: 'A1', status: 'no_show', record_version: 2 },
    ]);
    const past = await test.asSuperuser<{ data: { status: string; startsAt: number }; recorded_at: Date }>(
      'select data, recorded_at from record_version where practice_id = $1',
      [bench.practiceId],
    );
    expect(past).toHaveLength(1);
    expect(past[0]?.data).toMatchObject({ status: 'booked', startsAt: Date.UTC(2026, 2, 3, 10) });
    expect(past[0]?.recorded_at.getTime()).toBe(at(1));
  });

  it('follows an explicit deletion, and a record that comes back', async () => {
    const pages: Partial<PullPage>[] = [
      { records: [...patients(1), aRecord('appointment', 'A1', {}, { updatedAt: at(1) })] },
    ];
    const bench = await aSync(
      test,
      pagedConnector([{ name: 'all', kinds: ['patient', 'appointment'], pages: () => pages }]),
    );
    await bench.sync();
    pages.push({ records: [aDeletion('appointment', 'A1', at(5))] });
    await bench.sync();
    expect((await appointments(bench.practiceId))[0]?.gone_at?.getTime()).toBe(at(5));
    pages.push({ records: [aRecord('appointment', 'A1', {}, { updatedAt: at(9) })] });
    await bench.sync();
    expect(await appointments(bench.practiceId)).toMatchObject([{ gone_at: null, record_version: 2 }]);
  });

  it('asks the person when settings are wrong, and waits when the other side is busy', async () => {
    let error: Error = new SettingsWrong('url', 'The server refuses the credentials.');
    const connector = pagedConnector([{ name: 'all', kinds: ['patient'], pages: () => [{ records: patients(1) }] }], {
      before: () => {
        throw error;
      },
    });
    const bench = await aSync(test, connector, { now: () => at(0) });
    expect(await bench.sync()).toMatchObject({ state: 'failed', problem: 'The server refuses the credentials.' });
    expect(await test.asSuperuser('select state, problem from connection where id = $1', [bench.connectionId])).toEqual(
      [{ state: 'needs_attention', problem: 'The server refuses the credentials.' }],
    );
    expect(await bench.sync()).toMatchObject({ state: 'skipped' });
    error = new RetryLater('The server is busy.', 600_000);
    expect(await bench.sync({ trigger: 'manual' })).toMatchObject({ state: 'failed', retryAt: new Date(at(10)) });
  });
});

/** Which transaction wrote each row, and where it lies: a row written anew, even to the same, is another. No statistics, which come late. */
async function writes() {
  const of = (table: string) =>
    `select '${table}' as name, count(*)::int as n, md5(string_agg(xmin::text || ctid::text, ' ' order by ctid)) as rows from ${table}`;
  return test.asSuperuser(['patient', 'appointment', 'record_version', 'quarantine'].map(of).join(' union all '));
}

describe('a source that is still preparing what was asked for', () => {
  const waits = { says: 'The export is being prepared (34 %).', afterMs: 120_000 };
  const withExport = (first: Parameters<typeof inPages>[0], waitsAt: () => boolean) =>
    pagedConnector([
      {
        name: 'Export',
        kinds: ['patient'],
        pages: () => [
          { records: first, done: false, ...(waitsAt() ? { waits } : {}) },
          { records: patients(2), watermark: at(0) },
        ],
      },
      { name: 'others', kinds: ['location'], pages: () => [{ records: [aRecord('location', 'L1', {})] }] },
    ]);

  it('S-01 leaves that stream where it stands, reads the others, and comes back sooner than usual', async () => {
    let waiting = true;
    const bench = await aSync(
      test,
      withExport([], () => waiting),
    );
    // Never read to its end: the connection does not pass for fresh.
    await expect(bench.sync()).resolves.toMatchObject({ state: 'failed', problem: waits.says, counts: { read: 1 } });
    waiting = false;
    await expect(bench.sync()).resolves.toMatchObject({ state: 'ok', counts: { applied: 2 } });
    waiting = true;
    await test.asSuperuser(`update stream_state set cursor = null where practice_id = $1 and stream = 'Export'`, [
      bench.practiceId,
    ]);
    const before = Date.now();
    const again = await bench.sync();
    expect(again).toMatchObject({ state: 'ok', problem: null });
    expect(again.retryAt!.getTime() - before).toBeLessThan(130_000);
  });
});
