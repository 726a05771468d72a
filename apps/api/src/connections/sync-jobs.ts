import { Injectable } from '@nestjs/common';
import { JobQueries } from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import { Problem } from '../http/problem.js';

/** Work owed to a connection. A row that falls due; the sweep of whatever worker is running finds it within a second. */
@Injectable()
export class SyncJobs {
  constructor(private readonly jobs: JobQueries) {}

  async readNow(tx: Transaction, practiceId: string, connectionId: string): Promise<string> {
    return this.jobs.owe(tx, practiceId, 'sync', connectionId);
  }

  async replayNow(tx: Transaction, practiceId: string, connectionId: string): Promise<string> {
    return this.jobs.owe(tx, practiceId, 'replay_quarantine', connectionId);
  }

  /** What it put aside for patients that another connection knows. */
  async replayWaiting(tx: Transaction, practiceId: string, connectionId: string): Promise<void> {
    await this.jobs.owe(tx, practiceId, 'replay_waiting', connectionId);
  }

  /** What waited for the connection: items of its inbox, and what is to be written to it. */
  async waysNow(tx: Transaction, practiceId: string, connectionId: string): Promise<void> {
    await this.jobs.hasten(tx, practiceId, ['intake', 'write_back'], connectionId);
  }

  /** What was said from now on is to be noted there too. */
  async noteNow(tx: Transaction, practiceId: string, connectionId: string): Promise<void> {
    await this.jobs.owe(tx, practiceId, 'write_back', connectionId);
  }

  async refuseWhileReading(tx: Transaction, connectionId: string): Promise<void> {
    if (await this.jobs.isRunning(tx, 'sync', connectionId)) throw new Problem('sync_running');
  }
}
