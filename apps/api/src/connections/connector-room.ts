import { Injectable } from '@nestjs/common';
import { ConnectorBroken, parseSettings, RetryLater, SettingsWrong } from '@keepwell/connector-sdk';
import type { CheckResult, Connector, ConnectorContext, FoldersOfServer, Settings } from '@keepwell/connector-sdk';
import { OutboundError } from '@keepwell/outbound';
import type { GuardedHttp } from '@keepwell/outbound';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';

const CHECK_MS = 60_000;

/** What connectors may reach from here: the guarded way out and the operator's folders, nothing else. */
export abstract class WayOut {
  abstract readonly http: GuardedHttp;
  abstract readonly folders: FoldersOfServer;
}

/** Where a connector is tried out on behalf of a person who waits for the answer. */
@Injectable()
export class ConnectorRoom {
  constructor(
    private readonly wayOut: WayOut,
    private readonly clock: Clock,
  ) {}

  /** The settings with defaults, or a problem that names the field. */
  parse(connector: Connector, values: Record<string, unknown>): Settings {
    try {
      return parseSettings(connector.settings, values);
    } catch (error) {
      throw asSettingsProblem(error);
    }
  }

  /** Asks the other side. That it does not answer, or wrongly, is an answer too. */
  async check(
    practiceId: string,
    connector: Connector,
    settings: Settings,
    timezone: string | null,
  ): Promise<CheckResult> {
    const context = this.contextOf(practiceId, settings, timezone);
    try {
      return await connector.check(context);
    } catch (error) {
      if (error instanceof SettingsWrong) throw asSettingsProblem(error);
      return {
        ok: false,
        sourceName: null,
        timezone: null,
        problems: [sentenceOf(error)],
        missing: [],
        counts: {},
        notes: [],
      };
    } finally {
      await connector.close?.(context);
    }
  }

  /** What a connector is given here; the caller closes it. */
  contextOf(practiceId: string, settings: Settings, timezone: string | null): ConnectorContext {
    return {
      settings,
      timezone,
      http: this.wayOut.http,
      folders: this.wayOut.folders.of(practiceId),
      now: () => this.clock.now(),
      signal: AbortSignal.timeout(CHECK_MS),
      log: () => undefined,
    };
  }
}

function asSettingsProblem(error: unknown): unknown {
  return error instanceof SettingsWrong
    ? new Problem('settings_wrong', error.message, error.field === null ? {} : { field: error.field }, { cause: error })
    : error;
}

/** Our own errors hold a sentence for the practice; what else goes wrong is ours to look into. */
function sentenceOf(error: unknown): string {
  if (error instanceof RetryLater || error instanceof ConnectorBroken || error instanceof OutboundError)
    return error.message;
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return 'The other side did not answer within a minute.';
  throw error;
}
