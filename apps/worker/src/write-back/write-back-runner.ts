import { randomUUID } from 'node:crypto';
import type { WriteAnswer, WriteOperation } from '@keepwell/connector-sdk';
import { ConnectorBroken, RecordUnreadable, RetryLater, SettingsWrong } from '@keepwell/connector-sdk';
import {
  audit,
  type ClaimedWrite,
  ContactsToLogQueries,
  type Database,
  JobQueries,
  type SecretStore,
  SyncConnectionQueries,
  tellPractice,
  type WriteChange,
  WriteOperationQueries,
} from '@keepwell/database';
import type { RecordKind } from '@keepwell/domain';
import { OutboundError, type OutboundFailure } from '@keepwell/outbound';
import type { WorkerLog } from '../log.js';
import { RecordIntake } from '../intake/record-intake.js';
import type { OpenSource, Sources } from '../pace/sources.js';
import { contactLine } from './contact-lines.js';

export interface WriteBackOptions {
  database: Database;
  secrets: SecretStore;
  sources: Sources;
  log: WorkerLog;
  now: () => number;
}

interface Connection {
  practiceId: string;
  connectionId: string;
}

const BATCH = 20;
/** Longer than a request and the look before it may take (safety V-01). */
const CLAIM_MS = 180_000;
/** Of a claim: with less left, a request is not begun any more, since another worker may look for what it would make. */
const BEGIN_WITHIN_MS = CLAIM_MS / 2;
const LOOK_AGAIN_MS = 30_000;
const ACCEPTED_AGAIN_MS = 60_000;
/** What may have been written is looked for twice; what was taken on, for an hour. */
const MOST_LOOKUPS = 2;
const ACCEPTED_LOOKUPS = 60;
const LEAST_PAUSE_MS = 15_000;
const NOT_READY_MS = 60_000;
/** How soon a call or a message is noted after it can no longer be taken back. */
const COLLECT_MS = 60_000;

const MAYBE =
  'The other side did not answer; it may have been written there. It is looked for before anything else happens.';
const ACCEPTED = 'The other side has taken it on and not confirmed it yet.';
const ASK_A_PERSON =
  'It could not be found in the other system, and may still appear there: look there, then say what you found or try it again.';
const TOO_LATE = 'The time of the visit has come meanwhile; nothing was sent.';

/** What one pass holds; whoever takes it up after it, the same process included, is another holder. */
interface HeldWrite extends ClaimedWrite {
  holder: string;
}

/** Writes to one system what people asked for: looked for before, written once, looked for after a silence. */
export class WriteBackRunner {
  private readonly writes = new WriteOperationQueries();
  private readonly contacts = new ContactsToLogQueries();
  private readonly connections = new SyncConnectionQueries();
  private readonly jobs = new JobQueries();
  private readonly intake: RecordIntake;
  constructor(private readonly options: WriteBackOptions) {
    this.intake = new RecordIntake(options.secrets);
  }

  async run(
    connection: Connection,
    signal: AbortSignal,
  ): Promise<{ counts: Record<string, number>; nextAt: Date | null }> {
    const { database, sources, now } = this.options;
    const { practiceId, connectionId } = connection;
    const counts: Record<string, number> = {};
    let source: OpenSource | null = null;
    try {
      source = await sources.open(practiceId, connectionId, signal);
      if (source === null) return { counts, nextAt: await this.next(connection, NOT_READY_MS, false) };
      const collects = source.connector.manifest.writes.log_contact !== undefined && (await this.collect(connection));
      for (;;) {
        signal.throwIfAborted();
        const ids = await database.inPractice(practiceId, (tx) =>
          this.writes.due(tx, connection, new Date(now()), BATCH),
        );
        if (ids.length === 0) break;
        for (const id of ids) {
          signal.throwIfAborted();
          const state = await this.one(source, id);
          counts[state] = (counts[state] ?? 0) + 1;
        }
      }
      return { counts, nextAt: await this.next(connection, 0, collects) };
    } catch (error) {
      if (error instanceof RetryLater)
        return { counts, nextAt: new Date(now() + Math.max(error.afterMs ?? 0, LEAST_PAUSE_MS)) };
      if (!(error instanceof SettingsWrong)) throw error;
      await source?.paced.endedRefused();
      await database.inPractice(practiceId, (tx) =>
        this.connections.needsAttention(tx, practiceId, connectionId, error.message),
      );
      return { counts, nextAt: new Date(now() + NOT_READY_MS) };
    } finally {
      await source?.close();
    }
  }

  /** Calls and messages that are to be noted there. Answers whether this connection notes them at all. */
  private async collect(connection: Connection): Promise<boolean> {
    const { practiceId, connectionId } = connection;
    const at = new Date(this.options.now());
    return this.options.database.inPractice(practiceId, async (tx) => {
      for (const found of await this.contacts.find(tx, connection, at, 200)) {
        const { origin, personId, caseId, channel, direction, patientSourceId } = found;
        const said = {
          patientId: patientSourceId,
          at: found.at.getTime(),
          channel,
          direction,
          text: contactLine(found),
        };
        const shown = { channel, direction, startsAt: found.at.toISOString() };
        await this.writes.add(tx, practiceId, {
          ...{ connectionId, kind: 'log_contact', origin, personId, caseId, afterId: null },
          ...{ operation: said, shown, askedByUserId: null, at },
        });
      }
      return this.writes.notesContacts(tx, connection);
    });
  }

  private async one(source: OpenSource, id: string): Promise<string> {
    const { database, now } = this.options;
    const { practiceId } = source.connection;
    const holder = randomUUID();
    const from = now();
    const found = await database.inPractice(practiceId, (tx) =>
      this.writes.claim(tx, practiceId, id, holder, new Date(from), new Date(from + CLAIM_MS)),
    );
    if (found === null) return 'taken';
    const claimed = { ...found, holder };
    try {
      source.paced.notAfter(from + BEGIN_WITHIN_MS);
      // The rows hold what the API checked and wrote.
      const operation = claimed.operation as unknown as WriteOperation;
      if (await this.isTakenBack(practiceId, claimed))
        return await this.note(source, claimed, { state: 'cancelled', says: 'It was taken back before it left.' });
      const standing = (await source.connector.findWritten?.(source.context, operation)) ?? null;
      if (standing !== null && !isReplaced(operation, standing))
        return await this.answered(source, claimed, standing, { lookedUp: true });
      if (claimed.state !== 'pending') return await this.notFound(source, claimed);
      if (isTooLate(claimed, operation, now()))
        return await this.note(source, claimed, { state: 'failed', says: TOO_LATE });
      return await this.write(source, claimed, operation);
    } catch (error) {
      return this.notAsked(source, claimed, error);
    } finally {
      source.paced.notAfter(null);
    }
  }

  private async write(source: OpenSource, claimed: HeldWrite, operation: WriteOperation): Promise<string> {
    const { connector, context } = source;
    if (connector.write === undefined)
      return this.note(source, claimed, { state: 'failed', says: 'This system takes nothing from us.' });
    // From here on it may stand there, whatever becomes of us.
    const sending = await this.change(source, claimed, { state: 'sending', says: null, dueAt: null, attempted: true });
    if (!sending) return 'taken';
    let answer: WriteAnswer;
    try {
      answer = await connector.write(context, operation);
    } catch (error) {
      if (isBeforehand(error)) throw error;
      const neverLeft = error instanceof OutboundError && NEVER_LEFT.includes(error.failure);
      const state = neverLeft ? 'failed' : 'unknown';
      return this.note(source, claimed, { state, says: neverLeft ? error.message : MAYBE, dueIn: LOOK_AGAIN_MS });
    }
    return this.answered(source, claimed, answer, {});
  }

  private async answered(
    source: OpenSource,
    claimed: HeldWrite,
    answer: WriteAnswer,
    more: Pick<WriteChange, 'lookedUp'>,
  ): Promise<string> {
    if (answer.state === 'confirmed') {
      const state = await this.note(source, claimed, { ...more, state: 'confirmed', says: null, ref: answer.ref });
      await this.readAgain(source, claimed, answer.ref);
      return state;
    }
    if (answer.state === 'refused') return this.note(source, claimed, { ...more, state: 'failed', says: answer.says });
    const tooLong = claimed.lookups >= ACCEPTED_LOOKUPS;
    const state = tooLong ? 'review' : 'unknown';
    return this.note(source, claimed, {
      ...more,
      state,
      says: tooLong ? ASK_A_PERSON : ACCEPTED,
      ref: answer.ref,
      dueIn: ACCEPTED_AGAIN_MS,
      accepted: true,
    });
  }

  private notFound(source: OpenSource, claimed: HeldWrite): Promise<string> {
    const most = claimed.isAccepted ? ACCEPTED_LOOKUPS : MOST_LOOKUPS;
    const isLast = source.connector.findWritten === undefined || claimed.lookups + 1 >= most;
    const says = isLast ? ASK_A_PERSON : claimed.isAccepted ? ACCEPTED : MAYBE;
    return this.note(source, claimed, {
      state: isLast ? 'review' : 'unknown',
      says,
      lookedUp: true,
      dueIn: claimed.isAccepted ? ACCEPTED_AGAIN_MS : LOOK_AGAIN_MS,
    });
  }

  /** One of the four errors, or something of ours: nothing was written by this try. */
  private async notAsked(source: OpenSource, claimed: HeldWrite, error: unknown): Promise<string> {
    // What may have been written by an earlier try stays in doubt.
    const state = claimed.state === 'pending' ? 'pending' : 'unknown';
    if (error instanceof ConnectorBroken || error instanceof RecordUnreadable) {
      return this.note(source, claimed, { state: state === 'pending' ? 'failed' : 'review', says: error.message });
    }
    const waits = error instanceof RetryLater || error instanceof OutboundError;
    const says = waits || error instanceof SettingsWrong ? (error as Error).message : null;
    const dueIn = Math.max(error instanceof RetryLater ? (error.afterMs ?? 0) : 0, LEAST_PAUSE_MS);
    await this.note(source, claimed, { state, says, dueIn });
    if (error instanceof OutboundError) return state;
    throw error;
  }

  /** A booking that stands is read at once: its case resolves now and not with the next poll. */
  private async readAgain(source: OpenSource, claimed: HeldWrite, ref: string): Promise<void> {
    if (claimed.kind === 'log_contact') return;
    const { connector, context, connection } = source;
    const { practiceId, id: connectionId } = connection;
    const id = claimed.kind === 'cancel' ? String(claimed.operation['appointmentId']) : ref;
    try {
      const answer = await connector.fetchOne?.(context, 'appointment', id);
      if (answer !== undefined && answer !== 'forbidden' && answer !== 'gone') {
        const streams = await connector.streams(context);
        const streamOf = (kind: RecordKind) => streams.find(({ kinds }) => kinds.includes(kind))?.name ?? 'intake';
        const scope = { practiceId, connectionId, connectorVersion: connector.version };
        await this.options.database.inPractice(practiceId, (tx) =>
          this.intake.store(tx, scope, [answer], { now: this.options.now(), streamOf }),
        );
        return;
      }
    } catch {
      // It stands there, whether we can read it or not: the next walk brings it.
    }
    await this.options.database.inPractice(practiceId, (tx) => this.jobs.owe(tx, practiceId, 'sync', connectionId));
  }

  private async note(
    source: OpenSource,
    claimed: HeldWrite,
    given: Pick<WriteChange, 'state' | 'says'> &
      Partial<Pick<WriteChange, 'ref' | 'lookedUp' | 'accepted'>> & { dueIn?: number },
  ): Promise<string> {
    const { dueIn, ...change } = given;
    const isMine = await this.change(source, claimed, {
      ...change,
      dueAt: dueIn === undefined ? null : new Date(this.options.now() + dueIn),
    });
    return isMine ? given.state : 'taken';
  }

  private change(source: OpenSource, claimed: HeldWrite, change: Omit<WriteChange, 'at'>): Promise<boolean> {
    const { practiceId, id: connectionId } = source.connection;
    const at = new Date(this.options.now());
    return this.options.database.inPractice(practiceId, async (tx) => {
      const isMine = await this.writes.change(tx, practiceId, claimed.id, claimed.holder, { ...change, at });
      if (!isMine) return false;
      if (change.state === 'failed' || change.state === 'cancelled') {
        await this.writes.cancelWaiting(
          tx,
          practiceId,
          claimed.id,
          'What had to come first was not made, so nothing else was changed.',
          at,
        );
      }
      if (['confirmed', 'failed', 'review', 'cancelled'].includes(change.state)) {
        await audit(tx, {
          ...{
            practiceId,
            actorUserId: null,
            event: `write.${change.state}`,
            subjectKind: 'person',
            subjectId: claimed.personId,
          },
          detail: { operationId: claimed.id, kind: claimed.kind, connectionId },
        });
      }
      await tellPractice(tx, {
        practiceId,
        type: 'write',
        operationId: claimed.id,
        caseId: claimed.caseId,
        state: change.state,
      });
      return true;
    });
  }

  private async isTakenBack(practiceId: string, { kind, origin, state }: ClaimedWrite): Promise<boolean> {
    if (kind !== 'log_contact' || state !== 'pending') return false;
    return this.options.database.inPractice(practiceId, (tx) => this.contacts.isUndone(tx, origin));
  }

  private async next(connection: Connection, leastMs: number, collects: boolean): Promise<Date | null> {
    const { database, now } = this.options;
    const due = await database.inPractice(connection.practiceId, (tx) => this.writes.nextDueAt(tx, connection));
    const least = now() + leastMs;
    const soonest = due === null ? null : Math.max(due.getTime(), least);
    if (!collects) return soonest === null ? null : new Date(soonest);
    return new Date(Math.min(soonest ?? Infinity, now() + COLLECT_MS));
  }
}

/** Refused by the address alone. An answer that is not followed or not unpacked came after the request had arrived. */
const NEVER_LEFT: OutboundFailure[] = ['scheme', 'port', 'address'];

/** Systems that keep no key of ours are asked by patient and time: the booking that goes may have both. */
function isReplaced(operation: WriteOperation, found: WriteAnswer): boolean {
  const ref = found.state === 'refused' ? null : found.ref;
  return operation.kind === 'book' && ref !== null && ref === operation.replacesId;
}

/** What waited (for a pause, for a person) until its visit began is nobody's wish any more. */
function isTooLate({ shown }: ClaimedWrite, operation: WriteOperation, now: number): boolean {
  if (operation.kind === 'log_contact') return false;
  const startsAt = operation.kind === 'book' ? operation.startsAt : Date.parse(String(shown['startsAt']));
  return startsAt <= now;
}

function isBeforehand(error: unknown): boolean {
  return (
    error instanceof RetryLater ||
    error instanceof SettingsWrong ||
    error instanceof ConnectorBroken ||
    error instanceof RecordUnreadable
  );
}
