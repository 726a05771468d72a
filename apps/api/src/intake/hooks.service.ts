import { Injectable } from '@nestjs/common';
import { ConnectorBroken, RecordUnreadable, SettingsWrong } from '@keepwell/connector-sdk';
import type { Connector, ConnectorContext, Settings, WebhookReading, WebhookRequest } from '@keepwell/connector-sdk';
import {
  ApiConnectionQueries,
  audit,
  Database,
  HookSequenceQueries,
  InboxQueries,
  JobQueries,
  MOST_WAITING,
  sealHook,
  SecretStore,
} from '@keepwell/database';
import type { ConnectionRow, Transaction } from '@keepwell/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConnectorList } from '../connections/connector-list.js';
import { ConnectorRoom } from '../connections/connector-room.js';
import { Address } from '../http/address.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import { nestsDeeperThan } from './deep-bytes.js';
import { HookRefusals } from './hook-refusals.js';
import { hookAddress } from './hook-address.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const STATEMENT_TIMEOUT_MS = 10_000;
const DEEPEST_JSON = 100;
const COME_AGAIN_SECONDS = 60;
const OVERTAKEN_MS = 120_000;

interface Room {
  row: ConnectionRow;
  connector: Connector;
  readWebhook: NonNullable<Connector['readWebhook']>;
  context: ConnectorContext;
}

/**
 * What other systems push. Verified by the connector over the very bytes; nothing is kept of what is not theirs; the
 * address that was signed is the one this server publishes, whatever the request's Host says; no 2xx before the commit.
 */
@Injectable()
export class HooksService {
  constructor(
    private readonly database: Database,
    private readonly connections: ApiConnectionQueries,
    private readonly secrets: SecretStore,
    private readonly inbox: InboxQueries,
    private readonly jobs: JobQueries,
    private readonly sequences: HookSequenceQueries,
    private readonly refusals: HookRefusals,
    private readonly connectors: ConnectorList,
    private readonly room: ConnectorRoom,
    private readonly address: Address,
    private readonly clock: Clock,
  ) {}

  async take(practiceId: string, connectionId: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (!UUID.test(practiceId) || !UUID.test(connectionId)) throw unknown();
    const ids = { practiceId: practiceId.toLowerCase(), connectionId: connectionId.toLowerCase() };
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (nestsDeeperThan(body, DEEPEST_JSON))
      throw new Problem('invalid_request', `The body is nested deeper than ${DEEPEST_JSON} levels.`);
    const room = await this.inPractice(ids.practiceId, (tx) => this.open(tx, ids));
    const reading = await this.read(ids, room, this.asked(ids, request, body));
    if (reading.verified === 'no')
      throw await this.refused(ids, 'This call is not signed by the system of this connection.');
    const isKept = request.method === 'POST' && (reading.hints.length > 0 || (reading.records ?? []).length > 0);
    if (isKept) await this.keep(ids, room.connector, reading, body, request);
    else if (request.method === 'POST') await this.inPractice(ids.practiceId, (tx) => this.right(tx, ids));
    if (request.method === 'POST') await this.follow(ids, reading);
    const answer = reading.reply ?? { status: 204 };
    void reply.status(answer.status).headers({ ...answer.headers, 'cache-control': 'no-store' });
    await reply.send(answer.body ?? '');
  }

  /** Paused, gone, of another practice, without webhooks: all the same from outside. */
  private async open(
    tx: Transaction,
    { practiceId, connectionId }: { practiceId: string; connectionId: string },
  ): Promise<Room> {
    const [row] = await this.connections.list(tx, connectionId);
    const connector = row === undefined ? undefined : this.connectors.find(row.connector);
    const readWebhook = connector?.readWebhook?.bind(connector);
    if (row === undefined || connector === undefined || readWebhook === undefined || row.state === 'paused')
      throw unknown();
    const secret = await this.secrets.connectionSecrets(tx, practiceId, connectionId);
    const settings: Settings = this.room.parse(connector, { ...row.settings, ...secret });
    return { row, connector, readWebhook, context: this.room.contextOf(practiceId, settings, null) };
  }

  private async read(
    ids: { practiceId: string; connectionId: string },
    { connector, context, readWebhook }: Room,
    asked: WebhookRequest,
  ): Promise<WebhookReading> {
    try {
      return await readWebhook(context, asked);
    } catch (error) {
      if (error instanceof SettingsWrong) throw await this.refused(ids, error.message, error);
      if (error instanceof RecordUnreadable || error instanceof ConnectorBroken || error instanceof SyntaxError)
        throw new Problem('invalid_request', 'This call is not understood.', {}, { cause: error });
      throw error;
    } finally {
      await connector.close?.(context);
    }
  }

  /** Nothing is kept of the call; that none is ours is told once there are several. */
  private async refused(
    { practiceId, connectionId }: { practiceId: string; connectionId: string },
    says: string,
    cause?: unknown,
  ): Promise<Problem> {
    const now = this.clock.now();
    if (this.refusals.refused(connectionId, now))
      await this.inPractice(practiceId, (tx) => this.refusals.tell(tx, practiceId, connectionId, now));
    return new Problem('not_allowed', says, {}, { cause });
  }

  private right(
    tx: Transaction,
    { practiceId, connectionId }: { practiceId: string; connectionId: string },
  ): Promise<void> {
    return this.refusals.right(tx, practiceId, connectionId, this.clock.now());
  }

  private asked(
    { practiceId, connectionId }: { practiceId: string; connectionId: string },
    request: FastifyRequest,
    body: Buffer,
  ): WebhookRequest {
    const origin = this.address.originOf(request);
    if (origin === null) throw unknown();
    const { search } = new URL(request.url, origin);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    );
    headers['content-type'] = headers['x-keepwell-media-type'];
    delete headers['x-keepwell-media-type'];
    delete headers['cookie'];
    return {
      ...{ method: request.method as WebhookRequest['method'], headers, body, receivedAt: this.clock.now() },
      url: `${hookAddress(origin, practiceId, connectionId)}${search}`,
    };
  }

  private async keep(
    ids: { practiceId: string; connectionId: string },
    connector: Connector,
    reading: WebhookReading,
    body: Buffer,
    request: FastifyRequest,
  ): Promise<void> {
    const { practiceId, connectionId } = ids;
    const records = reading.verified === 'strong' ? (reading.records ?? []) : [];
    const { hints } = reading;
    const kinds = [...new Set([...hints, ...records].map(({ kind }) => kind))].sort();
    await this.inPractice(practiceId, async (tx) => {
      if ((await this.inbox.countWaiting(tx, practiceId, MOST_WAITING)) > MOST_WAITING) {
        throw new Problem('too_busy', 'Too much of this practice waits to be read; send it again later.', {
          retryAfterSeconds: COME_AGAIN_SECONDS,
        });
      }
      const { id, outcome } = await this.inbox.receive(tx, {
        ...{ practiceId, connectionId, way: 'webhook', verified: reading.verified === 'strong' ? 'strong' : 'weak' },
        dedupeKey: reading.dedupeKey,
        // A repeated delivery may count its tries in its body: what it says about records is what makes it another one.
        compared: JSON.stringify([hints.map(({ kind, id: of }) => [kind, of]), records]),
        body: sealHook({ raw: body, hints, records }),
        ...{ type: kinds.join(' '), order: [], receivedAt: new Date(this.clock.now()) },
      });
      await this.right(tx, ids);
      if (outcome === 'duplicate') return;
      if (outcome === 'received') await this.jobs.owe(tx, practiceId, 'intake', connectionId);
      await audit(tx, {
        ...{ practiceId, actorUserId: null, event: 'connection.hook_received', requestId: request.id },
        ...{ subjectKind: 'connection', subjectId: connectionId },
        detail: { itemId: id, outcome, connector: connector.id, hints: hints.length, records: records.length },
      });
    });
  }

  /** What a call says besides its records: that something was missed, or changed, which the streams will tell. */
  private async follow(ids: { practiceId: string; connectionId: string }, reading: WebhookReading): Promise<void> {
    const { sequence, readSoon = false } = reading;
    if (sequence === undefined && !readSoon) return;
    await this.inPractice(ids.practiceId, async (tx) => {
      const now = new Date(this.clock.now());
      const missing = sequence === undefined ? 0 : await this.sequences.hear(tx, ids, sequence, now);
      if (missing > 0 || readSoon) await this.jobs.owe(tx, ids.practiceId, 'sync', ids.connectionId);
      if (missing > 0 || (sequence?.stopped ?? null) !== null) {
        // Not at once: calls overtake each other, and one that comes late fills its gap.
        await this.jobs.owe(tx, ids.practiceId, 'watch', ids.practiceId, new Date(now.getTime() + OVERTAKEN_MS));
      }
    });
  }

  private inPractice<T>(practiceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.inPractice(practiceId, work, { statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  }
}

function unknown(): Problem {
  return new Problem('not_found', 'There is no such connection.');
}
