import { createServer, type AddressInfo } from 'node:net';
import { openFolders } from '@keepwell/connector-sdk';
import { Connection, newId } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { createLog, startWorker } from '@keepwell/worker';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { run } from '../run.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

describe('keepwell simulate --serve hl7', () => {
  it('tells a whole practice to a listener of a worker, which takes and applies all of it', async () => {
    const practiceId = (await aPractice(test.db)).id;
    const port = await freePort();
    await test.db.inPractice(practiceId, (tx) =>
      tx.save(Connection, {
        ...{ practiceId, id: newId(), connector: 'hl7-v2', name: 'engine' },
        settings: { port, security: 'plain', timezone: 'Europe/London' },
      }),
    );
    const worker = await startWorker({
      ...{ database: test.db, masterKey: test.masterKey, redisUrl: null, log: createLog('silent'), sweepMs: 50 },
      ...{ http: createGuardedHttp({ exceptions: [] }), folders: openFolders({ allow: [] }) },
      ...{ syncConcurrency: 1, syncPageSize: 100 },
    });
    const stop = new AbortController();
    const lines: string[] = [];
    let out = '';
    let told: () => void = () => undefined;
    const allTold = new Promise<void>((done) => (told = done));
    const io = {
      out: (text: string) => void (out += text),
      say: (line: string) => {
        lines.push(line);
        if (line.includes('messages were taken')) told();
      },
      ...{ terminal: null, now: () => Date.UTC(2026, 10, 21, 9), signal: stop.signal },
    };
    const to = ['--to', `127.0.0.1:${port}`, '--patients', '20', '--months', '3', '--seed', 'end-to-end', '--json'];
    const running = run(['simulate', '--serve', 'hl7', ...to], io);
    await Promise.race([allTold, running]);
    expect(lines.join('\n')).toContain('messages were taken');
    stop.abort();
    expect(await running).toBe(0);
    const { answers } = JSON.parse(out) as { answers: Record<string, number> };
    expect(Object.keys(answers)).toEqual(['AA']);

    const states = () =>
      test.asSuperuser<{ state: string; n: number }>(
        'select state, count(*)::int as n from inbox_item where practice_id = $1 group by 1 order by 1',
        [practiceId],
      );
    const deadline = Date.now() + 60_000;
    while ((await states()).some(({ state }) => state === 'received') && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await states()).toEqual([{ state: 'applied', n: answers.AA }]);
    const [there] = await test.asSuperuser<{ patients: number; bookings: number }>(
      `select (select count(*)::int from patient where practice_id = $1) as patients,
              (select count(*)::int from appointment where practice_id = $1) as bookings`,
      [practiceId],
    );
    expect(there?.patients).toBe(20);
    expect(there?.bookings).toBeGreaterThan(20);
    await worker.stop();
  }, 120_000);
});
