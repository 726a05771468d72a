import { client, dataOf } from './api.js';
import type { components } from './api.schema.js';

/** The rules tried on the practice's own past; a part of the one door to the server (`api.ts`). */
type Schemas = components['schemas'];

export type BacktestWish = Schemas['AskBacktestDto'];
export type BacktestRun = Schemas['BacktestRunDto'];
export type Backtest = Schemas['BacktestDto'];
export type BacktestResult = Schemas['BacktestResultDto'];
export type BacktestSide = Schemas['BacktestSideDto'];
/** What is counted of a rule, of a pack and of a fixed gap alike. */
export type BacktestFigures = Omit<Schemas['BacktestPackDto'], 'days' | 'leads'>;
export type BacktestShare = Schemas['BacktestShareDto'];
export type BacktestNumber = Schemas['BacktestNumberDto'];
export type BacktestDay = Schemas['BacktestDayDto'];

export const getBacktests = (cursor: string | null, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/backtests', { params: { query: cursor === null ? {} : { cursor } }, signal }));
export const getBacktest = (id: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/backtests/{id}', { params: { path: { id } }, signal }));
/** Called off: what was counted so far is let go. */
export const cancelBacktest = (id: string) =>
  dataOf(client.POST('/api/v1/backtests/{id}/cancel', { params: { path: { id } } }));
export const askBacktest = (body: BacktestWish) => dataOf(client.POST('/api/v1/backtests', { body }));
