import { Injectable } from '@nestjs/common';
import { SharedPatientQueries } from '@keepwell/database';
import type { SharedConnection, Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { Problem } from '../http/problem.js';
import { SyncJobs } from './sync-jobs.js';

/** Connections that name the patients of another: payments beside a booking system. */
@Injectable()
export class SharedPatients {
  constructor(
    private readonly queries: SharedPatientQueries,
    private readonly jobs: SyncJobs,
  ) {}

  /**
   * From now on the records of `id` name patients of `from`; null: its own. Refused where it would be a chain or a circle, and once
   * records are somebody's already: they would be another person's without anybody having said so.
   */
  async share(tx: Transaction, caller: Caller, id: string, from: string | null): Promise<void> {
    await this.queries.lock(tx, caller.practiceId);
    const connection = await this.queries.find(tx, id);
    if (connection === null || connection.patientsFrom === from) return;
    if (connection.namesPatients)
      throw wrong(
        `Records of "${connection.name}" belong to patients already, and would be other people's. Add a new connection instead.`,
      );
    if (from !== null) {
      if (from === id) throw wrong('A connection has its own patients already: choose another one.');
      const source = await this.queries.find(tx, from);
      if (source === null) throw wrong('There is no such connection to take patients from.');
      refuseChain(connection, source);
    }
    await this.queries.share(tx, id, from);
    await this.jobs.replayWaiting(tx, caller.practiceId, id);
  }

  async refuseWhileShared(tx: Transaction, id: string): Promise<void> {
    const [name] = (await this.queries.find(tx, id))?.sharedBy ?? [];
    if (name !== undefined)
      throw new Problem('conflict', `"${name}" takes its patients from this connection: change that first.`);
  }
}

function refuseChain(connection: SharedConnection, source: SharedConnection): void {
  if (source.patientsFrom !== null)
    throw wrong(`"${source.name}" takes its patients from another connection itself: choose that one.`);
  const [sharing] = connection.sharedBy;
  if (sharing !== undefined)
    throw wrong(`"${sharing}" takes its patients from "${connection.name}", which must have its own.`);
  if (connection.hasPatients)
    throw wrong(`"${connection.name}" has patients of its own: only a source without any can share another's.`);
}

function wrong(detail: string): Problem {
  return new Problem('settings_wrong', detail, { field: 'patientsFrom' });
}
