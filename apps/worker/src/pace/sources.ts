import {
  type Connector,
  ConnectorBroken,
  type ConnectorContext,
  type FoldersOfServer,
  parseSettings,
} from '@keepwell/connector-sdk';
import {
  ConnectionStatusWordQueries,
  type Database,
  type SecretStore,
  type SyncConnection,
  SyncConnectionQueries,
} from '@keepwell/database';
import type { WorkerLog } from '../log.js';
import type { Pace, PacedRun } from './pace.js';

export interface SourcesOptions {
  database: Database;
  secrets: SecretStore;
  findConnector(id: string): Connector | undefined;
  folders: FoldersOfServer;
  log: WorkerLog;
  pace: Pace;
  now: () => number;
}

/** A connection that can be asked; whoever opened it closes it. */
export interface OpenSource {
  connection: SyncConnection;
  connector: Connector;
  context: ConnectorContext;
  paced: PacedRun;
  close(): Promise<void>;
}

/** Opens connections for all that is asked of them besides the usual reading: hints, single records, writing. */
export class Sources {
  private readonly connections = new SyncConnectionQueries();
  private readonly words = new ConnectionStatusWordQueries();

  constructor(private readonly options: SourcesOptions) {}

  /** Null: it is gone, paused, or waits for a person. Throws `SettingsWrong` and `ConnectorBroken`. */
  async open(practiceId: string, connectionId: string, signal: AbortSignal): Promise<OpenSource | null> {
    const { database, secrets, folders, log, pace, now } = this.options;
    const found = await database.inPractice(practiceId, async (tx) => ({
      connection: await this.connections.find(tx, practiceId, connectionId),
      secrets: await secrets.connectionSecrets(tx, practiceId, connectionId),
      statusMap: await this.words.meanings(tx, practiceId, connectionId),
    }));
    const { connection, statusMap } = found;
    if (connection === null || connection.state !== 'ready') return null;
    const connector = this.options.findConnector(connection.connector);
    if (connector === undefined) throw new ConnectorBroken(`There is no connector "${connection.connector}" here.`);
    const settings = parseSettings(connector.settings, { ...connection.settings, ...found.secrets });
    const paced = pace.begin({ practiceId, connectionId, connector, settings, signal });
    const context: ConnectorContext = {
      ...{
        settings,
        folders: folders.of(practiceId),
        signal,
        now,
        statusMap,
        timezone: connection.timezone,
        http: paced.http,
      },
      log: (message, fields) => log.info({ ...fields, connectionId }, message),
    };
    return { connection, connector, context, paced, close: async () => connector.close?.(context) };
  }
}
