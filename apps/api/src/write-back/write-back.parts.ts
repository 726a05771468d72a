import type { Provider, Type } from '@nestjs/common';
import { BookingRoomQueries, WriteOperationQueries } from '@keepwell/database';
import { BookingService } from './booking.service.js';
import { WritesController } from './writes.controller.js';
import { WritesService } from './writes.service.js';

/** See docs/decisions/0006-connector-platform.md. */
export const WRITE_BACK_CONTROLLERS: Type[] = [WritesController];

export const WRITE_BACK_PROVIDERS: Provider[] = [
  BookingRoomQueries,
  WriteOperationQueries,
  BookingService,
  WritesService,
];
