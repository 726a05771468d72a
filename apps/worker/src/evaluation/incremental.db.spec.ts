import { EvaluationQueries, TimelineQueries } from '@keepwell/database';
import {
  aggregatesOf,
  defaultSettings,
  evaluatePerson,
  evaluationOfStored,
  preparePractice,
  type Instant,
  type PersonEvaluation,
  type SourceRecord,
  type StoredAnswer,
} from '@keepwell/domain';
import fc from 'fast-check';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { inPages, pagedConnector } from '../../../../test/support/paged-connector.js';
import {
  aRandomPractice,
  arrivals,
  practiceRecords,
  recordsOf,
  START,
} from '../../../../test/support/random-practice.js';
import { aSync } from '../../../../test/support/sync.js';
import { runs } from '../../../../test/support/long-form.js';
import { EvaluationRunner } from './evaluation-runner.js';

const HOUR = 3_600_000;
/** More with PROPERTY_RUNS, for a night. */
const RUNS = runs(7);

let test: TestDatabase;
let runner: EvaluationRunner;
beforeAll(async () => {
  test = await databaseForThisFile();
  runner = new EvaluationRunner(test.db);
});
afterAll(() => test.close());

/** A practice read by the real sync, page by page as they arrive. */
async function aLivingPractice() {
  const pages: { records: SourceRecord[] }[] = [{ records: practiceRecords }];
  let now: Instant = START;
  const connector = pagedConnector([
    { name: 'all', kinds: ['location', 'service', 'patient', 'plan', 'appointment', 'invoice'], pages: () => pages },
  ]);
  const source = await aSync(test, connector, { now: () => now });
  return {
    practiceId: source.practiceId,
    async arrive(records: SourceRecord[], at: Instant): Promise<void> {
      now = at;
      pages.push(...inPages(records, 1 + (records.length % 7)));
      const { state, problem } = await source.sync();
      if (state === 'failed') throw new Error(`The sync of the test failed: ${problem}`);
    },
  };
}

const STORED = `
  select json_build_object(
    'evaluations', (select json_agg(json_build_array(person_id, state, since, next_change_at, answer, said, listed, encode(hash, 'hex'), median_lines,
                      related, warm_up) order by person_id) from evaluation where practice_id = $1),
    'findings', (select json_agg(json_build_array(person_id, rule, episode, rule_version, kind, class, since, reason, evidence, parameters)
                   order by person_id, rule, episode) from finding where practice_id = $1 and closed_at is null),
    'cases', (select json_agg(json_build_array(person_id, class, rules, reason, since, location_id, practitioner_id, service, value_minor,
                currency, last_visit_on, next_booking_at, sort_priority, patient_name, search_text) order by person_id)
                from off_track_case where practice_id = $1 and state = 'open'),
    'counts', (select json_agg(json_build_array(state, rule, location_id, practitioner_id, n) order by state, rule, location_id, practitioner_id)
                 from case_count where practice_id = $1 and state in ('open', 'watch', 'lapsed') and n <> 0),
    'gaps', (select json_agg(json_build_array(person_id, line, gaps) order by person_id, line) from person_gap where practice_id = $1),
    'histogram', (select json_agg(json_build_array(line, gap_days, n) order by line, gap_days) from line_gap where practice_id = $1 and n <> 0),
    'medians', (select line_medians from evaluation_basis where practice_id = $1))::text as stored`;

async function stored(practiceId: string): Promise<string> {
  const [row] = await test.asSuperuser<{ stored: string }>(STORED, [practiceId]);
  return row?.stored ?? '';
}

const DERIVED = [
  ...['evaluation', 'finding', 'case_event', 'off_track_case', 'case_count', 'person_gap', 'line_gap'],
  ...['evaluation_basis', 'evaluation_rests_on', 'changed_patient'],
];

async function forgetAnswers(practiceId: string): Promise<void> {
  for (const table of DERIVED) await test.asSuperuser(`delete from ${table} where practice_id = $1`, [practiceId]);
}

/** By the domain alone: everything in memory, everybody related to everybody. */
async function answersOfTheDomain(practiceId: string, asOf: Instant): Promise<Map<string, PersonEvaluation>> {
  return test.db.inPractice(practiceId, async (tx) => {
    const { facts } = await new EvaluationQueries().context(tx, practiceId);
    const ids: { person_id: string }[] = await tx.query('select distinct person_id from patient');
    const persons = await new TimelineQueries().currentFacts(
      tx,
      practiceId,
      ids.map(({ person_id }) => person_id),
    );
    const practice = preparePractice(facts, aggregatesOf(persons, facts, asOf), defaultSettings('live'));
    return new Map(persons.map((person) => [person.personId, evaluatePerson(practice, person, persons, asOf)]));
  });
}

/** The answer but for when it can next change: who looks at more people than needed is told of more instants. */
function withoutTime(answer: PersonEvaluation): unknown {
  const timeless = { ...answer, asOf: 0, nextChangeAt: null };
  timeless.verdicts = answer.verdicts.map((verdict) => ({ ...verdict, nextChangeAt: null }));
  return JSON.parse(JSON.stringify(timeless));
}

it('S-11: incremental and full evaluation are the same, byte for byte, under shuffled arrival', async () => {
  await fc.assert(
    fc.asyncProperty(aRandomPractice, async (random) => {
      const practice = await aLivingPractice();
      const { practiceId } = practice;
      let now = START;
      for (const [i, batch] of arrivals(recordsOf(random), random).entries()) {
        await practice.arrive(batch, now);
        const wait = random.waits[i % random.waits.length] ?? 0;
        // Sometimes the next records come before anybody has looked.
        if (wait % 3 !== 0) await runner.run({ practiceId, now, batchSize: 1 + (wait % 4) });
        now += wait * HOUR;
      }
      await runner.run({ practiceId, now });
      const incremental = await stored(practiceId);

      // Everybody asked again, on top of what is stored: nothing to write.
      const nothing = { written: 0, findings: 0, cases: 0 };
      expect(await runner.runFull({ practiceId, now, batchSize: 2 })).toMatchObject(nothing);
      expect(await stored(practiceId)).toBe(incremental);

      // Everybody asked for the first time: the same bytes.
      await forgetAnswers(practiceId);
      await runner.runFull({ practiceId, now });
      expect(await stored(practiceId)).toBe(incremental);

      // And what is stored is what the domain says with the whole practice in memory.
      const answers = await test.asSuperuser<{ person_id: string; answer: StoredAnswer }>(
        `select person_id, said::json as answer from evaluation where practice_id = $1`,
        [practiceId],
      );
      const domain = await answersOfTheDomain(practiceId, now);
      expect(answers).toHaveLength(domain.size);
      for (const { person_id, answer: kept } of answers) {
        const answer = evaluationOfStored(kept, now);
        const expected = domain.get(person_id);
        if (expected === undefined) throw new Error(`The domain knows no person ${person_id}`);
        expect(withoutTime(answer)).toEqual(withoutTime(expected));
        const never = Number.POSITIVE_INFINITY;
        expect(answer.nextChangeAt ?? never).toBeGreaterThanOrEqual(expected.nextChangeAt ?? never);
      }
    }),
    { numRuns: RUNS, endOnFailure: process.env.PROPERTY_SHRINK !== 'true' },
  );
}, 600_000);

it('S-11: the order of arrival and the moments of looking leave no trace in what is found', async () => {
  const flags = async (practiceId: string) =>
    test.asSuperuser(
      `select p.source_id, f.rule, f.rule_version, f.episode, f.class, f.since, f.reason, f.parameters
         from finding f join patient p on p.id = f.person_id where f.practice_id = $1 and f.closed_at is null order by 1, 2, 4`,
      [practiceId],
    );
  await fc.assert(
    fc.asyncProperty(aRandomPractice, async (random) => {
      const end = START + 60 * 24 * HOUR;
      const records = recordsOf(random);
      const inOrder = await aLivingPractice();
      await inOrder.arrive(records, START);
      await runner.run({ practiceId: inOrder.practiceId, now: end });
      const shuffled = await aLivingPractice();
      for (const [i, batch] of arrivals(records, random).entries()) {
        // What arrives twice is one fact.
        await shuffled.arrive(i % 3 === 0 ? [...batch, ...batch] : batch, START);
        if (i % 2 === 0) await runner.run({ practiceId: shuffled.practiceId, now: START });
      }
      await runner.run({ practiceId: shuffled.practiceId, now: end });
      expect(await flags(shuffled.practiceId)).toEqual(await flags(inOrder.practiceId));
      const twice = await test.asSuperuser(
        `select 1 from finding where practice_id = $1 and closed_at is null group by person_id, rule, rule_version, episode having count(*) > 1`,
        [shuffled.practiceId],
      );
      expect(twice).toEqual([]);
    }),
    { numRuns: RUNS, endOnFailure: process.env.PROPERTY_SHRINK !== 'true' },
  );
}, 600_000);
