import { newId } from '@keepwell/database';
import type { TestDatabase } from './database.js';

/** A backtest of one practice, to be named in addresses. */
export interface BacktestThings {
  backtestId: string;
  backtestToCancelId: string;
}

export const unknownBacktests = (): BacktestThings => ({ backtestId: newId(), backtestToCancelId: newId() });

export async function storeBacktest(
  database: TestDatabase,
  practiceId: string,
  { userId }: { userId: string },
): Promise<BacktestThings> {
  const things = unknownBacktests();
  for (const id of Object.values(things) as string[])
    await database.asSuperuser(
      `insert into backtest_run (practice_id, id, asked_by_user_id, asked_at, first_day, last_day, every, state, progress)
     values ($1, $2, $3, '2025-03-01T10:00Z', '2025-01-01', '2025-02-01', 1, 'asked', 0)`,
      [practiceId, id, userId],
    );
  return things;
}

interface Drafts {
  draftId: string;
}

/** A line for every route of backtests. */
export const BACKTEST_SAMPLES = {
  askBacktest: {
    body: ({ draftId }: Drafts) => ({ from: '2025-01-01', to: '2025-02-01', every: 7, rules: ['R05'], draftId }),
    status: 202,
    foreign: 404,
  },
  listBacktests: {},
  cancelBacktest: { path: ({ backtestToCancelId }: BacktestThings) => ({ id: backtestToCancelId }) },
  getBacktest: { path: ({ backtestId }: BacktestThings) => ({ id: backtestId }) },
};
