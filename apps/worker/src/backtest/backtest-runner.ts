import {
  BacktestQueries,
  EvaluationQueries,
  LeaseLost,
  JobQueries,
  ReportFactQueries,
  TimelineQueries,
  type BacktestBasis,
  type BacktestToRun,
  type ClaimedJob,
  type Database,
  type Transaction,
} from '@keepwell/database';
import {
  Backtest,
  BACKTEST_ROUNDS,
  BacktestAskWrong,
  backtestMethod,
  RuleParameterWrong,
  ZoneUnknown,
  type Instant,
} from '@keepwell/domain';
import { basisOf, questionOf } from './backtest-basis.js';
import { PERSONS_AT_ONCE, UnitLoader } from './unit-loader.js';

/** How much of the way each round is, by what it costs. */
const ROUND_SHARES = [0.1, 0.2, 0.7];
/** So many pieces are kept side by side at least before they are laid together. */
const PIECES_APART = 16;

/** Somebody called it off while it ran. */
class BacktestCancelled extends Error {}

export interface BacktestOutcome {
  state: 'done' | 'failed' | 'cancelled' | 'none';
  /** Whom the result is of. */
  persons: number;
  /** How many were read by this runner, over all rounds: after another that died only those who were left. */
  read: number;
}

/** A run under way: what was counted, and where it goes on. */
interface Standing {
  backtest: Backtest;
  round: number;
  after: string | null;
  /** In the round that is on. */
  persons: number;
  /** The last piece that was kept. */
  number: number;
  /** Characters: of all pieces of the round that were laid together, and of those since. */
  together: number;
  apart: number;
  piecesApart: number;
}

export interface BacktestPace {
  atOnce?: number;
  piecesApart?: number;
}

/**
 * Does a backtest that was asked for. Everybody is read three times, batch by batch. What a batch gave is kept in the transaction that says how
 * far the run is; whoever takes the job after a worker that died adds it up again and goes on with the next batch. What the run set out with (settings, the
 * practice, up to when facts are heard of) is kept as well, so that all batches agree. One that is called off stops after the batch in hand.
 */
export class BacktestRunner {
  private readonly backtests = new BacktestQueries();
  private readonly evaluations = new EvaluationQueries();
  private readonly timelines = new TimelineQueries();
  private readonly patients = new ReportFactQueries();
  private readonly jobs = new JobQueries();
  private readonly loader: UnitLoader;
  private readonly piecesApart: number;

  constructor(
    private readonly database: Database,
    { atOnce = PERSONS_AT_ONCE, piecesApart = PIECES_APART }: BacktestPace = {},
  ) {
    this.loader = new UnitLoader(database, atOnce);
    this.piecesApart = piecesApart;
  }

  async run(job: ClaimedJob, now: () => Instant, signal: AbortSignal): Promise<BacktestOutcome> {
    const { practiceId, subjectId: id } = job;
    const nothing = { persons: 0, read: 0 };
    try {
      const run = await this.database.inPractice(practiceId, (tx) => this.begin(tx, job, now()));
      if (run === null) return { state: 'none', ...nothing };
      const { backtest, persons, read } = await this.ask(job, run, signal);
      await this.held(job, (tx) => this.backtests.done(tx, practiceId, id, { result: backtest.result(), now: now() }));
      return { state: 'done', persons, read };
    } catch (error) {
      if (error instanceof BacktestCancelled) return { state: 'cancelled', ...nothing };
      const isTheAsk =
        error instanceof BacktestAskWrong || error instanceof RuleParameterWrong || error instanceof ZoneUnknown;
      if (!isTheAsk) throw error;
      await this.held(job, (tx) => this.backtests.failed(tx, practiceId, id, { problem: error.message, now: now() }));
      return { state: 'failed', ...nothing };
    }
  }

  /** With what it rests on: what another runner set out with, where pieces of it can be added here. */
  private async begin(
    tx: Transaction,
    job: ClaimedJob,
    now: Instant,
  ): Promise<(BacktestToRun & { basis: BacktestBasis }) | null> {
    const { practiceId, subjectId: id } = job;
    const method = backtestMethod();
    const found = await this.backtests.toRun(tx, practiceId, id);
    if (found === null) return null;
    if (!(await this.jobs.isHeld(tx, job))) throw new LeaseLost('The claim on this backtest was lost');
    if (found.basis !== null && found.method === method) return { ...found, basis: found.basis };
    const context = await this.evaluations.context(tx, practiceId);
    const facts = await this.timelines.practiceWithHistory(tx, practiceId, context.facts);
    const patients = await this.patients.countPatients(tx);
    const basis = basisOf(found, context, { facts, patients, now });
    await this.backtests.begin(tx, practiceId, id, { settings: context.ruleSettings, basis, method, now });
    // Read back: whoever goes on has it from there as well.
    const begun = await this.backtests.toRun(tx, practiceId, id);
    return { ...found, basis: begun?.basis ?? basis };
  }

  private async ask(job: ClaimedJob, run: BacktestToRun & { basis: BacktestBasis }, signal: AbortSignal) {
    const { basis } = run;
    const question = questionOf(job.practiceId, run, basis);
    const standing = await this.standing(job, basis, signal);
    const { backtest } = standing;
    let [read, persons] = [0, standing.persons];
    while (standing.round < BACKTEST_ROUNDS) {
      signal.throwIfAborted();
      const withRelated = standing.round === BACKTEST_ROUNDS - 1;
      const batch = await this.loader.load({ ...question, withRelated }, standing.after);
      for (const unit of batch.units) backtest.show(unit);
      read += batch.units.length;
      standing.persons += batch.units.length;
      standing.after = batch.after;
      await this.keep(job, standing, basis.patients);
      persons = standing.persons;
      if (batch.after === null) nextRound(standing);
    }
    return { backtest, persons, read };
  }

  /** With all that was counted before, as far as it was kept. */
  private async standing(job: ClaimedJob, basis: BacktestBasis, signal: AbortSignal): Promise<Standing> {
    const standing: Standing = {
      ...{ backtest: new Backtest(basis.ask, basis.facts), round: 0, after: null, persons: 0, number: 0 },
      ...{ together: 0, apart: 0, piecesApart: 0 },
    };
    for (;;) {
      signal.throwIfAborted();
      const kept = await this.database.inPractice(job.practiceId, (tx) =>
        this.backtests.pieceAfter(tx, job.practiceId, job.subjectId, standing.number),
      );
      if (kept === null) return standing;
      standing.backtest.add(kept.piece);
      Object.assign(standing, { number: kept.number, after: kept.upTo, persons: kept.persons });
      standing.together += kept.size;
      if (kept.upTo === null) nextRound(standing);
    }
  }

  /**
   * Pieces that outweigh what was laid together before are laid together with it: the database never holds more than about twice what was counted, and all
   * that is ever written is a small multiple of it.
   */
  private async keep(job: ClaimedJob, standing: Standing, patients: number): Promise<void> {
    const { backtest, round, after: upTo, persons } = standing;
    let counts = JSON.stringify(backtest.take());
    standing.number += 1;
    standing.apart += counts.length;
    standing.piecesApart += 1;
    const instead = standing.piecesApart >= this.piecesApart && standing.apart >= standing.together;
    if (instead) {
      counts = JSON.stringify(backtest.taken());
      Object.assign(standing, { together: counts.length, apart: 0, piecesApart: 0 });
    }
    const passed = ROUND_SHARES.slice(0, round).reduce((sum, share) => sum + share, 0);
    const progress = passed + (ROUND_SHARES[round] ?? 0) * Math.min(1, persons / Math.max(1, patients));
    const piece = { number: standing.number, round, counts, upTo, persons, progress, instead };
    await this.held(job, async (tx) => {
      if (!(await this.backtests.keep(tx, job.practiceId, job.subjectId, piece))) throw new BacktestCancelled();
    });
  }

  /** Only while the claim is ours: another worker may have gone on with it. */
  private async held(job: ClaimedJob, write: (tx: Transaction) => Promise<void>): Promise<void> {
    await this.database.inPractice(job.practiceId, async (tx) => {
      if (!(await this.jobs.isHeld(tx, job))) throw new LeaseLost('The claim on this backtest was lost');
      await write(tx);
    });
  }
}

function nextRound(standing: Standing): void {
  standing.backtest.nextRound();
  Object.assign(standing, { round: standing.round + 1, after: null, together: 0, apart: 0, piecesApart: 0 });
  if (standing.round < BACKTEST_ROUNDS) standing.persons = 0;
}
