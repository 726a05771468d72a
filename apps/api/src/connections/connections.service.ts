import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { CheckResult, Connector } from '@keepwell/connector-sdk';
import { ApiConnectionQueries, ApiPracticeQueries, Database, newId, SecretStore } from '@keepwell/database';
import type { ConnectionRow, Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import { changedSecrets, refuseKeptSecrets, splitSecrets } from './changed-settings.js';
import type { OpenSettings } from './changed-settings.js';
import { ConnectorList } from './connector-list.js';
import { ConnectorRoom } from './connector-room.js';
import type { ConnectionDetailDto, ConnectionDto } from './dto/connection.dto.js';
import type { ChangeConnectionDto, CheckSettingsDto, CreateConnectionDto } from './dto/save-connection.dto.js';
import { FilesService } from '../intake/files.service.js';
import { SharedPatients } from './shared-patients.js';
import { SyncJobs } from './sync-jobs.js';

const DEFAULT_POLL_SECONDS = 900;

/** A practice's connections: what is read from where, with which settings. Secrets go in and never come out. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly database: Database,
    private readonly work: PracticeWork,
    private readonly connections: ApiConnectionQueries,
    private readonly practices: ApiPracticeQueries,
    private readonly secrets: SecretStore,
    private readonly connectors: ConnectorList,
    private readonly room: ConnectorRoom,
    private readonly jobs: SyncJobs,
    private readonly files: FilesService,
    private readonly patients: SharedPatients,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller): Promise<ConnectionDto[]> {
    return this.work.run(caller, async (tx) => (await this.connections.list(tx)).map((row) => this.shown(row)));
  }

  async one(caller: Caller, id: string): Promise<ConnectionDetailDto> {
    return this.work.run(caller, async (tx, trail) => {
      trail.about('connection', id);
      return this.detail(tx, caller, await this.find(tx, id));
    });
  }

  async create(caller: Caller, wanted: CreateConnectionDto): Promise<ConnectionDetailDto> {
    const connector = this.connectorOf(wanted.connector);
    const connectionId = newId();
    const given =
      wanted.uploads === true
        ? await this.files.withFolder(connector, caller, connectionId, wanted.settings)
        : wanted.settings;
    const settings = this.room.parse(connector, given);
    await this.refuseTakenPort(connector, settings['port'], connectionId);
    return this.work.run(caller, async (tx, trail) => {
      await this.refuseTakenName(tx, wanted.name, null);
      const { open, secret } = splitSecrets(connector.settings, settings);
      const id = await this.connections.create(tx, caller.practiceId, {
        id: connectionId,
        connector: connector.id,
        name: wanted.name,
        settings: open,
        pollSeconds: wanted.pollSeconds ?? DEFAULT_POLL_SECONDS,
        warmUpUntil: await this.practices.warmUpUntil(tx, this.clock.now()),
      });
      await this.secrets.putConnectionSecrets(tx, caller.practiceId, id, secret);
      if (wanted.patientsFrom !== undefined) await this.patients.share(tx, caller, id, wanted.patientsFrom);
      if (wanted.uploads !== true) await this.jobs.readNow(tx, caller.practiceId, id);
      trail.about('connection', id, { connector: connector.id, fields: Object.keys(settings) });
      return this.detail(tx, caller, await this.find(tx, id));
    });
  }

  async change(caller: Caller, id: string, changes: ChangeConnectionDto): Promise<ConnectionDetailDto> {
    return this.work.run(caller, async (tx, trail) => {
      // A sync may find it out of order meanwhile; what it writes must not be overwritten by what was read before.
      await this.connections.lock(tx, id);
      const row = await this.find(tx, id);
      if (changes.name !== undefined) await this.refuseTakenName(tx, changes.name, id);
      const settings =
        changes.settings === undefined ? null : await this.replaceSettings(tx, caller, row, changes.settings);
      const state = changes.state ?? (settings !== null && row.state === 'needs_attention' ? 'ready' : row.state);
      const resumed = state === 'ready' && row.state !== 'ready';
      await this.connections.change(tx, id, {
        name: changes.name ?? null,
        settings,
        pollSeconds: changes.pollSeconds ?? null,
        state: state === row.state ? null : state,
        forgetsProblem: settings !== null || resumed,
        writeBackContacts: changes.writeBackContacts ?? null,
      });
      if (changes.patientsFrom !== undefined) await this.patients.share(tx, caller, id, changes.patientsFrom);
      if (resumed) await this.jobs.waysNow(tx, caller.practiceId, id);
      if (changes.writeBackContacts === true) await this.jobs.noteNow(tx, caller.practiceId, id);
      if (state === 'ready' && (settings !== null || resumed)) await this.jobs.readNow(tx, caller.practiceId, id);
      trail.about('connection', id, { changed: Object.keys(changes), fields: Object.keys(changes.settings ?? {}) });
      return this.detail(tx, caller, await this.find(tx, id));
    });
  }

  /** Only while nothing was read by it: afterwards its records are part of patients' histories. */
  async remove(caller: Caller, id: string): Promise<void> {
    await this.work.run(caller, async (tx, trail) => {
      const row = await this.find(tx, id);
      if (await this.connections.hasRecords(tx, id)) {
        throw new Problem('conflict', 'Records have been read by this connection; pause it instead of removing it.');
      }
      await this.jobs.refuseWhileReading(tx, id);
      await this.patients.refuseWhileShared(tx, id);
      await this.connections.remove(tx, id);
      trail.about('connection', id, { connector: row.connector });
    });
  }

  /** Tries settings that are not saved. */
  async checkSettings(caller: Caller, wanted: CheckSettingsDto): Promise<CheckResult> {
    const connector = this.connectorOf(wanted.connector);
    const settings = this.room.parse(connector, wanted.settings);
    const timezone = await this.work.run(caller, async (tx, trail) => {
      trail.about('connector', connector.id);
      return this.practices.timezone(tx);
    });
    return this.room.check(caller.practiceId, connector, settings, timezone);
  }

  /** Tries a saved connection with its own secrets. */
  async check(caller: Caller, id: string): Promise<CheckResult> {
    const { connector, settings, timezone } = await this.work.run(caller, async (tx, trail) => {
      trail.about('connection', id);
      const row = await this.find(tx, id);
      const secret = await this.secrets.connectionSecrets(tx, caller.practiceId, id);
      return {
        connector: this.connectorOf(row.connector),
        settings: { ...row.settings, ...secret },
        timezone: await this.practices.timezone(tx),
      };
    });
    return this.room.check(caller.practiceId, connector, this.room.parse(connector, settings), timezone);
  }

  /** The settings to store; null: they are what they were, secrets included. */
  private async replaceSettings(
    tx: Transaction,
    caller: Caller,
    row: ConnectionRow,
    values: Record<string, unknown>,
  ): Promise<OpenSettings | null> {
    const connector = this.connectorOf(row.connector);
    const kept = await this.secrets.connectionSecrets(tx, caller.practiceId, row.id);
    const settings = this.room.parse(connector, { ...kept, ...values });
    await this.refuseTakenPort(connector, settings['port'], row.id);
    const { open, secret } = splitSecrets(connector.settings, settings);
    const unsaid = Object.keys(kept).filter((field) => values[field] === undefined);
    refuseKeptSecrets(connector.settings, row.settings, open, unsaid);
    const changed = changedSecrets(kept, secret);
    await this.secrets.putConnectionSecrets(tx, caller.practiceId, row.id, changed);
    return Object.keys(changed).length === 0 && isDeepStrictEqual(open, row.settings) ? null : open;
  }

  private async find(tx: Transaction, id: string): Promise<ConnectionRow> {
    const [row] = await this.connections.list(tx, id);
    if (row === undefined) throw new Problem('not_found', 'There is no such connection.');
    return row;
  }

  private connectorOf(id: string): Connector {
    const connector = this.connectors.find(id);
    if (connector === undefined) {
      const known = this.connectors.all.map((each) => each.id).join(', ');
      throw new Problem('settings_wrong', `There is no connector "${id}"; there are: ${known}.`, {
        field: 'connector',
      });
    }
    return connector;
  }

  /** Whoever had the port first would hear what is meant for the other practice. */
  private async refuseTakenPort(connector: Connector, port: unknown, exceptId: string): Promise<void> {
    if (connector.receiveMessage === undefined || typeof port !== 'number') return;
    const listening = this.connectors.all.filter((each) => each.receiveMessage !== undefined).map(({ id }) => id);
    const isTaken = await this.database.asDispatcher((tx) =>
      this.connections.isPortTaken(tx, listening, port, exceptId),
    );
    if (isTaken)
      throw new Problem('settings_wrong', 'Another connection of this server listens on this port; choose another.', {
        field: 'port',
      });
  }

  private async refuseTakenName(tx: Transaction, name: string, exceptId: string | null): Promise<void> {
    if (await this.connections.isNameTaken(tx, name, exceptId))
      throw new Problem('conflict', `There is a connection "${name}" already.`);
  }

  private async detail(tx: Transaction, caller: Caller, row: ConnectionRow): Promise<ConnectionDetailDto> {
    const secretsSet = await this.secrets.connectionSecretFields(tx, caller.practiceId, row.id);
    const { settings, ...shown } = row;
    return { ...shown, ...this.told(row), settings, secretsSet };
  }

  private shown({
    settings: _notInLists,
    writeBackContacts: _nor,
    patientsFrom: _neither,
    ...row
  }: ConnectionRow): ConnectionDto {
    return { ...row, ...this.told(row) };
  }

  /** What a row does not hold: it depends on the connectors there are, and on the time. */
  private told(row: Pick<ConnectionRow, 'connector' | 'lastSuccessAt'>) {
    return {
      connectorName: this.connectors.find(row.connector)?.name ?? row.connector,
      freshnessSeconds: this.ageOf(row),
    };
  }

  private ageOf({ lastSuccessAt }: Pick<ConnectionRow, 'lastSuccessAt'>): number | null {
    return lastSuccessAt === null
      ? null
      : Math.max(0, Math.round((this.clock.now() - Date.parse(lastSuccessAt)) / 1000));
  }
}
