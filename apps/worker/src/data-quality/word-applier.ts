import {
  ConnectionStatusWordQueries,
  type Database,
  type IncomingRecord,
  RECORD_TABLES,
  RecordQueries,
  type SecretStore,
  type WordToApply,
} from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { Changed } from '../sync/changed.js';
import { RecordKeeper } from '../sync/record-keeper.js';

const AT_ONCE = 500;
const TABLE = RECORD_TABLES.appointment;

/**
 * Lets records that are stored already follow what a person said of a word, without waiting for their source to be read again:
 * as a version of their own, so that what stood before stays in their history.
 */
export class WordApplier {
  private readonly words = new ConnectionStatusWordQueries();
  private readonly records = new RecordQueries();
  private readonly keeper: RecordKeeper;

  constructor(
    private readonly database: Database,
    secrets: SecretStore,
  ) {
    this.keeper = new RecordKeeper(secrets);
  }

  /** Answers how many records followed. */
  async run(practiceId: string, now: Instant, signal: AbortSignal): Promise<number> {
    const words = await this.database.inPractice(practiceId, (tx) => this.words.toApply(tx, practiceId));
    let followed = 0;
    for (const word of words) {
      for (;;) {
        signal.throwIfAborted();
        const n = await this.some(practiceId, word, now);
        followed += n;
        if (n < AT_ONCE) break;
      }
    }
    return followed;
  }

  private async some(practiceId: string, word: WordToApply & { connectionId: string }, now: Instant): Promise<number> {
    const { connectionId } = word;
    // What nobody knows any more is unknown, not what somebody once guessed.
    const status = word.means ?? word.before ?? 'unknown';
    return this.database.inPractice(practiceId, async (tx) => {
      const scope = { practiceId, connectionId, stream: '', connectorVersion: 0 };
      const journal = await this.keeper.open(tx, scope);
      const ids = await this.words.notFollowing(tx, practiceId, connectionId, word.word, status, AT_ONCE);
      const heads = await this.records.heads(tx, TABLE, scope, ids);
      const own = [...heads.values()].map(({ id }) => id);
      const runs = await this.records.versions(tx, TABLE, scope, own);
      const sourceIds = new Map([...heads.values()].map(({ id, sourceId }) => [id, sourceId]));
      const byStream = new Map<string, IncomingRecord[]>();
      const streams = await this.words.streamsOf(tx, practiceId, connectionId, ids);
      for (const run of runs) {
        const sourceId = sourceIds.get(run.recordId);
        if (!run.isPresent || sourceId === undefined) continue;
        const stream = streams.get(sourceId) ?? '';
        const record: IncomingRecord = {
          ...{ kind: 'appointment', sourceId, createdAt: run.createdAt, versionId: run.versionId, observedAt: now },
          // The source said so then, and nothing newer since.
          ...{ updatedAt: run.latestAt ?? run.updatedAt, recordedAt: run.recordedAt, sequence: run.sequence + 1 },
          data: { ...run.data, status },
        };
        byStream.set(stream, [...(byStream.get(stream) ?? []), record]);
      }
      const changed = new Changed();
      for (const [stream, records] of byStream) {
        const again = records.map((record) => ({ ...record, updatedAt: justAfter(record.updatedAt) }));
        const stored = await journal.store(tx, records, { stream });
        changed.add(stored);
        // It stood like this before, under the same clock: the later word needs a later one.
        const repeated = again.filter((_, index) => stored.told[index] !== true);
        if (repeated.length > 0) changed.add(await journal.store(tx, repeated, { stream }));
      }
      await this.keeper.follow(tx, scope, changed);
      await journal.close(tx);
      if (ids.length < AT_ONCE) await this.words.applied(tx, practiceId, connectionId, word);
      return ids.length;
    });
  }
}

function justAfter(clock: Instant | null): Instant | null {
  return clock === null ? null : clock + 1;
}
