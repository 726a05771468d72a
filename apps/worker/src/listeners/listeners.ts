import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CONNECTORS } from '@keepwell/connectors';
import {
  type Connector,
  type ConnectorContext,
  listenerSettings,
  parseSettings,
  SettingsWrong,
} from '@keepwell/connector-sdk';
import { SecretStore, type SyncConnection, SyncConnectionQueries } from '@keepwell/database';
import { problemSentence } from '../dispatch/problem-sentence.js';
import type { WorkerOptions } from '../options.js';
import { WORKER_OPTIONS } from '../tokens.js';
import { MessageIntake } from './message-intake.js';
import { type MllpServer, startMllpServer } from './mllp-server.js';

/** How soon a changed port, a pause or a new connection is seen. */
const LOOK_MS = 5_000;
const PORT_TAKEN =
  'Another connection of this server, made before this one, listens on this port; nothing is heard for this one until it has a port of its own.';

interface Listener {
  practiceId: string;
  /** What it was started with: anything else means starting anew. */
  basis: string;
  server: MllpServer;
  intake: MessageIntake;
}

/**
 * Sockets that feed connections (HL7 over MLLP): one listener for each connection of a connector that takes messages and has a
 * port, as long as it is not paused. Whatever a person changes is followed within seconds. Several workers on one computer
 * share the work by the port: whoever has it listens, and another takes over when that one is gone.
 */
@Injectable()
export class Listeners implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly connections = new SyncConnectionQueries();
  private readonly secrets: SecretStore;
  private readonly connectors: Map<string, Connector>;
  private readonly open = new Map<string, Listener>();
  /** Connections that cannot be listened for, and what was wrong with them: said once. */
  private readonly troubles = new Map<string, string>();
  private readonly abort = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;

  constructor(@Inject(WORKER_OPTIONS) private readonly options: WorkerOptions) {
    this.secrets = new SecretStore(options.masterKey);
    const taking = (options.connectors ?? CONNECTORS).filter((connector) => connector.receiveMessage !== undefined);
    this.connectors = new Map(taking.map((connector) => [connector.id, connector]));
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.connectors.size === 0) return;
    await this.look();
    this.timer = setInterval(() => void this.look(), LOOK_MS);
  }

  /** Takes no new line, answers what came whole (safety P-01). */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.abort.abort();
    await this.looking;
    await Promise.all([...this.open.keys()].map((id) => this.stop(id)));
  }

  /** Where a connection is listened for; null: not in this process. */
  portOf(connectionId: string): number | null {
    return this.open.get(connectionId)?.server.port ?? null;
  }

  /** Compares what is listened for with what should be. A database that is away changes nothing. */
  look(): Promise<void> {
    this.looking ??= this.lookOnce()
      .catch((error: unknown) =>
        this.options.log.warn({ problem: problemSentence(error) }, 'looking for listeners failed'),
      )
      .finally(() => {
        this.looking = null;
      });
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    const { database } = this.options;
    const wanted = new Set<string>();
    const connectors = [...this.connectors.keys()];
    const [practices, holders] = await database.asDispatcher(async (tx) => [
      await this.connections.practicesWith(tx, connectors),
      await this.connections.portHolders(tx, connectors),
    ]);
    for (const practiceId of practices) {
      if (this.abort.signal.aborted) return;
      const found = await database.inPractice(practiceId, (tx) =>
        this.connections.ofConnectors(tx, practiceId, connectors),
      );
      for (const connection of found) {
        if (connection.state === 'paused' || connection.settings.port === undefined) continue;
        wanted.add(connection.id);
        const holder = holders.get(String(connection.settings.port)) ?? connection.id;
        if (holder === connection.id) await this.follow(connection);
        else await this.leaveToHolder(connection);
      }
    }
    for (const id of this.open.keys()) if (!wanted.has(id)) await this.stop(id);
    for (const id of this.troubles.keys()) if (!wanted.has(id)) this.troubles.delete(id);
  }

  /** Whoever is faster must not get what is meant for the other: messages would come into the wrong practice. */
  private async leaveToHolder(connection: SyncConnection): Promise<void> {
    await this.stop(connection.id);
    await this.cannot(connection, new SettingsWrong('port', PORT_TAKEN));
  }

  private async follow(connection: SyncConnection): Promise<void> {
    const { practiceId, id: connectionId, settings, timezone } = connection;
    const connector = this.connectors.get(connection.connector);
    if (connector === undefined) return;
    const { database, log } = this.options;
    const secrets = await database.inPractice(practiceId, (tx) =>
      this.secrets.connectionSecrets(tx, practiceId, connectionId),
    );
    const basis = JSON.stringify([settings, secrets, timezone]);
    if (this.open.get(connectionId)?.basis === basis) return;
    await this.stop(connectionId);
    try {
      const context = this.contextOf(connector, connection, secrets);
      await connector.streams(context);
      const listener = listenerSettings(context.settings);
      if (listener === null) return;
      const intake = new MessageIntake({
        ...{ database, connector, context, log, secrets: this.secrets },
        connection: { practiceId, connectionId },
      });
      const server = await startMllpServer({
        settings: listener,
        handle: (message) => intake.handle(message),
        tell: (says, peer) => log.warn({ connectionId, peer }, says),
      });
      this.open.set(connectionId, { practiceId, basis, server, intake });
      this.troubles.delete(connectionId);
      await database.inPractice(practiceId, (tx) =>
        this.connections.attended(tx, practiceId, connectionId, PORT_TAKEN),
      );
      await intake.begin();
      const fields = { connectionId, address: listener.address, port: server.port };
      if (listener.tls === null)
        log.warn({ ...fields, encrypted: false }, 'listening without encryption: the line can be read');
      else log.info({ ...fields, encrypted: true }, 'listening');
    } catch (error) {
      await this.cannot(connection, error);
    }
  }

  private contextOf(
    connector: Connector,
    connection: SyncConnection,
    secrets: Record<string, string>,
  ): ConnectorContext {
    const { http, folders, log, now = Date.now } = this.options;
    return {
      settings: parseSettings(connector.settings, { ...connection.settings, ...secrets }),
      timezone: connection.timezone,
      ...{ http, folders: folders.of(connection.practiceId), now, signal: this.abort.signal },
      log: (message, fields) => log.info({ ...fields, connectionId: connection.id }, message),
    };
  }

  private async cannot({ practiceId, id: connectionId }: SyncConnection, error: unknown): Promise<void> {
    const { database, log } = this.options;
    const code = error instanceof Error && 'code' in error ? error.code : null;
    const says =
      error instanceof SettingsWrong
        ? error.message
        : code === 'EADDRINUSE'
          ? 'Another program listens on this port, perhaps another worker.'
          : code === 'EACCES' || code === 'EADDRNOTAVAIL'
            ? 'This computer cannot listen on that address and port.'
            : problemSentence(error);
    if (this.troubles.get(connectionId) === says) return;
    this.troubles.set(connectionId, says);
    log.warn({ connectionId, problem: says }, 'not listening');
    if (error instanceof SettingsWrong) {
      await database.inPractice(practiceId, (tx) =>
        this.connections.needsAttention(tx, practiceId, connectionId, says),
      );
    }
  }

  private async stop(connectionId: string): Promise<void> {
    const listener = this.open.get(connectionId);
    if (listener === undefined) return;
    this.open.delete(connectionId);
    await listener.server.close();
    await listener.intake.end();
    this.options.log.info({ connectionId }, 'no longer listening');
  }
}
