import type { Connector, ConnectorContext } from '@keepwell/connector-sdk';
import type { Database } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import type { GuardedHttp } from '@keepwell/outbound';
import { RecentAnswers } from './breaker-state.js';
import { Gate, type GateOptions } from './gate.js';
import { pacedHttp } from './paced-http.js';
import { VendorPaces } from './vendor-pace.js';

export interface PaceOptions {
  database: Database;
  http: GuardedHttp;
  now?: () => Instant;
  sleep?: GateOptions['sleep'];
  patienceMs?: number;
}

export interface PacedConnection {
  practiceId: string;
  connectionId: string;
  connector: Connector;
  settings: ConnectorContext['settings'];
  signal: AbortSignal;
}

export interface PacedRun {
  http: GuardedHttp;
  /** From then on nothing leaves; null: no limit. */
  notAfter(at: Instant | null): void;
  /** The run went well: what was refused before is forgotten. */
  endedWell(): Promise<void>;
  /** It ended with `SettingsWrong`: a refusal that was no 401 counts as a sign-in that failed. */
  endedRefused(): Promise<void>;
}

/** How fast other systems are asked, the same for reading, applying hints, writing and comparing: one per worker. */
export class Pace {
  private readonly paces: VendorPaces;
  private readonly recent = new Map<string, RecentAnswers>();

  constructor(private readonly options: PaceOptions) {
    this.paces = new VendorPaces(options.database, options.now);
  }

  /** For one run of a connection. */
  begin(given: PacedConnection): PacedRun {
    const { database, http, now, sleep, patienceMs } = this.options;
    let recent = this.recent.get(given.connectionId);
    if (recent === undefined) this.recent.set(given.connectionId, (recent = new RecentAnswers()));
    const gate = new Gate({
      ...given,
      ...{ database, recent, paces: this.paces },
      ...(now === undefined ? {} : { now }),
      ...(sleep === undefined ? {} : { sleep }),
      ...(patienceMs === undefined ? {} : { patienceMs }),
    });
    return {
      http: pacedHttp(http, gate),
      notAfter: (at) => gate.notAfter(at),
      endedWell: () => gate.endedWell(),
      endedRefused: () => gate.endedRefused(),
    };
  }
}
