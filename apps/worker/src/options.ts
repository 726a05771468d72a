import type { Connector, FoldersOfServer } from '@keepwell/connector-sdk';
import type { Database } from '@keepwell/database';
import type { GuardedHttp, GuardedSockets } from '@keepwell/outbound';
import type { WorkerLog } from './log.js';
import type { OutreachTimes } from './outreach/outreach-times.js';

export interface WorkerOptions {
  /** Open, as the app's role. Stays open when the worker stops: whoever opened it closes it. */
  database: Database;
  masterKey: Buffer;
  /** Null: jobs run in this process alone. */
  redisUrl: string | null;
  /** The one guarded way out. */
  http: GuardedHttp;
  /** The guarded way to mail servers; absent: public addresses on the ports of mail submission. */
  sockets?: GuardedSockets;
  /** How patients reach the pages that mails name; null or absent: this machine. */
  publicUrl?: string | null;
  /** How long sending may take at each step; refused when a message could go out twice. */
  outreachTimes?: OutreachTimes;
  /** The folders a connection may read. */
  folders: FoldersOfServer;
  log: WorkerLog;
  /** How often owed work is looked for. */
  sweepMs: number;
  syncConcurrency: number;
  syncPageSize: number;
  /** How long running work may take to end when the worker is told to stop. */
  graceMs?: number;
  /** Default: every connector there is. */
  connectors?: readonly Connector[];
  now?: () => number;
  random?: () => number;
}
