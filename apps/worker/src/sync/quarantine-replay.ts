import { type Connector, type ConnectorContext, RecordUnreadable } from '@keepwell/connector-sdk';
import {
  type Database,
  QuarantineQueries,
  type SecretStore,
  type Transaction,
  type WaitingRecord,
} from '@keepwell/database';
import { RECORD_KINDS, type RecordKind } from '@keepwell/domain';
import { Changed } from './changed.js';
import { incomingRecord } from './incoming-record.js';
import type { Journal } from './journal.js';
import { RecordKeeper } from './record-keeper.js';
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
  private readonly keeper: RecordKeeper;

  constructor(
    private readonly database: Database,
    secrets: SecretStore,
  ) {
    this.quarantine = new QuarantineQueries(secrets);
    this.keeper = new RecordKeeper(secrets);
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

  /** Stores what waits for patients who are known by now: they came by another connection. */
  async runKnown(connection: { practiceId: string; connectionId: string }, signal: AbortSignal): Promise<ReplayResult> {
    const { practiceId, connectionId } = connection;
    const result: ReplayResult = { tried: 0, settled: 0 };
    let afterId: string | null = null;
    for (;;) {
      signal.throwIfAborted();
      const batch: WaitingRecord[] = await this.database.inPractice(practiceId, async (tx) => {
        const journal = await this.openJournal(tx, connection);
        const rows = await this.quarantine.waitingForKnown(tx, practiceId, connectionId, afterId, AT_ONCE);
        await this.store(tx, connection, rows, result, journal);
        return rows;
      });
      result.tried += batch.length;
      if (batch.length < AT_ONCE) return result;
      afterId = batch.at(-1)?.id ?? null;
    }
  }

  private async store(
    tx: Transaction,
    connection: { practiceId: string; connectionId: string },
    rows: WaitingRecord[],
    result: ReplayResult,
    journal: Journal,
  ): Promise<void> {
    const changed = new Changed();
    result.settled += await replayRecords(tx, this.quarantine, connection, rows, changed, journal);
    await this.finish(tx, connection, changed, result, journal);
  }

  private async replayBatch(
    connection: { practiceId: string; connectionId: string },
    afterId: string | null,
    result: ReplayResult,
    source: AskableSource | null,
  ): Promise<WaitingRecord[]> {
    const { practiceId, connectionId } = connection;
    const waiting = await this.database.inPractice(practiceId, async (tx) => {
      const journal = await this.openJournal(tx, connection);
      const rows = await this.quarantine.open(tx, practiceId, connectionId, afterId, AT_ONCE);
      await this.store(tx, connection, rows, result, journal);
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
    const { practiceId } = connection;
    const told = RECORD_KINDS.find((known): known is RecordKind => known === row.kind);
    // A row that could not be read may not say what it is: then it is what its stream brings first.
    const kind = told ?? (await firstKindOf({ connector, context }, row.stream));
    if (kind === undefined || row.sourceId === null || connector.fetchOne === undefined) return;
    const answer = await askOne({ connector, context }, kind, row.sourceId);
    // What was asked for by a guess, and is not there, may stand there as something else.
    if (answer === 'forbidden' || (answer === 'gone' && told === undefined)) return;
    await this.database.inPractice(practiceId, async (tx) => {
      const journal = await this.openJournal(tx, connection);
      if (answer === 'gone') return this.quarantine.close(tx, practiceId, [row.id], 'dismissed');
      const changed = new Changed();
      const incoming = incomingRecord(answer, context.now(), context.now());
      const stored = await journal.store(tx, [incoming], { stream: row.stream });
      changed.add(stored);
      if (stored.outcomes[0] === 'applied' || stored.outcomes[0] === 'unchanged') {
        await this.quarantine.close(tx, practiceId, [row.id], 'replayed');
        result.settled += 1;
      }
      await this.finish(tx, connection, changed, result, journal);
    });
  }

  /** A patient replayed may be the one that other rows wait for. */
  private async finish(
    tx: Transaction,
    connection: { practiceId: string; connectionId: string },
    changed: Changed,
    result: ReplayResult,
    journal: Journal,
  ): Promise<void> {
    const scope = { ...connection, stream: '' };
    result.settled += await this.keeper.replayWaiting(tx, scope, changed, journal);
    await this.keeper.follow(tx, scope, changed);
    await journal.close(tx);
  }

  private openJournal(
    tx: Transaction,
    { practiceId, connectionId }: { practiceId: string; connectionId: string },
  ): Promise<Journal> {
    // Records that were understood are stored as they are: no connector reads them again.
    return this.keeper.open(tx, { practiceId, connectionId, stream: '', connectorVersion: 0 });
  }
}

async function firstKindOf({ connector, context }: AskableSource, name: string): Promise<RecordKind | undefined> {
  const streams = await connector.streams(context);
  return streams.find((stream) => stream.name === name)?.kinds[0];
}

/** What still cannot be read stays aside; the others are tried all the same. */
async function askOne({ connector, context }: AskableSource, kind: RecordKind, id: string) {
  try {
    return (await connector.fetchOne?.(context, kind, id)) ?? 'forbidden';
  } catch (error) {
    if (error instanceof RecordUnreadable) return 'forbidden';
    throw error;
  }
}
