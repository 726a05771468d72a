import {
  type Connector,
  type ConnectorContext,
  readWithRetries,
  type RetrySurroundings,
} from '@keepwell/connector-sdk';
import {
  type AbsentRecord,
  AbsenceQueries,
  type Database,
  storeRecords,
  type StreamLease,
  StreamQueries,
  SyncConnectionQueries,
} from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain';
import { Changed } from './changed.js';
import { checkIncoming, incomingRecord } from './incoming-record.js';
import type { PageStore } from './page-store.js';

/** Asking costs a request each; what is not asked about is confirmed by the next walk. */
const MOST_QUESTIONS = 50;

interface Source {
  connector: Connector;
  context: ConnectorContext;
  around: RetrySurroundings;
}

/** Asks the source about records that a walk did not bring: deleted, or only left out of the list? */
export class AbsenceChecker {
  private readonly absences = new AbsenceQueries();
  private readonly streams = new StreamQueries();
  private readonly connections = new SyncConnectionQueries();

  constructor(
    private readonly database: Database,
    private readonly pages: PageStore,
  ) {}

  async confirm({ connector, context, around }: Source, lease: StreamLease, absent: AbsentRecord[]): Promise<void> {
    const fetchOne = connector.fetchOne?.bind(connector);
    if (fetchOne === undefined) return;
    for (const record of absent.slice(0, MOST_QUESTIONS)) {
      around.signal.throwIfAborted();
      const answer = await readWithRetries(() => fetchOne(context, record.kind, record.sourceId), around);
      if (answer !== 'forbidden') await this.store(lease, record, answer, context.now());
    }
  }

  private async store(
    lease: StreamLease,
    record: AbsentRecord,
    answer: SourceRecord | 'gone',
    now: number,
  ): Promise<void> {
    await this.database.inPractice(lease.practiceId, async (tx) => {
      await this.streams.assertHeld(tx, lease);
      await this.connections.lockWrites(tx, lease.connectionId);
      const changed = new Changed();
      if (answer === 'gone') {
        await this.absences.confirmGone(tx, lease.practiceId, record);
        await changed.addGone(tx, this.absences, lease.practiceId, [record]);
      } else {
        // Its own answer is as good as a page: it is there, perhaps changed.
        changed.add(await storeRecords(tx, lease, [incomingRecord(answer, now, lease.sequence)], checkIncoming));
      }
      await this.pages.follow(tx, lease, changed);
    });
  }
}
