import type { AppointmentStatus, Instant, ZoneId } from '@keepwell/domain/records';
import { createGuardedHttp, type GuardedHttpOptions } from '@keepwell/outbound';
import type { Connector, ConnectorContext } from '../connector.js';
import { openFolders } from '../folders.js';
import { parseSettings } from '../settings.js';

export interface OpenedContext {
  context: ConnectorContext;
  /** What the connector wrote to its log, for tests of what it must not say. */
  logged: string[];
  close(): Promise<void>;
}

export interface TestContextOptions {
  settings: Record<string, unknown>;
  /** Origins of the test's own servers. */
  exceptions?: string[];
  /** Folders that may be read; any when not given. */
  allow?: string[];
  timezone?: ZoneId | null;
  now?: () => Instant;
  /** What a person said that words mean here, lower case. */
  statusMap?: ReadonlyMap<string, AppointmentStatus>;
  /** Limits of safety V-01 made small, so that a test of them takes milliseconds. */
  limits?: Pick<GuardedHttpOptions, 'timeouts' | 'maxBodyBytes'>;
  /** What else is to be closed with it: a server opened for this context. */
  alsoClose?: () => Promise<void>;
}

/** A context as the worker builds it: real guarded HTTP, real folders, settings checked. */
export function openTestContext(connector: Connector, options: TestContextOptions): OpenedContext {
  const http = createGuardedHttp({ exceptions: options.exceptions ?? [], ...options.limits });
  const logged: string[] = [];
  const context: ConnectorContext = {
    settings: parseSettings(connector.settings, options.settings),
    timezone: options.timezone ?? null,
    http,
    folders: openFolders({ allow: options.allow ?? 'any' }),
    ...(options.statusMap === undefined ? {} : { statusMap: options.statusMap }),
    now: options.now ?? Date.now,
    signal: new AbortController().signal,
    log: (message, fields) => void logged.push(`${message} ${JSON.stringify(fields ?? {})}`),
  };
  return {
    context,
    logged,
    async close() {
      await connector.close?.(context);
      await http.close();
      await options.alsoClose?.();
    },
  };
}
