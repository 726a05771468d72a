import type { Provider, Type } from '@nestjs/common';
import { DayQueries, ExperimentQueries } from '@keepwell/database';
import { DayController } from './day.controller.js';
import { DayService } from './day.service.js';
import { ExperimentsController } from './experiments.controller.js';
import { ExperimentsService } from './experiments.service.js';

/** What the API has for this subject: see docs/ranking.md. */
export const DAY_CONTROLLERS: Type[] = [DayController, ExperimentsController];
export const DAY_PROVIDERS: Provider[] = [DayQueries, ExperimentQueries, DayService, ExperimentsService];
