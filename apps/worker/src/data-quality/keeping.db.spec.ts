import { QuarantineQueries, SecretStore } from '@keepwell/database';
import { pino } from 'pino';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { pagedConnector } from '../../../../test/support/paged-connector.js';
import { aRecord } from '../../../../test/support/records.js';
import { aSync } from '../../../../test/support/sync.js';
import { JournalReplay } from '../sync/journal-replay.js';
import { WatchRunner } from './watch-runner.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const never = new AbortController().signal;
const log = pino({ level: 'silent' });
const alarms = (practiceId: string) =>
  test.asSuperuser<{ subject: string; says: string; detail: unknown; open: boolean }>(
    `select subject, says, detail, closed_at is null as open from alarm where practice_id = $1 and code = 'field_vanished'`,
    [practiceId],
  );

describe('a field that a source no longer fills', () => {
  it('X20 is alarmed with the rules that rest on it, and is over when it is filled again', async () => {
    let serviceId: string | null = 'knee';
    let n = 0;
    let now = Date.UTC(2026, 2, 2, 9);
    const pages: { records: ReturnType<typeof aRecord>[] }[] = [{ records: [aRecord('patient', 'P1')] }];
    const connector = pagedConnector([
      { name: 'changes', kinds: ['patient', 'appointment'], pages: () => pages as never },
    ]);
    const bench = await aSync(test, connector, { now: () => now });
    const watch = new WatchRunner(test.db, bench.secrets, log);
    const read = async (count: number) => {
      const records = Array.from({ length: count }, () =>
        aRecord('appointment', `A${(n += 1)}`, { serviceId, cancelReason: 'called', startsAt: now }),
      );
      pages.push({ records });
      now += HOUR;
      await bench.sync();
      await watch.run(bench.practiceId, now, never);
      return alarms(bench.practiceId);
    };
    expect(await read(80)).toEqual([]);
    serviceId = null;
    expect(await read(30)).toEqual([]);
    const [alarm, ...others] = await read(30);
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({ subject: 'changes appointment.serviceId', open: true });
    expect(alarm?.detail).toMatchObject({ rules: expect.arrayContaining(['R01', 'R05', 'R18']), since: 60 });
    expect(alarm?.says).toContain('was filled in 100 % of records and in none of the last 60');
    serviceId = 'knee';
    expect(await read(10)).toMatchObject([{ open: false }]);
  });
});

describe('what sources wrote', () => {
  it('A-07 is kept for thirty days beside the journal, which stays; what was put aside for ninety', async () => {
    const connector = pagedConnector([
      {
        name: 'all',
        kinds: ['patient'],
        pages: () => [
          { records: [aRecord('patient', 'P1', { familyName: 'Quillfeather' })], raw: ['<Quillfeather/>'] },
        ],
      },
    ]);
    const bench = await aSync(test, connector);
    await bench.sync();
    const { practiceId, connectionId } = bench;
    await test.db.inPractice(practiceId, (tx) =>
      new QuarantineQueries(new SecretStore(test.masterKey)).put(
        tx,
        { practiceId, connectionId, stream: 'all' },
        null,
        1,
        [
          {
            kind: 'patient',
            sourceId: 'P2',
            code: 'odd',
            reason: 'Odd.',
            where: null,
            waitsFor: null,
            raw: '{}',
            rawForm: 'source',
          },
        ],
      ),
    );
    const kept = async () => {
      const [row] = await test.asSuperuser(
        `select (select count(raw_ciphertext)::int from source_journal where practice_id = $1) as raw,
                (select count(*)::int from source_journal where practice_id = $1) as journal,
                (select count(raw_ciphertext)::int from quarantine where practice_id = $1) as aside,
                (select string_agg(state, ',') from quarantine where practice_id = $1) as state`,
        [practiceId],
      );
      return row;
    };
    const after = async (days: number) => {
      await new WatchRunner(test.db, bench.secrets, log).run(practiceId, Date.now() + days * DAY, never);
      return kept();
    };
    expect(await after(29)).toEqual({ raw: 1, journal: 1, aside: 1, state: 'open' });
    expect(await after(31)).toEqual({ raw: 0, journal: 1, aside: 1, state: 'open' });
    expect(await after(91)).toEqual({ raw: 0, journal: 1, aside: 0, state: 'dismissed' });
    // Without the raw text everything can still be built again; without the journal it cannot, and that is the practice's word.
    await test.asSuperuser('delete from patient where practice_id = $1', [practiceId]);
    expect(await new JournalReplay(test.db, bench.secrets).fill(bench, never)).toMatchObject({ applied: 1 });
    await test.asSuperuser(`update practice set settings = '{"keep": {"journalDays": 60}}' where id = $1`, [
      practiceId,
    ]);
    expect(await after(59)).toMatchObject({ journal: 1 });
    expect(await after(61)).toMatchObject({ journal: 0 });
  });
});

describe('what was pushed', () => {
  it('A-07 is kept for thirty days once it is applied, for ninety when it was put aside, and as long as it waits', async () => {
    const bench = await aSync(test, pagedConnector([]));
    const { practiceId, connectionId } = bench;
    const states = ['received', 'applied', 'duplicate', 'ignored', 'quarantined', 'refused'];
    await test.asSuperuser(
      `insert into inbox_item (practice_id, id, connection_id, way, dedupe_key, body_hash, verified, type, size, state, received_at, done_at)
       select $1, gen_random_uuid(), $2, 'webhook', convert_to(s, 'UTF8'), '\\x00', 'strong', 't', 1, s, now(), case when s <> 'received' then now() end from unnest($3::text[]) s`,
      [practiceId, connectionId, states],
    );
    await test.asSuperuser(
      `insert into told_record (practice_id, connection_id, kind, source_id, clocks, waiting)
       values ($1, $2, 'patient', 'whole', '{}', null), ($1, $2, 'patient', 'waits', '{}', '{"familyName": "Quillfeather"}')`,
      [practiceId, connectionId],
    );
    const after = async (days: number) => {
      await new WatchRunner(test.db, bench.secrets, log).run(practiceId, Date.now() + days * DAY, never);
      const rows = await test.asSuperuser<{ name: string }>(
        `select state as name from inbox_item where practice_id = $1 union all select source_id from told_record where practice_id = $1 order by 1`,
        [practiceId],
      );
      return rows.map(({ name }) => name);
    };
    expect(await after(29)).toEqual([...states, 'waits', 'whole'].toSorted());
    expect(await after(31)).toEqual(['quarantined', 'received', 'refused', 'waits', 'whole']);
    expect(await after(91)).toEqual(['received', 'whole']);
  });

  it('A-07 is kept for as long as a repeated delivery is told by it, whatever the practice says', async () => {
    const bench = await aSync(test, pagedConnector([]));
    await test.asSuperuser(`update practice set settings = '{"keep": {"rawDays": 1}}' where id = $1`, [
      bench.practiceId,
    ]);
    await test.asSuperuser(
      `insert into inbox_item (practice_id, id, connection_id, way, dedupe_key, body_hash, verified, type, size, state, received_at, done_at)
       values ($1, gen_random_uuid(), $2, 'webhook', 'k', '\\x00', 'strong', 't', 1, 'applied', now(), now())`,
      [bench.practiceId, bench.connectionId],
    );
    const left = async (days: number) => {
      await new WatchRunner(test.db, bench.secrets, log).run(bench.practiceId, Date.now() + days * DAY, never);
      return (await test.asSuperuser('select from inbox_item where practice_id = $1', [bench.practiceId])).length;
    };
    expect(await left(7.5)).toBe(1);
    expect(await left(8.5)).toBe(0);
  });
});
