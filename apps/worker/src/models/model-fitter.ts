import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  EvaluationQueries,
  OutcomeDelayQueries,
  ProgramMonthsQueries,
  ReturnModelQueries,
  TimelineQueries,
  type Database,
} from '@keepwell/database';
import {
  AsOf,
  fitLine,
  OutcomeDelays,
  practicePrior,
  practiceTimelines,
  ProgramCourses,
  ReturnSamples,
  shippedPrior,
  type FittedModel,
  type Instant,
  type LineSample,
} from '@keepwell/domain';

export interface FitOutcome {
  lines: number;
  usable: number;
  people: number;
}

const AT_ONCE = 500;
/** More people say no more about a line; which ones are taken is even over their ids. */
const MOST_PERSONS = 20_000;
/** A line of a handful of patients says nothing of its own. */
const FEWEST_PEOPLE = 20;

/**
 * Fits every line of a practice on what is known now, and tries the same way of fitting on the weeks before; learns on the way how long its
 * places take to enter outcomes (K11), and where programs lose people (S0-17). Facts are read and let go of batch by batch: what stays in
 * memory is a small row per patient and line.
 */
export class ModelFitter {
  private readonly evaluations = new EvaluationQueries();
  private readonly timelines = new TimelineQueries();
  private readonly models = new ReturnModelQueries();
  private readonly outcomeDelays = new OutcomeDelayQueries();
  private readonly programMonths = new ProgramMonthsQueries();

  constructor(private readonly database: Database) {}

  async fit(practiceId: string, now: Instant, signal?: AbortSignal): Promise<FitOutcome> {
    const { samples, delays, programs, people } = await this.sample(practiceId, now, signal);
    const lines = [...samples.lines.values()].filter(({ persons }) => persons >= FEWEST_PEOPLE);
    const fitted: FittedModel[] = [];
    const priors = new Map<string, ReturnType<typeof priorsOf>>();
    for (const line of lines) {
      signal?.throwIfAborted();
      const specialty = line.specialty ?? '';
      const prior = priors.get(specialty) ?? priorsOf(lines, line);
      priors.set(specialty, prior);
      fitted.push(fitLine(line, prior, now));
      await nextTurn();
    }
    await this.database.inPractice(practiceId, async (tx) => {
      await this.models.keep(tx, practiceId, fitted, { asOf: now, fittedAt: now });
      await this.outcomeDelays.keep(tx, practiceId, { days: delays.usual(), seen: delays.seen() }, now);
      await this.programMonths.keep(tx, practiceId, programs, now);
    });
    return { lines: fitted.length, usable: fitted.filter(({ usable }) => usable).length, people };
  }

  private async sample(practiceId: string, now: Instant, signal: AbortSignal | undefined) {
    const { context, practice, count } = await this.database.inPractice(practiceId, async (tx) => {
      const current = await this.evaluations.context(tx, practiceId);
      return {
        context: current,
        practice: await this.timelines.practiceWithHistory(tx, practiceId, current.facts),
        count: await this.models.countPersons(tx, practiceId),
      };
    });
    const view = practiceTimelines(practice, {
      sourcesWithoutOutcomes: context.sources
        .filter(({ hasOutcomes }) => !hasOutcomes)
        .map(({ connectionId }) => connectionId),
      planSpecialties: context.planSpecialties,
      lineMedianDays: context.basis?.lineMedians ?? {},
    });
    const samples = new ReturnSamples(now);
    const delays = new OutcomeDelays(
      now,
      new Map(context.sources.map(({ connectionId, firstReadDoneAt }) => [connectionId, firstReadDoneAt])),
    );
    const programs = new ProgramCourses(new AsOf(now));
    const step = Math.max(1, count / MOST_PERSONS);
    let [after, place, people]: [string | null, number, number] = [null, 0, 0];
    for (;;) {
      signal?.throwIfAborted();
      const batch = await this.database.inPractice(practiceId, async (tx) => {
        const ids = await this.evaluations.everyone(tx, practiceId, after, AT_ONCE);
        if (ids.length === 0) return null;
        after = ids.at(-1) ?? after;
        const chosen = ids.filter(
          (_, index) => Math.floor((place + index) / step) !== Math.floor((place + index - 1) / step),
        );
        place += ids.length;
        return {
          facts: await this.timelines.factsWithHistory(tx, practiceId, chosen, now),
          contacted: await this.models.contactedAt(tx, practiceId, chosen),
        };
      });
      if (batch === null) return { samples, delays, programs: programs.months(step === 1), people };
      for (const person of batch.facts) {
        if (person.patients.length === 0) continue;
        people += 1;
        const timeline = view(person, now);
        if (timeline !== null) {
          delays.add(timeline);
          programs.add(timeline);
        }
        samples.add({
          household: person.patients[0]?.at(-1)?.data.householdId ?? person.personId,
          at: (instant) => view(person, instant),
          contactedAt: batch.contacted.get(person.personId) ?? null,
        });
      }
      await nextTurn();
    }
  }
}

function priorsOf(lines: readonly LineSample[], { specialty }: LineSample) {
  const shipped = shippedPrior(specialty);
  return {
    atCut: practicePrior(lines, specialty, 'atCut') ?? shipped,
    now: practicePrior(lines, specialty, 'now') ?? shipped,
  };
}
