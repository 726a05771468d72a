import type { Provider, Type } from '@nestjs/common';
import { ProgramMonthsQueries, ReturnModelQueries } from '@keepwell/database';
import { ModelsController } from './models.controller.js';
import { ModelsService } from './models.service.js';

/** What the API has for this subject: see docs/models.md. */
export const MODELS_CONTROLLERS: Type[] = [ModelsController];
export const MODELS_PROVIDERS: Provider[] = [ReturnModelQueries, ProgramMonthsQueries, ModelsService];
