import type { Connector, FoldersOfServer } from '@keepwell/connector-sdk';
import type { Database } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import type { GuardedHttp } from '@keepwell/outbound';
import type { QueueHealth } from '@keepwell/queues';
import type { Logger } from 'pino';
import type { PasswordCost } from './auth/password.js';
import type { SignInLimitSettings } from './auth/sign-in-limits.js';

export interface ApiOptions {
  /** Open, as the app's role. Stays open when the API closes: whoever opened it closes it. */
  database: Database;
  /** For the one connection that listens for events. */
  databaseUrl: string;
  masterKey: Buffer;
  /** The one guarded way out, for "test this connection". */
  http: GuardedHttp;
  /** The folders a connection may read. */
  folders: FoldersOfServer;
  /** Below it each connection that takes uploads has its folder; must be one that `folders` may read. Null: no uploads. */
  uploadDir?: string | null;
  logger: Logger;
  /** How people reach it; null: on this computer, by whatever loopback name. */
  publicUrl: string | null;
  trustProxy: boolean;
  /** The built console; null: none is served. */
  consoleDir: string | null;
  /** Health of the queue; null: jobs run in this process. */
  queueHealth: (() => Promise<QueueHealth>) | null;
  /** Default: every connector there is. */
  connectors?: readonly Connector[];
  now?: () => Instant;
  signInLimits?: SignInLimitSettings;
  passwordCost?: PasswordCost;
  /** Between two signs of life on a live channel; a session that has ended is noticed then. Default 20 s. */
  pingMs?: number;
}
