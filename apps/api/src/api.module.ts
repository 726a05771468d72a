import { Module } from '@nestjs/common';
import type { DynamicModule, Provider, Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { CONNECTORS } from '@keepwell/connectors';
import {
  ApiAuditQueries,
  ApiConnectionQueries,
  ApiPracticeQueries,
  ApiRuleQueries,
  ApiTimelineQueries,
  Database,
  InterestQueries,
  InvitationQueries,
  JobQueries,
  PastListQueries,
  PatientQueries,
  PatientSearchQueries,
  PreferenceQueries,
  SecretStore,
  SessionQueries,
  SharedPatientQueries,
  UserQueries,
  WorklistQueries,
} from '@keepwell/database';
import { AuditController } from './audit/audit.controller.js';
import { BACKTESTS_CONTROLLERS, BACKTESTS_PROVIDERS } from './backtests/backtests.parts.js';
import { CARE_CONTROLLERS, CARE_PROVIDERS } from './care/care.parts.js';
import { CASES_CONTROLLERS, CASES_PROVIDERS } from './cases/cases.parts.js';
import { DAY_CONTROLLERS, DAY_PROVIDERS } from './day/day.parts.js';
import { DATA_QUALITY_CONTROLLERS, DATA_QUALITY_PROVIDERS } from './data-quality/data-quality.parts.js';
import { INTAKE_CONTROLLERS, INTAKE_PROVIDERS } from './intake/intake.parts.js';
import { WRITE_BACK_CONTROLLERS, WRITE_BACK_PROVIDERS } from './write-back/write-back.parts.js';
import { PASSWORD_COST } from './auth/password.js';
import { PracticeWork } from './auth/practice-work.js';
import { SessionController } from './auth/session.controller.js';
import { SessionGuard } from './auth/session.guard.js';
import { Sessions } from './auth/sessions.js';
import { SIGN_IN_LIMITS, SignInLimits } from './auth/sign-in-limits.js';
import { SignInByLink } from './auth/sign-in-by-link.js';
import { SignIn } from './auth/sign-in.js';
import { ConnectionsController } from './connections/connections.controller.js';
import { ConnectionsService } from './connections/connections.service.js';
import { ConnectorList } from './connections/connector-list.js';
import { ConnectorRoom, WayOut } from './connections/connector-room.js';
import { ConnectorsController } from './connections/connectors.controller.js';
import { FreshnessService } from './connections/freshness.service.js';
import { SharedPatients } from './connections/shared-patients.js';
import { SyncJobs } from './connections/sync-jobs.js';
import { SyncController } from './connections/sync.controller.js';
import { SyncService } from './connections/sync.service.js';
import { DatabaseEvents } from './events/database-events.js';
import { EventsController } from './events/events.controller.js';
import { EventsService } from './events/events.service.js';
import { GO_LIVE_CONTROLLERS, GO_LIVE_PROVIDERS } from './go-live/go-live.parts.js';
import { Address } from './http/address.js';
import { Clock } from './http/clock.js';
import { ConsoleFiles } from './http/console-files.js';
import { HealthController } from './http/health.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Dependencies, Readiness } from './http/readiness.js';
import { API_LOGGER, CONSOLE_DIR, COST_OF_PASSWORDS, DATABASE_URL, PING_MS, UPLOAD_DIR } from './http/tokens.js';
import type { ApiOptions } from './options.js';
import { OUTREACH_CONTROLLERS, OUTREACH_PROVIDERS } from './outreach/outreach.parts.js';
import { PatientsController } from './patients/patients.controller.js';
import { PatientsService } from './patients/patients.service.js';
import { PreferencesController } from './patients/preferences.controller.js';
import { PreferencesService } from './patients/preferences.service.js';
import { WhyService } from './patients/why.service.js';
import { MODELS_CONTROLLERS, MODELS_PROVIDERS } from './models/models.parts.js';
import { PLACES_CONTROLLERS, PLACES_PROVIDERS } from './places/places.parts.js';
import { REPORTS_CONTROLLERS, REPORTS_PROVIDERS } from './reports/reports.parts.js';
import { RuleCatalogue } from './rules/rule-catalogue.js';
import { RULES_CONTROLLERS, RULES_PROVIDERS } from './rules/rules.parts.js';
import { UsersController } from './users/users.controller.js';
import { UsersService } from './users/users.service.js';
import { PastListService } from './worklist/past-list.service.js';
import { WorklistController } from './worklist/worklist.controller.js';
import { WorklistService } from './worklist/worklist.service.js';

const DEFAULT_PING_MS = 20_000;

const CONTROLLERS: Type[] = [
  HealthController,
  SessionController,
  WorklistController,
  PatientsController,
  PreferencesController,
  ...BACKTESTS_CONTROLLERS,
  ...RULES_CONTROLLERS,
  ...PLACES_CONTROLLERS,
  ConnectorsController,
  ConnectionsController,
  SyncController,
  UsersController,
  AuditController,
  EventsController,
  ...CARE_CONTROLLERS,
  ...CASES_CONTROLLERS,
  ...OUTREACH_CONTROLLERS,
  ...MODELS_CONTROLLERS,
  ...REPORTS_CONTROLLERS,
  ...INTAKE_CONTROLLERS,
  ...WRITE_BACK_CONTROLLERS,
  ...DATA_QUALITY_CONTROLLERS,
  ...DAY_CONTROLLERS,
  ...GO_LIVE_CONTROLLERS,
];

const QUERIES: Provider[] = [
  ApiAuditQueries,
  ApiConnectionQueries,
  ApiPracticeQueries,
  ApiRuleQueries,
  ApiTimelineQueries,
  InvitationQueries,
  JobQueries,
  PastListQueries,
  PatientQueries,
  PatientSearchQueries,
  InterestQueries,
  PreferenceQueries,
  SessionQueries,
  SharedPatientQueries,
  UserQueries,
  WorklistQueries,
];

const SERVICES: Provider[] = [
  ConsoleFiles,
  Readiness,
  Sessions,
  SignIn,
  SignInByLink,
  PracticeWork,
  RuleCatalogue,
  FreshnessService,
  WorklistService,
  PastListService,
  PatientsService,
  PreferencesService,
  WhyService,
  ConnectionsService,
  ConnectorRoom,
  SharedPatients,
  SyncJobs,
  SyncService,
  UsersService,
  DatabaseEvents,
  EventsService,
  ...CARE_PROVIDERS,
  ...CASES_PROVIDERS,
  ...OUTREACH_PROVIDERS,
  ...MODELS_PROVIDERS,
  ...REPORTS_PROVIDERS,
  ...INTAKE_PROVIDERS,
  ...WRITE_BACK_PROVIDERS,
  ...DATA_QUALITY_PROVIDERS,
  ...DAY_PROVIDERS,
  ...GO_LIVE_PROVIDERS,
  ...BACKTESTS_PROVIDERS,
  ...RULES_PROVIDERS,
  ...PLACES_PROVIDERS,
  { provide: APP_FILTER, useClass: ProblemFilter },
  { provide: APP_GUARD, useClass: SessionGuard },
];

@Module({})
export class ApiModule {
  static with(options: ApiOptions): DynamicModule {
    return { module: ApiModule, controllers: CONTROLLERS, providers: [...given(options), ...QUERIES, ...SERVICES] };
  }
}

/** What comes from outside: the database, the clock, the way out. */
function given(options: ApiOptions): Provider[] {
  const { database, http, folders, now = Date.now, connectors = CONNECTORS } = options;
  const clock: Clock = { now };
  const dependencies: Dependencies = { database: () => database.ping(), queue: options.queueHealth };
  const wayOut: WayOut = { http, folders };
  const list: ConnectorList = { all: connectors, find: (id) => connectors.find((connector) => connector.id === id) };
  return [
    { provide: Database, useValue: database },
    { provide: SecretStore, useValue: new SecretStore(options.masterKey) },
    { provide: Clock, useValue: clock },
    { provide: Dependencies, useValue: dependencies },
    { provide: WayOut, useValue: wayOut },
    { provide: ConnectorList, useValue: list },
    { provide: Address, useValue: new Address(options.publicUrl) },
    { provide: SignInLimits, useValue: new SignInLimits(options.signInLimits ?? SIGN_IN_LIMITS) },
    { provide: API_LOGGER, useValue: options.logger },
    { provide: CONSOLE_DIR, useValue: options.consoleDir },
    { provide: COST_OF_PASSWORDS, useValue: options.passwordCost ?? PASSWORD_COST },
    { provide: DATABASE_URL, useValue: options.databaseUrl },
    { provide: UPLOAD_DIR, useValue: options.uploadDir ?? null },
    { provide: PING_MS, useValue: options.pingMs ?? DEFAULT_PING_MS },
  ];
}
