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
  type SecretStore,
  type StreamLease,
  StreamQueries,
} from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain';
import { Changed } from './changed.js';
import { incomingRecord } from './incoming-record.js';
import { RecordKeeper } from './record-keeper.js';

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
  private readonly keeper: RecordKeeper;

  constructor(
    private readonly database: Database,
    secrets: SecretStore,
    private readonly mostQuestions = MOST_QUESTIONS,
  ) {
    this.keeper = new RecordKeeper(secrets);
  }

  /** Answers how many the source says are gone. `stream`: the one that brings these records. */
  async confirm(
    source: Source,
    lease: StreamLease,
    absent: AbsentRecord[],
    stream: string = lease.stream,
  ): Promise<number> {
    const { connector, context, around } = source;
    const fetchOne = connector.fetchOne?.bind(connector);
    let gone = 0;
    if (fetchOne === undefined) return gone;
    for (const record of absent.slice(0, this.mostQuestions)) {
      around.signal.throwIfAborted();
      const answer = await readWithRetries(() => fetchOne(context, record.kind, record.sourceId), around);
      if (answer === 'forbidden') continue;
      await this.store(source, lease, stream, record, answer);
      if (answer === 'gone') gone += 1;
    }
    return gone;
  }

  private async store(
    { connector, context }: Source,
    lease: StreamLease,
    stream: string,
    record: AbsentRecord,
    answer: SourceRecord | 'gone',
  ): Promise<void> {
    const { practiceId, connectionId } = lease;
    const scope = { practiceId, connectionId, stream, connectorVersion: connector.version };
    await this.database.inPractice(practiceId, async (tx) => {
      await this.streams.assertHeld(tx, lease);
      const journal = await this.keeper.open(tx, scope);
      const changed = new Changed();
      if (answer === 'gone') {
        const at = Math.floor(await this.absences.databaseTime(tx));
        await this.absences.confirmGone(tx, practiceId, record, at);
        journal.mark('gone', at, [record]);
        await changed.addGone(tx, this.absences, practiceId, [record]);
      } else {
        // Its own answer is as good as a page: it is there, perhaps changed.
        changed.add(await journal.store(tx, [incomingRecord(answer, context.now(), lease.sequence)]));
      }
      await this.keeper.follow(tx, lease, changed);
      await journal.close(tx);
    });
  }
}
