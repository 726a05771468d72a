import { setTimeout } from 'node:timers/promises';
import { aPractice, aUser } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { newId } from '../ids.js';
import { LeaseQueries } from './leases.queries.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile({ poolSize: 10 });
});
afterAll(() => test.close());

const leases = new LeaseQueries();
/** Short, so that claims run out and change hands within the test. */
const SECONDS = 0.1;

it('X16 in 1,000 claims by two users at once a household has one holder at every moment, and changes hands only when a claim is over', async () => {
  const { id: practiceId } = await aPractice(test.db);
  const users = [await aUser(test.db, practiceId, ['coordinator']), await aUser(test.db, practiceId, ['coordinator'])];
  const households = Array.from({ length: 5 }, (_, n) => ({ household: `h:${n}`, caseId: newId(), personId: newId() }));
  const wins: { household: string; userId: string; at: string; until: string }[] = [];
  let refused = 0;
  const claim = async (n: number): Promise<void> => {
    const userId = users[(n + Math.floor(n / 20)) % 2]?.id ?? '';
    const asked = households[n % households.length];
    if (asked === undefined) return;
    await test.db.inPractice(practiceId, async (tx) => {
      const until = await leases.claim(tx, { practiceId, userId, ...asked, seconds: SECONDS });
      if (until === null) {
        refused += 1;
        return;
      }
      const [row] = await tx.query<{ at: string; until: string }[]>(
        `select (extract(epoch from clock_timestamp()) * 1000)::text as at, (extract(epoch from until) * 1000)::text as until from case_lease where household = $1`,
        [asked.household],
      );
      if (row !== undefined) wins.push({ household: asked.household, userId, ...row });
    });
  };
  for (let from = 0; from < 1000; from += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, n) => claim(from + n)));
    // Whoever holds one takes it again and again: only a pause lets a claim run out on a fast machine.
    if (from % 100 === 0) await setTimeout(SECONDS * 1500);
  }
  const overlaps: unknown[] = [];
  let changes = 0;
  for (const { household } of households) {
    const theirs = wins.filter((win) => win.household === household).sort((a, b) => Number(a.until) - Number(b.until));
    for (const [place, win] of theirs.entries()) {
      const before = theirs[place - 1];
      if (before === undefined || before.userId === win.userId) continue;
      changes += 1;
      if (Number(win.at) < Number(before.until)) overlaps.push({ before, win });
    }
  }
  expect(overlaps).toEqual([]);
  expect([wins.length + refused, refused > 0, changes > 0]).toEqual([1000, true, true]);
});
