import type { Provider, Type } from '@nestjs/common';
import { BreakerQueries, HookSequenceQueries, InboxQueries, InboxViewQueries, SecretStore } from '@keepwell/database';
import { CredentialsService } from './credentials.service.js';
import { FilesService } from './files.service.js';
import { HookRefusals } from './hook-refusals.js';
import { HooksController } from './hooks.controller.js';
import { HooksService } from './hooks.service.js';
import { InboxController } from './inbox.controller.js';
import { InboxService } from './inbox.service.js';

/** See docs/decisions/0006-connector-platform.md. */
export const INTAKE_CONTROLLERS: Type[] = [HooksController, InboxController];

export const INTAKE_PROVIDERS: Provider[] = [
  BreakerQueries,
  HookSequenceQueries,
  { provide: InboxQueries, useFactory: (secrets: SecretStore) => new InboxQueries(secrets), inject: [SecretStore] },
  {
    provide: InboxViewQueries,
    useFactory: (secrets: SecretStore) => new InboxViewQueries(secrets),
    inject: [SecretStore],
  },
  CredentialsService,
  FilesService,
  HookRefusals,
  HooksService,
  InboxService,
];
