import { setTimeout as delay } from 'node:timers/promises';
import { EvaluationQueries, MarkQueries, openDatabase, type Database } from '@keepwell/database';
import { EvaluationRunner } from '@keepwell/worker';
import pg from 'pg';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { BENCH_NOW, changePatients, fillPractice, type BenchPractice } from './rules-practice.js';

const evaluations = new EvaluationQueries();
let test: TestDatabase;
let client: pg.Client;
const practices: BenchPractice[] = [];
const SIZES = [200, 2_000];
/** Rows touched for each person asked about for the first time, by practice. */
const firstPass: number[] = [];
/** How many of them were asked about again before it ended. */
const askedTwice: number[] = [];

beforeAll(async () => {
  test = await databaseForThisFile();
  client = new pg.Client({ connectionString: test.databaseUrl });
  await client.connect();
  for (const size of SIZES) practices.push(await fillPractice(client, size));
  // As for a new practice, nobody has analyzed anything yet.
  for (const practice of practices) firstPass.push(await costOfFirstPass(practice));
  await test.asSuperuser('analyze');
}, 180_000);
afterAll(async () => {
  await client.end();
  await test.close();
});

async function rowsRead(): Promise<number> {
  const [row] = await test.asSuperuser<{ rows: string }>(
    'select sum(seq_tup_read + idx_tup_fetch)::bigint as rows from pg_stat_user_tables',
  );
  return Number(row?.rows);
}

async function isThere(session: string): Promise<boolean> {
  return (await test.asSuperuser('select from pg_stat_activity where application_name = $1', [session])).length > 0;
}

/** Rows that PostgreSQL touched for a run. A session tells its numbers when it ends, so it gets one of its own. */
async function costOf({ practiceId }: BenchPractice, now: number): Promise<{ rows: number; asked: number }> {
  let asked = 0;
  const rows = await rowsOf(async (own) => {
    ({ asked } = await new EvaluationRunner(own).run({ practiceId, now }));
  });
  return { rows, asked };
}

/** What the test itself has done is told now, and not in the middle of what is counted: a session tells its numbers once a second. */
async function tellNow(): Promise<void> {
  const tell = 'select pg_stat_force_next_flush()';
  await client.query(tell);
  await test.db.withoutPractice((tx) => tx.query(tell));
  await test.asSuperuser(tell);
}

async function rowsOf(work: (own: Database) => Promise<void>): Promise<number> {
  await tellNow();
  const before = await rowsRead();
  const own = await openDatabase({ url: test.databaseUrl, poolSize: 1, applicationName: 'counted' });
  await work(own);
  await own.close();
  // It is told when the session is gone, which is a little after it was left.
  while (await isThere('counted')) await delay(10);
  return (await rowsRead()) - before;
}

/** Rows for each person. */
async function costOfFirstPass(practice: BenchPractice): Promise<number> {
  const { rows, asked } = await costOf(practice, BENCH_NOW);
  askedTwice.push(asked - practice.patients);
  return rows / asked;
}

async function costOfChanges(practice: BenchPractice, changed: number): Promise<number> {
  await changePatients(client, practice, changed, 0);
  const { rows, asked } = await costOf(practice, BENCH_NOW);
  expect(asked).toBe(changed);
  return rows;
}

describe('what an evaluation reads', () => {
  it('for each person of a new practice is the same in one of ten times the size', () => {
    const [inSmall, inLarge] = firstPass as [number, number];
    expect(inLarge).toBeLessThanOrEqual(1.5 * inSmall);
  });

  it('begins with what is usual in the practice: nobody is asked a second time when everybody has told it', () => {
    expect(askedTwice).toEqual([0, 0]);
  });

  it('is for each mark that is taken back one row, however many stand in a table that was empty when PostgreSQL looked', async () => {
    const { practiceId } = practices[1]!;
    expect(await test.asSuperuser('select from changed_patient limit 1')).toEqual([]);
    await test.db.inPractice(practiceId, (tx) => new MarkQueries().everyone(tx, practiceId));
    const rows = await rowsOf(async (own) => {
      for (let batch = 0; batch < 5; batch += 1) {
        await own.inPractice(
          practiceId,
          async (tx) => {
            const seen = await evaluations.changed(tx, practiceId, 20);
            expect(seen).toHaveLength(20);
            await evaluations.unmark(tx, practiceId, seen);
          },
          { byIndex: true },
        );
      }
    });
    // Read, locked and taken away.
    expect(rows).toBeLessThan(1_000);
    await test.asSuperuser('delete from changed_patient');
  });

  it('for one changed patient is the same in a practice of ten times the size', async () => {
    const [small, large] = practices as [BenchPractice, BenchPractice];
    const inSmall = await costOfChanges(small, 1);
    const inLarge = await costOfChanges(large, 1);
    expect(inLarge).toBeLessThanOrEqual(1.5 * inSmall);
    expect(inLarge).toBeLessThan(SIZES[1]!);
  });

  it('grows with the changes', async () => {
    const large = practices[1]!;
    const one = await costOfChanges(large, 1);
    const forty = await costOfChanges(large, 40);
    expect(forty).toBeGreaterThan(one);
    expect(forty).toBeLessThanOrEqual(40 * one);
  });

  it('is next to nothing where nothing changed, and by night goes with those who are due', async () => {
    const large = practices[1]!;
    const { rows, asked } = await costOf(large, BENCH_NOW);
    expect(asked).toBe(0);
    expect(rows).toBeLessThan(500);
    const one = await costOfChanges(large, 1);
    const night = await costOf(large, BENCH_NOW + 86_400_000);
    expect(night.asked).toBeGreaterThan(0);
    expect(night.rows).toBeLessThanOrEqual(night.asked * one);
  });

  it('is for one of many who were born on the same day no more than for any other', async () => {
    const large = practices[1]!;
    const one = await costOfChanges(large, 1);
    await test.asSuperuser(`update patient set birth_date = '1980-02-29' where practice_id = $1`, [large.practiceId]);
    expect(await costOfChanges(large, 1)).toBeLessThanOrEqual(1.5 * one);
  });
});
