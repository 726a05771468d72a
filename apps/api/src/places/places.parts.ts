import type { Provider, Type } from '@nestjs/common';
import { LocationQueries } from '@keepwell/database';
import { LocationsController } from './locations.controller.js';

export const PLACES_CONTROLLERS: Type[] = [LocationsController];
export const PLACES_PROVIDERS: Provider[] = [LocationQueries];
