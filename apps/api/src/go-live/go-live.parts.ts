import type { Provider, Type } from '@nestjs/common';
import { CaseVerdictQueries, JobQueries, SendingQueries } from '@keepwell/database';
import { GoLiveController } from './go-live.controller.js';
import { GoLiveService } from './go-live.service.js';

/** From a list that is judged to a practice that sends: see docs/decisions/0008-rules-people-trust.md. */
export const GO_LIVE_CONTROLLERS: Type[] = [GoLiveController];
export const GO_LIVE_PROVIDERS: Provider[] = [CaseVerdictQueries, JobQueries, SendingQueries, GoLiveService];
