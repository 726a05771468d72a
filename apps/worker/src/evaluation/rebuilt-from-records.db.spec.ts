import { EvaluationQueries, Explainer, RuleSettingQueries, type DraftChange } from '@keepwell/database';
import type { Finding, Instant, SourceRecord } from '@keepwell/domain';
import fc from 'fast-check';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { inPages, pagedConnector } from '../../../../test/support/paged-connector.js';
import {
  aRandomPractice,
  practiceRecords,
  recordsOf,
  START,
  type RandomPractice,
} from '../../../../test/support/random-practice.js';
import { aSync } from '../../../../test/support/sync.js';
import { runs } from '../../../../test/support/long-form.js';
import { EvaluationRunner } from './evaluation-runner.js';

const DAY = 86_400_000;
/** More with PROPERTY_RUNS, for a night. */
const RUNS = runs(4);
const LOOKS = 12;

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

/** Which records stand for one person is asked as it is today; here it never changes. */
const withoutMerges = (random: RandomPractice): RandomPractice => ({
  ...random,
  persons: random.persons.map((person) => ({ ...person, mergedInto: null })),
});

/** In the order in which they were written; each came when it was made, for what is read late is known later than it says of itself. */
function asWritten(random: RandomPractice): SourceRecord[] {
  const made = new Map<string, number>();
  const inOrder = recordsOf(random).toSorted((one, other) => (one.updatedAt ?? 0) - (other.updatedAt ?? 0));
  return inOrder.map((each) => {
    const key = `${each.kind} ${each.id}`;
    const createdAt = made.get(key) ?? each.updatedAt ?? 0;
    made.set(key, createdAt);
    return { ...each, createdAt };
  });
}

/** A threshold moves half-way, and a rule is switched off near the end. */
const CHANGES: Record<number, DraftChange> = {
  5: { rule: 'R10', locationId: null, mode: 'on', parameters: { PT: '20 d' } },
  9: { rule: 'R05', locationId: null, mode: 'off', parameters: {} },
};

type Said = Record<string, { state: string; findings: unknown[] }>;

const said = ({ rule, version, kind, class: urgency, episode, since, reason, parameters, facts }: Finding) => ({
  ...{ rule, version, kind, class: urgency, episode, since, reason, parameters, facts },
});

async function storedThen(practiceId: string): Promise<Said> {
  const rows = await test.asSuperuser<{ id: string; state: string; findings: Finding[] }>(
    `select person_id as id, state, said::jsonb->'findings' as findings from evaluation where practice_id = $1`,
    [practiceId],
  );
  return Object.fromEntries(rows.map(({ id, state, findings }) => [id, { state, findings: findings.map(said) }]));
}

async function rebuilt(practiceId: string, asOf: Instant): Promise<Said> {
  return test.db.inPractice(practiceId, async (tx) => {
    const personIds = await new EvaluationQueries().everyone(tx, practiceId, null, 1_000);
    const answers = await new Explainer(test.db).explainMany(tx, { practiceId, personIds, asOf });
    const plain: { personId: string; state: string; findings: Finding[] }[] = JSON.parse(
      JSON.stringify(answers.map(({ evaluation }) => evaluation)),
    );
    return Object.fromEntries(
      plain.map(({ personId, state, findings }) => [personId, { state, findings: findings.map(said) }]),
    );
  });
}

it('X09: says of every past look, from the records and settings alone, what was found then, to the last fact', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(aRandomPractice, { minLength: 3, maxLength: 3 }), async (randoms) => {
      const [first] = randoms;
      if (first === undefined) return;
      const random = withoutMerges({ ...first, persons: randoms.flatMap(({ persons }) => persons) });
      const records = asWritten(random);
      const pages: { records: SourceRecord[] }[] = [{ records: practiceRecords }];
      let now = START - 160 * DAY;
      const connector = pagedConnector([
        {
          name: 'all',
          kinds: ['location', 'service', 'patient', 'plan', 'appointment', 'invoice'],
          pages: () => pages,
        },
      ]);
      const source = await aSync(test, connector, { now: () => now });
      const { practiceId } = source;
      const runner = new EvaluationRunner(test.db);
      const looks: { asOf: Instant; stored: Said }[] = [];
      for (let look = 0; look < LOOKS; look += 1) {
        const arrived = records.filter(({ updatedAt }) => (updatedAt ?? 0) <= now);
        records.splice(0, arrived.length);
        pages.push(...inPages(arrived, 2));
        expect((await source.sync()).state).not.toBe('failed');
        const change = CHANGES[look];
        if (change !== undefined) {
          const by = { author: null, approvedBy: null, draftId: null, reason: 'To see', now };
          await test.db.inPractice(practiceId, (tx) => new RuleSettingQueries().change(tx, practiceId, [change], by));
        }
        await runner.run({ practiceId, now });
        looks.push({ asOf: now, stored: await storedThen(practiceId) });
        now += (14 + (look % 3) * 2) * DAY + 3_600_000;
      }
      for (const { asOf, stored } of looks) {
        found += Object.values(stored).reduce((sum, { findings }) => sum + findings.length, 0);
        expect({ asOf, said: await rebuilt(practiceId, asOf) }).toEqual({ asOf, said: stored });
      }
    }),
    { numRuns: RUNS, endOnFailure: process.env.PROPERTY_SHRINK !== 'true' },
  );
  expect(found).toBeGreaterThan(RUNS);
}, 600_000);
