import type { PullPage } from '@keepwell/connector-sdk';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { pagedConnector } from '../../../../test/support/paged-connector.js';
import { aDeletion, aRecord } from '../../../../test/support/records.js';
import { aSync } from '../../../../test/support/sync.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

let clock = Date.UTC(2026, 0, 5, 9);
const patient = (id: string, mergedInto: string | null = null) =>
  aRecord('patient', id, { mergedInto }, { updatedAt: (clock += 60_000) });

/** Reads these pages one after the other; answers who stands for whom after each. */
async function readAll(...pages: Partial<PullPage>[]) {
  const given: Partial<PullPage>[] = [];
  const bench = await aSync(test, pagedConnector([{ name: 'patients', kinds: ['patient'], pages: () => given }]));
  const seen: Record<string, string>[] = [];
  for (const page of pages) {
    given.push(page);
    await test.asSuperuser('delete from changed_patient where practice_id = $1', [bench.practiceId]);
    const { state } = await bench.sync();
    expect(state).toBe('ok');
    const rows = await test.asSuperuser<{ one: string; survivor: string }>(
      `select p.source_id as one, s.source_id as survivor from patient p join patient s on s.practice_id = p.practice_id and s.id = p.person_id
        where p.practice_id = $1 order by 1`,
      [bench.practiceId],
    );
    seen.push(Object.fromEntries(rows.map(({ one, survivor }) => [one, survivor])));
  }
  const marked = await test.asSuperuser<{ source_id: string }>(
    `select p.source_id from changed_patient c join patient p on p.practice_id = c.practice_id and p.id = c.person_id where c.practice_id = $1 order by 1`,
    [bench.practiceId],
  );
  const merges = await test.asSuperuser<{ loser: string; survivor: string; undone: boolean }>(
    `select l.source_id as loser, s.source_id as survivor, undone_at is not null as undone from patient_merge m
       join patient l on l.id = m.loser_id join patient s on s.id = m.survivor_id where m.practice_id = $1 order by m.id`,
    [bench.practiceId],
  );
  return { seen, last: seen.at(-1), marked: marked.map(({ source_id }) => source_id), merges };
}

describe('merged patients (Q36)', () => {
  it('stand for one person along a chain, and for themselves again when it is undone', async () => {
    const { seen, marked, merges } = await readAll(
      { records: [patient('A', 'B'), patient('B', 'C'), patient('C')] },
      { records: [patient('B')] },
      { records: [patient('A')] },
    );
    expect(seen).toEqual([
      { A: 'C', B: 'C', C: 'C' },
      { A: 'B', B: 'B', C: 'C' },
      { A: 'A', B: 'B', C: 'C' },
    ]);
    // Both whom the rows go to and whom they leave are asked about again.
    expect(marked).toEqual(['A', 'B']);
    expect(merges).toEqual([
      { loser: 'A', survivor: 'C', undone: true },
      { loser: 'B', survivor: 'C', undone: true },
      { loser: 'A', survivor: 'B', undone: true },
    ]);
  });

  it('are not merged by a loop', async () => {
    const { last } = await readAll({ records: [patient('A', 'B'), patient('B', 'A'), patient('D', 'A')] });
    expect(last).toEqual({ A: 'A', B: 'B', D: 'D' });
  });

  it('are merged once their unknown target comes, and not before', async () => {
    const { seen } = await readAll({ records: [patient('A', 'Z')] }, { records: [patient('Z')] });
    expect(seen).toEqual([{ A: 'A' }, { A: 'Z', Z: 'Z' }]);
  });

  it('stand for themselves when the survivor is deleted', async () => {
    const { last } = await readAll(
      { records: [patient('A', 'B'), patient('B')] },
      { records: [aDeletion('patient', 'B', (clock += 60_000))] },
    );
    expect(last).toEqual({ A: 'A', B: 'B' });
  });
});
