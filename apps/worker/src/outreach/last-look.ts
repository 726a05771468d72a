import { type Database, LastLookQueries, type LookedAtRecord, type SecretStore } from '@keepwell/database';
import type { Instant, SourceRecord } from '@keepwell/domain';
import type { WorkerLog } from '../log.js';
import { RecordIntake } from '../intake/record-intake.js';
import type { Sources } from '../pace/sources.js';
import { failureOf } from '../sync/failure.js';

export interface LastLookOptions {
  database: Database;
  secrets: SecretStore;
  sources: Sources;
  log: WorkerLog;
  now: () => Instant;
}

/**
 * The last look before anybody is written to (X05): their record and their nearest bookings are read again from the source, where
 * it can be asked for single records, and stored before the verdict is asked. A number that changed, a death, a "do not
 * contact", a cancelled cancellation stop the message that the last poll would have let go.
 */
export class LastLook {
  private readonly records = new LastLookQueries();
  private readonly intake: RecordIntake;

  constructor(private readonly options: LastLookOptions) {
    this.intake = new RecordIntake(options.secrets);
  }

  /** False: the source could not be asked now, and nothing may leave on what it said before. */
  async take(practiceId: string, messageId: string, signal: AbortSignal): Promise<boolean> {
    const { database, now } = this.options;
    const found = await database.inPractice(practiceId, (tx) =>
      this.records.records(tx, practiceId, messageId, new Date(now())),
    );
    const byConnection = new Map<string, LookedAtRecord[]>();
    for (const record of found) {
      byConnection.set(record.connectionId, [...(byConnection.get(record.connectionId) ?? []), record]);
    }
    for (const [connectionId, records] of byConnection) {
      if (!(await this.look(practiceId, connectionId, records, signal))) return false;
    }
    return true;
  }

  private async look(
    practiceId: string,
    connectionId: string,
    records: LookedAtRecord[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const { database, sources, log, now } = this.options;
    try {
      const source = await sources.open(practiceId, connectionId, signal);
      // Paused, or waiting for a person: how old its word may be is what the verdict asks.
      if (source === null) return true;
      try {
        const { connector, context } = source;
        if (connector.fetchOne === undefined) return true;
        const told: SourceRecord[] = [];
        for (const { kind, sourceId } of records) {
          const answer = await connector.fetchOne(context, kind, sourceId);
          if (answer !== 'forbidden') told.push(answer === 'gone' ? deletionOf(kind, sourceId) : answer);
        }
        const scope = { practiceId, connectionId, connectorVersion: connector.version };
        await database.inPractice(practiceId, (tx) =>
          this.intake.store(tx, scope, told, { now: now(), streamOf: () => '' }),
        );
        return true;
      } finally {
        await source.close();
      }
    } catch (error) {
      log.warn({ connectionId, error: failureOf(error, signal).detail }, 'the last look failed; the message waits');
      return false;
    }
  }
}

function deletionOf(kind: LookedAtRecord['kind'], id: string): SourceRecord {
  return { kind, op: 'delete', id, createdAt: null, updatedAt: null, versionId: null } as SourceRecord;
}
