import type { Provider, Type } from '@nestjs/common';
import { BacktestQueries } from '@keepwell/database';
import { BacktestsController } from './backtests.controller.js';
import { BacktestsService } from './backtests.service.js';

/** See docs/backtest.md. */
export const BACKTESTS_CONTROLLERS: Type[] = [BacktestsController];
export const BACKTESTS_PROVIDERS: Provider[] = [BacktestQueries, BacktestsService];
