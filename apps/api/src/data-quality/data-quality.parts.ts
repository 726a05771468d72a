import type { Provider, Type } from '@nestjs/common';
import {
  AlarmQueries,
  CompareRunQueries,
  ConnectionStatusWordQueries,
  FieldProfileQueries,
  PaymentMatchQueries,
  PlaceholderQueries,
  RecordViewQueries,
  StreamHealthQueries,
  StreamQueries,
  StreamVolumeQueries,
  SurgeQueries,
} from '@keepwell/database';
import { AlarmsController } from './alarms.controller.js';
import { BoardService } from './board.service.js';
import { HeldCasesController } from './held-cases.controller.js';
import { HeldCasesService } from './held-cases.service.js';
import { ConnectionHealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsService } from './payments.service.js';
import { PlaceholdersController } from './placeholders.controller.js';
import { PlaceholdersService } from './placeholders.service.js';
import { RecordsController } from './records.controller.js';
import { RecordsService } from './records.service.js';
import { WordsService } from './words.service.js';

/** See docs/decisions/0006-connector-platform.md. */
export const DATA_QUALITY_CONTROLLERS: Type[] = [
  ConnectionHealthController,
  RecordsController,
  PlaceholdersController,
  AlarmsController,
  PaymentsController,
  HeldCasesController,
];

export const DATA_QUALITY_PROVIDERS: Provider[] = [
  AlarmQueries,
  CompareRunQueries,
  ConnectionStatusWordQueries,
  FieldProfileQueries,
  PaymentMatchQueries,
  PlaceholderQueries,
  RecordViewQueries,
  StreamHealthQueries,
  StreamQueries,
  StreamVolumeQueries,
  SurgeQueries,
  HealthService,
  BoardService,
  WordsService,
  PlaceholdersService,
  RecordsService,
  PaymentsService,
  HeldCasesService,
];
