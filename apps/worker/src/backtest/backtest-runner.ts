import {
  BacktestQueries,
  EvaluationQueries,
  LeaseLost,
  JobQueries,
  ReportFactQueries,
  settingsOf,
  sourceKey,
  TimelineQueries,
  type BacktestToRun,
  type ClaimedJob,
  type Database,
  type DraftChange,
  type EvaluationContext,
  type Transaction,
} from '@keepwell/database';
import {
  Backtest,
  BACKTEST_ROUNDS,
  BacktestAskWrong,
  DEFAULT_BACKTEST_HOUR,
  minorsBornAfter,
  practiceZone,
  RuleParameterWrong,
  ZoneUnknown,
  type BacktestAsk,
  type Instant,
  type KeptRuleSetting,
  type PracticeFacts,
} from '@keepwell/domain';
import { UnitLoader, type UnitQuestion } from './unit-loader.js';

/** How much of the way each round is, by what it costs. */
const ROUND_SHARES = [0.1, 0.2, 0.7];
const DAY_MS = 86_400_000;

/** Somebody called it off while it ran. */
class BacktestCancelled extends Error {}

interface Begun {
  run: BacktestToRun;
  context: EvaluationContext;
  facts: PracticeFacts;
  patients: number;
}

export interface BacktestOutcome {
  state: 'done' | 'failed' | 'cancelled' | 'none';
  persons: number;
}

/**
 * Does a backtest that was asked for. Everybody is read three times, batch by batch; nothing but counts is kept between batches, and nothing is
 * written but how far it is. One that is called off stops after the batch in hand. A run that was cut off is begun anew by whoever takes the job next, and gives the same.
 */
export class BacktestRunner {
  private readonly backtests = new BacktestQueries();
  private readonly evaluations = new EvaluationQueries();
  private readonly timelines = new TimelineQueries();
  private readonly patients = new ReportFactQueries();
  private readonly jobs = new JobQueries();
  private readonly loader: UnitLoader;

  constructor(
    private readonly database: Database,
    atOnce?: number,
  ) {
    this.loader = new UnitLoader(database, atOnce);
  }

  async run(job: ClaimedJob, now: () => Instant, signal: AbortSignal): Promise<BacktestOutcome> {
    const { practiceId, subjectId: id } = job;
    const begun = await this.database.inPractice(practiceId, (tx) => this.begin(tx, practiceId, id, now()));
    if (begun === null) return { state: 'none', persons: 0 };
    try {
      const { backtest, persons } = await this.ask(job, begun, now(), signal);
      await this.held(job, (tx) => this.backtests.done(tx, practiceId, id, { result: backtest.result(), now: now() }));
      return { state: 'done', persons };
    } catch (error) {
      if (error instanceof BacktestCancelled) return { state: 'cancelled', persons: 0 };
      const isTheAsk =
        error instanceof BacktestAskWrong || error instanceof RuleParameterWrong || error instanceof ZoneUnknown;
      if (!isTheAsk) throw error;
      await this.held(job, (tx) => this.backtests.failed(tx, practiceId, id, { problem: error.message, now: now() }));
      return { state: 'failed', persons: 0 };
    }
  }

  private async begin(tx: Transaction, practiceId: string, id: string, now: Instant): Promise<Begun | null> {
    const context = await this.evaluations.context(tx, practiceId);
    const run = await this.backtests.begin(tx, practiceId, id, { settings: context.ruleSettings, now });
    if (run === null) return null;
    const facts = await this.timelines.practiceWithHistory(tx, practiceId, context.facts);
    return { run, context, facts, patients: await this.patients.countPatients(tx) };
  }

  private async ask(job: ClaimedJob, { run, context, facts, patients }: Begun, now: Instant, signal: AbortSignal) {
    const ask = askOf(run, context, now);
    const backtest = new Backtest(ask, facts);
    const { majorityAgeYears } = settingsOf(context, []);
    const from = Date.parse(`${run.firstDay}T00:00:00Z`) - (run.every + 1) * DAY_MS;
    const question: UnitQuestion = {
      ...{ practiceId: job.practiceId, from, withRelated: false },
      minorsBornAfter: minorsBornAfter(from, majorityAgeYears),
      ends: endsOf(context),
    };
    let passed = 0;
    let persons = 0;
    for (let round = 0; round < BACKTEST_ROUNDS; round += 1) {
      const share = ROUND_SHARES[round] ?? 0;
      persons = await this.round(
        job,
        backtest,
        { ...question, withRelated: round === BACKTEST_ROUNDS - 1 },
        {
          signal,
          tell: (done) => passed + share * Math.min(1, done / Math.max(1, patients)),
        },
      );
      backtest.nextRound();
      passed += share;
    }
    return { backtest, persons };
  }

  private async round(
    job: ClaimedJob,
    backtest: Backtest,
    question: UnitQuestion,
    { signal, tell }: { signal: AbortSignal; tell: (done: number) => number },
  ): Promise<number> {
    let after: string | null = null;
    let done = 0;
    do {
      signal.throwIfAborted();
      const batch = await this.loader.load(question, after);
      for (const unit of batch.units) backtest.show(unit);
      done += batch.units.length;
      after = batch.after;
      await this.held(job, async (tx) => {
        if (!(await this.backtests.progress(tx, job.practiceId, job.subjectId, tell(done))))
          throw new BacktestCancelled();
      });
    } while (after !== null);
    return done;
  }

  /** Only while the claim is ours: another worker may have begun anew. */
  private async held(job: ClaimedJob, write: (tx: Transaction) => Promise<void>): Promise<void> {
    await this.database.inPractice(job.practiceId, async (tx) => {
      if (!(await this.jobs.isHeld(tx, job))) throw new LeaseLost('The claim on this backtest was lost');
      await write(tx);
    });
  }
}

function endsOf({ sources }: EvaluationContext): Map<string, Instant> {
  const read = sources.map(({ connectionId, lastSuccessAt }) => [connectionId, lastSuccessAt] as const);
  return new Map(read.flatMap(([id, at]) => (at === null ? [] : [[id, at] as const])));
}

/** The settings of now, and where there is a draft the same with its changes. The data end with the newest source; who stands in older ones ends sooner. */
function askOf(
  { firstDay, lastDay, every, rules, changes }: BacktestToRun,
  context: EvaluationContext,
  now: Instant,
): BacktestAsk {
  const ends = [...endsOf(context).values()];
  const inForce = settingsOf(context, []);
  return {
    ...{ from: firstDay, to: lastDay, every, hour: DEFAULT_BACKTEST_HOUR },
    timezone: practiceZone(context.facts),
    dataEnd: Math.min(now, ends.length === 0 ? now : Math.max(...ends)),
    sides: [
      { name: 'in_force', settings: inForce },
      ...(changes === null
        ? []
        : [
            {
              name: 'draft' as const,
              settings: settingsOf({ ...context, ruleSettings: changed(context, changes) }, []),
            },
          ]),
    ],
    ...(rules === null ? {} : { rules }),
  };
}

/** What would be kept if the draft were approved. */
function changed({ ruleSettings, locationIds }: EvaluationContext, changes: readonly DraftChange[]): KeptRuleSetting[] {
  const locations = new Map([...locationIds].map(([key, id]) => [id, key]));
  const keyOf = ({ location }: KeptRuleSetting) => (location === null ? null : sourceKey(location.source, location.id));
  const next = changes.flatMap(({ rule, mode, parameters, locationId }): KeptRuleSetting[] => {
    if (locationId === null) return [{ rule, mode, parameters, location: null }];
    const key = locations.get(locationId);
    if (key === undefined) return [];
    const space = key.indexOf(' ');
    return [{ rule, mode, parameters, location: { source: key.slice(0, space), id: key.slice(space + 1) } }];
  });
  const isReplaced = (kept: KeptRuleSetting) =>
    next.some((each) => each.rule === kept.rule && keyOf(each) === keyOf(kept));
  return [...ruleSettings.filter((kept) => !isReplaced(kept)), ...next];
}
