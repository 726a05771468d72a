import { setTimeout as pause } from 'node:timers/promises';
import { audit, BacktestQueries, type BacktestRow, type Database } from '@keepwell/database';
import type { BacktestResult } from '@keepwell/domain';
import { CommandFailed } from '../failure.js';
import type { Io } from '../io.js';
import { choosePractice, withDatabase, type ChosenPractice } from '../operation/working-database.js';
import { startProgress } from '../progress.js';

/** As the API tells of it. */
export interface StoredBacktest {
  id: string;
  from: string;
  to: string;
  every: number;
  /** Null: all. */
  rules: string[] | null;
  draftId: string | null;
  state: BacktestRow['state'];
  /** 0 to 1. */
  progress: number;
  problem: string | null;
  askedBy: string;
  /** ISO. */
  askedAt: string;
  endedAt: string | null;
}

/** Which run is meant; `id` null: the one that waits or runs. */
export interface WhichBacktest {
  practice: string | null;
  id: string | null;
}

const SHOWN = 50;
const LOOK_EVERY_MS = 1000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ENDED = { done: 'is done', failed: 'could not be done', cancelled: 'was called off' } as const;

/** The newest of a practice, newest first. Throws `CommandFailed`. */
export async function storedBacktests(practice: string | null, io: Io): Promise<StoredBacktest[]> {
  return withDatabase(io, async ({ database }) => runsOf(database, await choosePractice(database, practice)));
}

/** Calls one off that waits or runs in a server: it stops after the batch in hand. Throws `CommandFailed`, also where it had ended. */
export async function cancelBacktest({ practice, id }: WhichBacktest, io: Io): Promise<StoredBacktest> {
  return withDatabase(io, async ({ database }) => {
    const chosen = await choosePractice(database, practice);
    const { id: runId } = await runMeant(database, chosen, id);
    return database.inPractice(chosen.id, async (tx) => {
      const backtests = new BacktestQueries();
      const isCancelled = await backtests.cancel(tx, chosen.id, runId, io.now());
      const row = await backtests.one(tx, runId);
      if (row === null || !isCancelled)
        throw new CommandFailed(`This backtest ${ENDED[row?.state as keyof typeof ENDED] ?? 'is gone'} already`);
      await audit(tx, {
        practiceId: chosen.id,
        actorUserId: null,
        event: 'backtest.cancelled',
        ...{ subjectKind: 'backtest', subjectId: runId, detail: { by: 'command line' } },
      });
      return answerOf(row);
    });
  });
}

/**
 * Waits until it has ended and answers its figures. Whoever stops waiting does not stop it: that is said. Throws `CommandFailed` where it could not
 * be done or was called off.
 */
export async function watchBacktest({ practice, id }: WhichBacktest, io: Io) {
  return withDatabase(io, async ({ database }) => {
    const chosen = await choosePractice(database, practice);
    const { id: runId } = await runMeant(database, chosen, id);
    const progress = await startProgress(io, 'Asking about the past');
    try {
      for (;;) {
        const row = await database.inPractice(chosen.id, (tx) => new BacktestQueries().one(tx, runId));
        if (row === null) throw new CommandFailed(`There is no backtest ${runId} any more`);
        if (row.state === 'failed') throw new CommandFailed(row.problem ?? 'This backtest could not be done');
        if (row.state === 'cancelled') throw new CommandFailed('This backtest was called off');
        if (row.result !== null) return figuresOf(row.result, chosen);
        progress.update(Math.round(row.progress * 100), 100, 'Per cent asked about the past');
        await pause(LOOK_EVERY_MS, undefined, { signal: io.signal });
      }
    } catch (error) {
      if (io.signal.aborted)
        io.say(`The backtest goes on in the server. To call it off: keepwell rules backtests cancel ${runId}`);
      throw error;
    } finally {
      progress.stop();
    }
  });
}

function figuresOf(result: BacktestResult, { name }: ChosenPractice) {
  return { ...result, source: { connector: name, notes: [] } };
}

async function runsOf(database: Database, { id }: ChosenPractice): Promise<StoredBacktest[]> {
  const rows = await database.inPractice(id, (tx) => new BacktestQueries().list(tx, null, SHOWN));
  return rows.map(answerOf);
}

async function runMeant(database: Database, chosen: ChosenPractice, id: string | null): Promise<{ id: string }> {
  if (id !== null) {
    const isThere =
      UUID.test(id) &&
      (await database.inPractice(chosen.id, (tx) => new BacktestQueries().one(tx, id.toLowerCase()))) !== null;
    if (!isThere) throw new CommandFailed(`${chosen.name} has no backtest ${id}; see: keepwell rules backtests`);
    return { id: id.toLowerCase() };
  }
  const underWay = (await runsOf(database, chosen)).filter(({ state }) => state === 'asked' || state === 'running');
  const [only] = underWay;
  if (only === undefined) throw new CommandFailed(`No backtest of ${chosen.name} waits or runs`);
  if (underWay.length > 1)
    throw new CommandFailed(
      `Several backtests of ${chosen.name} wait or run: say which, one of ${underWay.map((run) => run.id).join(', ')}`,
    );
  return only;
}

function answerOf({ firstDay, lastDay, askedBy, ...row }: BacktestRow): StoredBacktest {
  const { id, every, rules, draftId, state, progress, problem, askedAt, endedAt } = row;
  return {
    ...{ id, from: firstDay, to: lastDay, every, rules, draftId, state, progress, problem },
    ...{ askedBy: askedBy.name, askedAt, endedAt },
  };
}
