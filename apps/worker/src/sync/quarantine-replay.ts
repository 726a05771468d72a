import type { Connector, ConnectorContext } from '@keepwell/connector-sdk';
import {
  type Database,
  QuarantineQueries,
  type SecretStore,
  storeRecords,
  SyncConnectionQueries,
  type Transaction,
  type WaitingRecord,
} from '@keepwell/database';
import { RECORD_KINDS, type RecordKind } from '@keepwell/domain';
import { Changed } from './changed.js';
import { checkIncoming, incomingRecord } from './incoming-record.js';
import { PageStore } from './page-store.js';
import { replayRecords } from './replay-records.js';

export interface ReplayResult {
  tried: number;
  settled: number;
}

/** A source that can be asked for single records again. */
export interface AskableSource {
  connector: Connector;
  context: ConnectorContext;
}

const AT_ONCE = 500;

/**
 * Tries everything that was put aside of a connection again, after the reason was mended (safety S-07). Records that were
 * understood are stored from what was kept; the others are asked for anew where the source can be asked. Doing it twice
 * changes nothing.
 */
export class QuarantineReplay {
  private readonly quarantine: QuarantineQueries;
  private readonly pages: PageStore;
  private readonly connections = new SyncConnectionQueries();

  constructor(
    private readonly database: Database,
    secrets: SecretStore,
  ) {
    this.quarantine = new QuarantineQueries(secrets);
    this.pages = new PageStore(secrets);
  }

  async run(
    connection: { practiceId: string; connectionId: string },
    signal: AbortSignal,
    source: AskableSource | null = null,
  ): Promise<ReplayResult> {
    const result: ReplayResult = { tried: 0, settled: 0 };
    let afterId: string | null = null;
    for (;;) {
      signal.throwIfAborted();
      const batch: WaitingRecord[] = await this.replayBatch(connection, afterId, result, source);
      if (batch.length < AT_ONCE) return result;
      afterId = batch.at(-1)?.id ?? null;
    }
  }

  private async replayBatch(
    connection: { practiceId: string; connectionId: string },
    afterId: string | null,
    result: ReplayResult,
    source: AskableSource | null,
  ): Promise<WaitingRecord[]> {
    const { practiceId, connectionId } = connection;
    const waiting = await this.database.inPractice(practiceId, async (tx) => {
      await this.connections.lockWrites(tx, connectionId);
      const rows = await this.quarantine.open(tx, practiceId, connectionId, afterId, AT_ONCE);
      const changed = new Changed();
      result.settled += await replayRecords(tx, this.quarantine, connection, rows, changed);
      await this.finish(tx, connection, changed, result);
      return rows;
    });
    result.tried += waiting.length;
    if (source?.connector.fetchOne !== undefined) {
      for (const row of waiting) if (row.rawForm !== 'record') await this.askAgain(connection, row, source, result);
    }
    return waiting;
  }

  private async askAgain(
    connection: { practiceId: string; connectionId: string },
    row: WaitingRecord,
    { connector, context }: AskableSource,
    result: ReplayResult,
  ): Promise<void> {
    const { practiceId, connectionId } = connection;
    const kind = RECORD_KINDS.find((known): known is RecordKind => known === row.kind);
    if (kind === undefined || row.sourceId === null || connector.fetchOne === undefined) return;
    const answer = await connector.fetchOne(context, kind, row.sourceId);
    if (answer === 'forbidden') return;
    await this.database.inPractice(practiceId, async (tx) => {
      await this.connections.lockWrites(tx, connectionId);
      if (answer === 'gone') return this.quarantine.close(tx, practiceId, [row.id], 'dismissed');
      const changed = new Changed();
      const scope = { practiceId, connectionId, stream: row.stream };
      const stored = await storeRecords(
        tx,
        scope,
        [incomingRecord(answer, context.now(), context.now())],
        checkIncoming,
      );
      changed.add(stored);
      if (stored.outcomes[0] === 'applied' || stored.outcomes[0] === 'unchanged') {
        await this.quarantine.close(tx, practiceId, [row.id], 'replayed');
        result.settled += 1;
      }
      await this.finish(tx, connection, changed, result);
    });
  }

  /** A patient replayed may be the one that other rows wait for. */
  private async finish(
    tx: Transaction,
    connection: { practiceId: string; connectionId: string },
    changed: Changed,
    result: ReplayResult,
  ): Promise<void> {
    const { practiceId, connectionId } = connection;
    const waiting = await this.quarantine.waitingFor(tx, practiceId, connectionId, changed.newPatients);
    result.settled += await replayRecords(tx, this.quarantine, connection, waiting, changed);
    await this.pages.follow(tx, { ...connection, stream: '' }, changed);
  }
}
