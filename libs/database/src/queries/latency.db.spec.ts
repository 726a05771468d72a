import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import type { Connection } from '../entities/connection.entity.js';
import { ApiConnectionQueries } from './api-connections.queries.js';
import { JOIN_LATENCY, LATENCY_COLUMNS } from './latency-sql.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const FIRST_READ_ENDED = '2026-03-02T08:00:00Z';
const ANOTHER_DAY = '2026-03-11T10:00:00Z';

async function aSource(given: Partial<Connection> = {}): Promise<Connection> {
  const { id } = await aPractice(test.db);
  const source = await aConnection(test.db, id, { firstReadDoneAt: new Date(FIRST_READ_ENDED), ...given });
  await storeFor(test, source, [record('patient', 'p', {})], at('2026-03-02T07:00:00Z'));
  return source;
}

/** An appointment read at `observed`, by the clocks that the source gives it. */
const read = (
  source: Connection,
  observed: string,
  id: string,
  clocks: { created?: string; updated?: string },
  startsAt = '2026-03-10T10:00:00Z',
) => storeFor(test, source, [record('appointment', id, { patientId: 'p', startsAt }, clocks)], at(observed));

async function told({ practiceId, id }: Connection) {
  const [row] = await test.db.inPractice(practiceId, (tx) => new ApiConnectionQueries().list(tx, id));
  return { latency: row?.latency, latencyMissing: row?.latencyMissing };
}

const nothing = (latencyMissing: string) => ({ latency: null, latencyMissing });

describe('S2-07 how long a change takes to be read', () => {
  it('is the median and the 95th percentile from the source’s clock to the read', async () => {
    const source = await aSource();
    for (let n = 1; n <= 21; n++) {
      const observed = new Date(at('2026-03-02T09:00:00Z') + n * 1000).toISOString();
      await read(source, observed, `a${n}`, { updated: '2026-03-02T09:00:00Z' });
    }
    expect(await told(source)).toEqual({
      latency: { medianSeconds: 11, p95Seconds: 20, changes: 21 },
      latencyMissing: null,
    });
  });

  it('counts a booking by the time it was made, and a later change by its own', async () => {
    const source = await aSource();
    await read(source, '2026-03-02T09:00:30Z', 'a', { created: '2026-03-02T09:00:00Z' });
    expect((await told(source)).latency).toEqual({ medianSeconds: 30, p95Seconds: 30, changes: 1 });
    const clocks = { created: '2026-03-02T09:00:00Z', updated: '2026-03-02T10:00:00Z' };
    await read(source, '2026-03-02T10:00:10Z', 'a', clocks, ANOTHER_DAY);
    expect((await told(source)).latency).toEqual({ medianSeconds: 10, p95Seconds: 10, changes: 1 });
  });

  it('leaves out what the first read brought, and what is older and came late', async () => {
    const source = await aSource();
    await read(source, '2026-03-02T07:30:00Z', 'first', { updated: '2026-03-02T07:00:00Z' });
    await read(source, '2026-03-02T09:00:00Z', 'late', { updated: '2025-11-01T09:00:00Z' });
    expect(await told(source)).toEqual(nothing('no_change'));
  });

  it('is not told of a source without clocks, changed records included', async () => {
    const source = await aSource();
    await read(source, '2026-03-02T09:00:00Z', 'a', {});
    expect(await told(source)).toEqual(nothing('no_clock'));
    await read(source, '2026-03-02T09:05:00Z', 'a', {}, ANOTHER_DAY);
    expect(await told(source)).toEqual(nothing('no_clock'));
  });

  it('is not told by a clock that is ahead of ours', async () => {
    const source = await aSource();
    await read(source, '2026-03-02T09:00:00Z', 'a', { updated: '2026-03-02T11:00:00Z' });
    expect(await told(source)).toEqual(nothing('no_clock'));
  });

  it('is not told before the first read has ended', async () => {
    const source = await aSource({ firstReadDoneAt: null });
    await read(source, '2026-03-02T09:00:00Z', 'a', { updated: '2026-03-02T08:59:00Z' });
    expect(await told(source)).toEqual(nothing('first_read'));
  });

  it('knows each connection by its own appointments', async () => {
    const one = await aSource();
    const other = await aConnection(test.db, one.practiceId, { firstReadDoneAt: new Date(FIRST_READ_ENDED) });
    await read(one, '2026-03-02T09:00:05Z', 'a', { updated: '2026-03-02T09:00:00Z' });
    expect((await told(one)).latency?.medianSeconds).toBe(5);
    expect(await told(other)).toEqual(nothing('no_change'));
  });

  it('is about the 1,000 appointments read last, and finds them by an index', async () => {
    const source = await aSource();
    await test.asSuperuser(
      `insert into appointment (practice_id, id, connection_id, stream, source_id, recorded_at, observed_at, sequence, content_hash)
       select $1, gen_random_uuid(), $2, 'all', 'a' || n, '2026-03-02T09:00:00Z', timestamptz '2026-03-02T09:00:00Z' + n * interval '1 second', n, '\\x00'
         from generate_series(1, 30000) n`,
      [source.practiceId, source.id],
    );
    await test.asSuperuser('analyze appointment');
    expect(await told(source)).toEqual({
      latency: { medianSeconds: 29500.5, p95Seconds: 29950.1, changes: 1000 },
      latencyMissing: null,
    });
    const plan = await test.db.inPractice(source.practiceId, (tx) =>
      tx.query<Record<string, string>[]>(`explain select ${LATENCY_COLUMNS} from connection c ${JOIN_LATENCY}`),
    );
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('appointment_observed');
  });
});
