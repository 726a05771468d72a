import {
  type IncomingRecord,
  JobQueries,
  MarkQueries,
  MergeQueries,
  PaymentMatchQueries,
  type PutAside,
  QuarantineQueries,
  type SecretStore,
  type StoredRecords,
  SyncConnectionQueries,
  type Transaction,
} from '@keepwell/database';
import type { Instant, SourceRecord } from '@keepwell/domain';
import { Changed } from './changed.js';
import { incomingRecord } from './incoming-record.js';
import { Journal, type JournalScope } from './journal.js';
import { seenIds, unstored } from './put-aside.js';
import { replayRecords } from './replay-records.js';

/** Whose facts are meant. */
export type Scope = Pick<JournalScope, 'practiceId' | 'connectionId' | 'stream'>;

export interface KeptRecords {
  stored: StoredRecords;
  /** How many were put aside. */
  quarantined: number;
  /** Put aside earlier, applied now. */
  replayed: number;
}

/**
 * Keeps records, whatever way they came: stored, written down in the journal, what cannot be kept put aside, merges followed,
 * and everybody concerned marked as owed an evaluation.
 */
export class RecordKeeper {
  private readonly connections = new SyncConnectionQueries();
  private readonly merges = new MergeQueries();
  private readonly marks = new MarkQueries();
  private readonly jobs = new JobQueries();
  private readonly matches = new PaymentMatchQueries();
  private readonly quarantine: QuarantineQueries;

  constructor(private readonly secrets: SecretStore) {
    this.quarantine = new QuarantineQueries(secrets);
  }

  /** Holds the connection's writes until the transaction ends, and opens the page of its journal. */
  async open(tx: Transaction, scope: JournalScope): Promise<Journal> {
    await this.connections.lockWrites(tx, scope.connectionId);
    return new Journal(scope, this.secrets);
  }

  /**
   * Records that came one by one (a hint that was followed, a message, a single answer), in one transaction. `sequence` is the
   * position of the first; of two versions with the same clock the later position counts.
   */
  async keep(
    tx: Transaction,
    scope: JournalScope,
    records: SourceRecord[],
    read: { observedAt: Instant; sequence: number; runId?: string | null; raw?: (string | null)[] },
  ): Promise<KeptRecords> {
    const journal = await this.open(tx, scope);
    const incoming = records.map((record, n) => incomingRecord(record, read.observedAt, read.sequence + n));
    const stored = await journal.store(tx, incoming, { raw: read.raw });
    const quarantined = await this.putAside(tx, scope, read.runId ?? null, incoming, stored, []);
    const changed = new Changed();
    changed.add(stored);
    const replayed = await this.replayWaiting(tx, scope, changed, journal);
    await this.follow(tx, scope, changed);
    await journal.close(tx);
    return { stored, quarantined, replayed };
  }

  /** Puts aside what could not be stored or read, and settles what reads well now. Answers how many were put aside. */
  async putAside(
    tx: Transaction,
    scope: JournalScope,
    runId: string | null,
    records: IncomingRecord[],
    stored: StoredRecords,
    unreadable: PutAside[],
  ): Promise<number> {
    const aside = [...unstored(records, stored), ...unreadable];
    await this.quarantine.put(tx, scope, runId, scope.connectorVersion, aside);
    await this.settle(tx, scope, records, stored);
    return aside.length;
  }

  /** Who changed is owed an evaluation; merges move whose facts are whose; what people said of payments holds. */
  async follow(tx: Transaction, scope: Scope, changed: Changed): Promise<void> {
    const { practiceId, connectionId } = scope;
    if (changed.kinds.has('payment')) {
      for (const id of await this.matches.apply(tx, practiceId, connectionId)) changed.patientIds.add(id);
    }
    const persons = await this.merges.resolve(tx, scope, changed.writtenPatients);
    for (const person of await this.merges.personsOf(tx, practiceId, [...changed.patientIds])) persons.add(person);
    await this.marks.persons(tx, practiceId, [...persons]);
    await this.tellSharing(tx, scope, changed.newPatients);
    if (persons.size > 0 || changed.practiceChanged) await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
  }

  /** Rows that waited for a patient who has come are stored now, whatever order they came in. */
  async replayWaiting(tx: Transaction, scope: Scope, changed: Changed, journal: Journal): Promise<number> {
    const { practiceId, connectionId } = scope;
    const waiting = await this.quarantine.waitingFor(tx, practiceId, connectionId, changed.newPatients);
    return replayRecords(tx, this.quarantine, scope, waiting, changed, journal);
  }

  /**
   * Records of other connections may wait for patients who came here. They are stored by work of their own, under the lock of
   * their connection: whoever puts one aside just now holds that lock, and did not see the patient.
   */
  private async tellSharing(
    tx: Transaction,
    { practiceId, connectionId }: Scope,
    newPatients: string[],
  ): Promise<void> {
    if (newPatients.length === 0) return;
    for (const sharing of await this.connections.sharingPatients(tx, practiceId, connectionId))
      await this.jobs.owe(tx, practiceId, 'replay_waiting', sharing);
  }

  private async settle(tx: Transaction, scope: Scope, records: IncomingRecord[], stored: StoredRecords): Promise<void> {
    if (!(await this.quarantine.hasUnreadable(tx, scope.practiceId, scope.connectionId))) return;
    const sound = records.filter(
      (_, index) => stored.outcomes[index] === 'applied' || stored.outcomes[index] === 'unchanged',
    );
    const unsound = new Set(
      records
        .filter((_, index) => stored.outcomes[index] === 'invalid')
        .map(({ kind, sourceId }) => `${kind}/${sourceId}`),
    );
    for (const [kind, ids] of seenIds(sound.filter(({ kind, sourceId }) => !unsound.has(`${kind}/${sourceId}`)))) {
      await this.quarantine.settle(tx, scope, kind, ids);
    }
  }
}
