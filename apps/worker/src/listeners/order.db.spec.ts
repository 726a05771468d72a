import { createServer, type AddressInfo } from 'node:net';
import { openFolders } from '@keepwell/connector-sdk';
import { Connection, newId } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { MllpSender } from '@keepwell/simulator';
import { pino } from 'pino';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { type RunningWorker, startWorker } from '../create-worker.js';

let test: TestDatabase;
let workers: RunningWorker[] = [];
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await test.close();
});

const WORKERS = 8;
const LINES = 8;
const EACH = 12;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

/** All of the same instant: nothing but the order in which they are applied says which is the last. */
const told = (patient: string, n: number) =>
  `MSH|^~\\&|ENGINE|NORTH|||20260301090000||ADT^A31|${patient}-${n}|P|2.5.1\rEVN|A31|20260301090000\r` +
  `PID|1||${patient}^^^N^MR||Example^Ada||||||||020 7946 0${String(n).padStart(3, '0')}\r`;
const merged = (winner: string, loser: string) =>
  `MSH|^~\\&|ENGINE|NORTH|||20260301090000||ADT^A40|${winner}-${loser}|P|2.5.1\rEVN|A40|20260301090000\r` +
  `PID|1||${winner}^^^N^MR\rMRG|${loser}^^^N^MR\r`;

function shuffled<T>(values: T[]): T[] {
  let state = 11;
  const sorted = values.map((value) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return { value, at: state >> 8 };
  });
  return sorted.sort((one, other) => one.at - other.at).map(({ value }) => value);
}

describe('messages of many lines and eight workers', () => {
  it('H-05 are applied in the order of arrival for each patient, and merges before and after everything', async () => {
    const practiceId = (await aPractice(test.db)).id;
    const [id, port] = [newId(), await freePort()];
    await test.db.inPractice(practiceId, (tx) =>
      tx.save(Connection, {
        ...{ practiceId, id, connector: 'hl7-v2', name: 'engine' },
        settings: { port, security: 'plain', timezone: 'Europe/London' },
      }),
    );
    workers = await Promise.all(
      Array.from({ length: WORKERS }, () =>
        startWorker({
          ...{ database: test.db, masterKey: test.masterKey, redisUrl: null, log: pino({ level: 'silent' }) },
          ...{ http: createGuardedHttp({ exceptions: [] }), folders: openFolders({ allow: [] }) },
          ...{ syncConcurrency: 1, syncPageSize: 100, sweepMs: 20 },
        }),
      ),
    );
    // Each line tells of four patients of its own, shuffled, and then makes two of them one.
    await Promise.all(
      Array.from({ length: LINES }, async (_, line) => {
        const sender = new MllpSender('127.0.0.1', port);
        const patients = [0, 1, 2, 3].map((n) => `L${line}P${n}`);
        const said = new Map(patients.map((patient) => [patient, 0]));
        for (const patient of shuffled(patients.flatMap((one) => Array.from({ length: EACH }, () => one)))) {
          const n = (said.get(patient) ?? 0) + 1;
          said.set(patient, n);
          expect(await sender.send(Buffer.from(told(patient, n)))).toMatchObject({ code: 'AA' });
        }
        expect(await sender.send(Buffer.from(merged(`L${line}P0`, `L${line}P1`)))).toMatchObject({ code: 'AA' });
        sender.close();
      }),
    );
    const states = () =>
      test.asSuperuser<{ state: string; n: number }>(
        'select state, count(*)::int as n from inbox_item where practice_id = $1 group by 1',
        [practiceId],
      );
    const deadline = Date.now() + 60_000;
    while ((await states()).some(({ state }) => state === 'received') && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await states()).toEqual([{ state: 'applied', n: LINES * (4 * EACH + 1) }]);
    const patients = await test.asSuperuser<{ id: string; phone: string; person: string }>(
      `select source_id as id, phone, (select s.source_id from patient s where s.practice_id = p.practice_id and s.id = p.person_id) as person
         from patient p where practice_id = $1`,
      [practiceId],
    );
    expect(patients).toHaveLength(LINES * 4);
    expect(new Set(patients.map(({ phone }) => phone))).toEqual(new Set([`020 7946 00${EACH}`]));
    for (const { id: number, person } of patients) expect(person).toBe(number.replace(/P1$/, 'P0'));
    // Batches follow each other: none holds what came before or between the items of one that was done before it.
    const [out] = await test.asSuperuser<{ n: number }>(
      `with batch as (select xmin::text as tx, min(id::text) as first, max(id::text) as last, min(done_at) as at
                        from inbox_item where practice_id = $1 group by 1)
       select count(*)::int as n from batch b join batch later on later.at > b.at and later.first < b.last`,
      [practiceId],
    );
    expect(out).toEqual({ n: 0 });
  }, 180_000);
});
