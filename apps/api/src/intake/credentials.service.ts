import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { secretFields, type Connector } from '@keepwell/connector-sdk';
import { ApiConnectionQueries, ApiPracticeQueries, BreakerQueries, SecretStore } from '@keepwell/database';
import type { ConnectionRow, Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { changedSecrets, splitSecrets } from '../connections/changed-settings.js';
import { ConnectorList } from '../connections/connector-list.js';
import { ConnectorRoom } from '../connections/connector-room.js';
import { SyncJobs } from '../connections/sync-jobs.js';
import { Problem } from '../http/problem.js';
import type { RotatedDto } from './dto/credentials.dto.js';

/** New keys for a connection: the old ones stand until the other side has taken the new. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly work: PracticeWork,
    private readonly connections: ApiConnectionQueries,
    private readonly practices: ApiPracticeQueries,
    private readonly secrets: SecretStore,
    private readonly breakers: BreakerQueries,
    private readonly connectors: ConnectorList,
    private readonly room: ConnectorRoom,
    private readonly jobs: SyncJobs,
  ) {}

  async rotate(caller: Caller, id: string, values: Record<string, unknown>): Promise<RotatedDto> {
    // The event is written with the change, or with the refusal: once.
    const before = await this.work.run({ ...caller, auditEvent: null }, (tx) => this.read(tx, caller, id));
    const { connector, row, kept, timezone } = before;
    this.refuseOthers(connector, values);
    const settings = this.room.parse(connector, { ...row.settings, ...kept, ...values });
    const check = await this.room.check(caller.practiceId, connector, settings, timezone);
    return this.work.run(caller, async (tx, trail) => {
      trail.about('connection', id, { fields: Object.keys(values), rotated: check.ok });
      if (!check.ok) return { rotated: false, check };
      await this.connections.lock(tx, id);
      const now = await this.read(tx, caller, id);
      if (!isDeepStrictEqual([now.row.settings, now.kept], [row.settings, kept]))
        throw new Problem(
          'conflict',
          'Somebody else has changed these settings meanwhile; look at them and try again.',
        );
      const { secret } = splitSecrets(connector.settings, settings);
      await this.secrets.putConnectionSecrets(tx, caller.practiceId, id, changedSecrets(kept, secret));
      await this.breakers.forget(tx, caller.practiceId, id);
      const state = row.state === 'needs_attention' ? 'ready' : null;
      await this.connections.change(tx, id, {
        name: null,
        settings: null,
        pollSeconds: null,
        state,
        forgetsProblem: true,
      });
      if (row.state !== 'paused') await this.jobs.readNow(tx, caller.practiceId, id);
      return { rotated: true, check };
    });
  }

  private async read(tx: Transaction, { practiceId }: Caller, id: string) {
    const [row] = await this.connections.list(tx, id);
    if (row === undefined) throw new Problem('not_found', 'There is no such connection.');
    const kept = await this.secrets.connectionSecrets(tx, practiceId, id);
    return { row, kept, connector: this.connectorOf(row), timezone: await this.practices.timezone(tx) };
  }

  private connectorOf(row: ConnectionRow): Connector {
    const connector = this.connectors.find(row.connector);
    if (connector === undefined) throw new Problem('settings_wrong', `There is no connector "${row.connector}" here.`);
    return connector;
  }

  /** An address is changed with the settings, where its secrets are asked for again. */
  private refuseOthers(connector: Connector, values: Record<string, unknown>): void {
    const secret = secretFields(connector.settings);
    const [other] = Object.keys(values).filter((field) => !secret.includes(field));
    if (other !== undefined)
      throw new Problem(
        'settings_wrong',
        `${other} is no credential: it is changed with the settings. Credentials are: ${secret.join(', ') || 'none'}.`,
        {
          field: other,
        },
      );
    if (Object.keys(values).length === 0)
      throw new Problem(
        'settings_wrong',
        `Name what changes: ${secret.join(', ') || 'this connector has no credentials'}.`,
      );
  }
}
