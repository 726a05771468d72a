import {
  AbsenceQueries,
  type Database,
  idsFrom,
  JournalQueries,
  type JournalStep,
  type KeptPage,
  RECORD_TABLES,
  RecordQueries,
  type RecordScope,
  type SecretStore,
  storeRecords,
  SyncConnectionQueries,
  type Transaction,
  unpackJournal,
} from '@keepwell/database';
import type { RecordKind } from '@keepwell/domain';
import { Changed } from './changed.js';
import { RecordKeeper } from './record-keeper.js';

export interface JournalReplayResult {
  pages: number;
  /** Records looked at. */
  records: number;
  /** Records written. */
  applied: number;
}

interface ConnectionKey {
  practiceId: string;
  connectionId: string;
}

const PAGES_AT_ONCE = 20;

/** Applies the journal of a connection again: to fill gaps in what stands, or to build it anew from nothing (X09). */
export class JournalReplay {
  private readonly journal: JournalQueries;
  private readonly keeper: RecordKeeper;
  private readonly absences = new AbsenceQueries();
  private readonly records = new RecordQueries();
  private readonly connections = new SyncConnectionQueries();

  /** `kept`: the database whose journal is read, where it is another one than the one that is written. */
  constructor(
    private readonly database: Database,
    secrets: SecretStore,
    private readonly kept: Database = database,
  ) {
    this.journal = new JournalQueries(secrets);
    this.keeper = new RecordKeeper(secrets);
  }

  /**
   * Stores the records that are missing here altogether, with all that was read of them. What stands is left alone: an old
   * version without a clock would seem newer than what came after it.
   */
  async fill(connection: ConnectionKey, signal: AbortSignal): Promise<JournalReplayResult> {
    const restored = new Set<string>();
    return this.walk(connection, signal, async (tx, scope, step) => {
      if (step.is !== 'records') return 0;
      const there = await this.standing(tx, scope, step, restored);
      const missing = step.records.filter(({ kind, sourceId }) => !there.has(nameOf(kind, sourceId)));
      for (const { kind, sourceId } of missing) restored.add(nameOf(kind, sourceId));
      return this.store(tx, scope, missing);
    });
  }

  /**
   * Builds the records of a connection anew where there are none: every page in its order, deletions and confirmed absences
   * included, with the ids they had. The practice and its connections must be there already, and before a connection whose
   * patients are another's, that one.
   */
  async rebuild(connection: ConnectionKey, signal: AbortSignal): Promise<JournalReplayResult> {
    return this.walk(connection, signal, async (tx, scope, step) => {
      if (step.is === 'records') return this.store(tx, scope, step.records, true);
      await this.absences.markAgain(tx, scope, step);
      return 0;
    });
  }

  private async walk(
    connection: ConnectionKey,
    signal: AbortSignal,
    apply: (tx: Transaction, scope: RecordScope & { changed: Changed }, step: JournalStep) => Promise<number>,
  ): Promise<JournalReplayResult> {
    const { practiceId, connectionId } = connection;
    const result: JournalReplayResult = { pages: 0, records: 0, applied: 0 };
    for (let place = 0; ;) {
      signal.throwIfAborted();
      const pages: KeptPage[] = await this.kept.inPractice(practiceId, (tx) =>
        this.journal.after(tx, practiceId, connectionId, place, PAGES_AT_ONCE),
      );
      for (const page of pages) {
        signal.throwIfAborted();
        const steps = await unpackJournal(page.body);
        await this.database.inPractice(practiceId, async (tx) => {
          await this.connections.lockWrites(tx, connectionId);
          const changed = new Changed();
          const ids = idsFrom(page.id);
          for (const [n, step] of steps.entries()) {
            const stream = step.is === 'records' ? step.stream : page.stream;
            const scope = {
              practiceId,
              connectionId,
              stream,
              changed,
              ids: (...names: (string | number)[]) => ids(n, ...names),
            };
            result.applied += await apply(tx, scope, step);
          }
          await this.keeper.follow(tx, { practiceId, connectionId, stream: page.stream }, changed);
        });
        result.pages += 1;
        result.records += page.records;
        place = page.place;
      }
      if (pages.length < PAGES_AT_ONCE) return result;
    }
  }

  private async store(
    tx: Transaction,
    { changed, ...scope }: RecordScope & { changed: Changed },
    records: (JournalStep & { is: 'records' })['records'],
    isWhole = false,
  ): Promise<number> {
    if (records.length === 0) return 0;
    // They were checked when they came first.
    const stored = await storeRecords(tx, scope, records, () => []);
    if (isWhole && stored.outcomes.includes('patient_unknown'))
      throw new Error(
        `The journal of connection ${scope.connectionId} names patients that are not there: build the connection they come from first.`,
      );
    changed.add(stored);
    return stored.told.filter(Boolean).length;
  }

  private async standing(
    tx: Transaction,
    scope: RecordScope,
    step: JournalStep & { is: 'records' },
    restored: ReadonlySet<string>,
  ): Promise<Set<string>> {
    const there = new Set<string>();
    const byKind = new Map<RecordKind, string[]>();
    for (const { kind, sourceId } of step.records) byKind.set(kind, [...(byKind.get(kind) ?? []), sourceId]);
    for (const [kind, ids] of byKind) {
      for (const id of (await this.records.glance(tx, RECORD_TABLES[kind], scope, ids)).keys()) {
        if (!restored.has(nameOf(kind, id))) there.add(nameOf(kind, id));
      }
    }
    return there;
  }
}

function nameOf(kind: RecordKind, sourceId: string): string {
  return `${kind}/${sourceId}`;
}
