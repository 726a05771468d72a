import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { newId } from '../ids.js';
import { EvaluationQueries } from './evaluation.queries.js';
import { MarkQueries } from './marks.queries.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

it('goes through those who are marked one after the other, so that whoever is marked over and over keeps nobody waiting', async () => {
  const practiceId = newId();
  const person = (n: number) => `018f0000-0000-7000-8000-00000000000${n}`;
  const next = (after: string | null) =>
    test.db.inPractice(practiceId, async (tx) => {
      const seen = await new EvaluationQueries().changed(tx, practiceId, 2, after);
      return seen.map(({ personId }) => Number(personId.at(-1)));
    });
  await test.db.inPractice(practiceId, (tx) => new MarkQueries().persons(tx, practiceId, [1, 2, 3, 4].map(person)));
  expect([await next(null), await next(person(2)), await next(person(3)), await next(person(4))]).toEqual([
    [1, 2],
    [3, 4],
    [4, 1],
    [1, 2],
  ]);
});
