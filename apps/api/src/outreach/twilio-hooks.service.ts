import { Injectable } from '@nestjs/common';
import {
  audit,
  ChannelQueries,
  ContactLock,
  Database,
  OutboxQueries,
  OutboxViewQueries,
  SecretStore,
  SuppressionQueries,
} from '@keepwell/database';
import type { ChannelRow, Transaction } from '@keepwell/database';
import type { Intent } from '@keepwell/domain';
import { isTwilioSignature, normalisePhone, twilioStatus } from '@keepwell/messaging';
import type { FastifyRequest } from 'fastify';
import { Address } from '../http/address.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import { InboundService } from './inbound.service.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SID = /^(SM|MM)[0-9a-f]{32}$/;
const STATEMENT_TIMEOUT_MS = 10_000;
const MOST_TEXT = 4_000;

/** What Twilio took a text for, where its own handling of opt-outs is on. */
const OPT_OUT_TYPES: Record<string, Intent> = { STOP: 'stop', START: 'start', HELP: 'help' };

type Params = Record<string, string | string[]>;

/**
 * What Twilio tells us. Nothing is read or stored before its signature over the very address it called has been found right with this
 * practice's own token; and no 2xx is answered before what it said is committed.
 */
@Injectable()
export class TwilioHooks {
  constructor(
    private readonly database: Database,
    private readonly channels: ChannelQueries,
    private readonly secrets: SecretStore,
    private readonly outbox: OutboxQueries,
    private readonly view: OutboxViewQueries,
    private readonly suppressions: SuppressionQueries,
    private readonly lock: ContactLock,
    private readonly inbound: InboundService,
    private readonly address: Address,
    private readonly clock: Clock,
  ) {}

  /** Where a message of ours is by now. Repeated, late or out of order it has one effect (O-12). */
  async status(practiceId: string, attempt: string | undefined, request: FastifyRequest): Promise<void> {
    await this.signed(practiceId, request, async (tx, params) => {
      const providerId = text(params, 'MessageSid');
      const status = text(params, 'MessageStatus');
      if (providerId === null || !SID.test(providerId) || status === null || !/^[a-z_]{1,30}$/.test(status)) return;
      const code = text(params, 'ErrorCode');
      const errorCode = code !== null && /^\d{1,6}$/.test(code) ? code : null;
      const meaning = twilioStatus(status, errorCode);
      if (meaning.suppress !== null) await this.lock.exclusive(tx, practiceId);
      const at = new Date(this.clock.now());
      const applied = await this.outbox.applyCallback(tx, practiceId, {
        ...{ attemptId: attempt !== undefined && UUID.test(attempt) ? attempt : null, provider: 'twilio', providerId },
        ...{ key: `${providerId}:${status}:${errorCode ?? ''}`, state: meaning.state, providerStatus: status, at },
        ...{ errorCode, errorSays: meaning.says },
      });
      if (applied === null || !applied.isNew) return;
      if (meaning.suppress !== null) {
        await this.suppress(tx, practiceId, { ...applied, reason: meaning.suppress, at });
      }
      await audit(tx, {
        ...{ practiceId, actorUserId: null, event: 'message.status_reported', requestId: request.id },
        ...{ subjectKind: 'person', subjectId: applied.personId },
        detail: { messageId: applied.messageId, status, errorCode },
      });
    });
  }

  async receive(practiceId: string, request: FastifyRequest): Promise<void> {
    await this.signed(practiceId, request, async (tx, params, channel) => {
      const providerId = text(params, 'MessageSid');
      const from = normalisePhone(text(params, 'From'), null);
      if (providerId === null || !SID.test(providerId) || from === null) return;
      await this.inbound.receive(tx, practiceId, {
        ...{ channel: 'sms', provider: 'twilio', providerId, fromAddress: from, toAddress: text(params, 'To') },
        ...{ body: storable(text(params, 'Body') ?? ''), at: new Date(this.clock.now()), requestId: request.id },
        providerIntent: OPT_OUT_TYPES[text(params, 'OptOutType') ?? ''] ?? null,
        // As Twilio does unless it was told otherwise: a second confirmation would be one too many (C-05).
        providerAnswers: channel.settings['answersOptOut'] !== false,
      });
    });
  }

  private async suppress(
    tx: Transaction,
    practiceId: string,
    given: {
      messageId: string;
      personId: string;
      reason: 'provider' | 'wrong_number' | 'landline' | 'hard_bounce';
      at: Date;
    },
  ): Promise<void> {
    const { messageId, personId, reason, at } = given;
    const address = (await this.view.proof(tx, messageId))?.toAddress ?? null;
    if (address === null) return;
    const hash = await this.secrets.addressHasher(tx, practiceId);
    await this.suppressions.set(tx, practiceId, {
      ...{
        addressHash: hash(address),
        channel: 'sms',
        scope: reason === 'provider' ? 'automated' : 'channel',
        reason,
        personId,
        at,
      },
      ...{ byUserId: null, sourceMessageId: messageId, needsReview: reason !== 'provider' },
    });
  }

  /** Everything that is wrong is answered alike: nobody learns which practices there are, or by whom they send. */
  private async signed(
    practiceId: string,
    request: FastifyRequest,
    work: (tx: Transaction, params: Params, channel: ChannelRow) => Promise<void>,
  ): Promise<void> {
    const params = paramsOf(request.body);
    const origin = this.address.originOf(request);
    const signature = request.headers['x-twilio-signature'];
    if (!UUID.test(practiceId) || params === null || origin === null || typeof signature !== 'string') throw refused();
    const take = async (tx: Transaction): Promise<void> => {
      const channel = await this.channels.one(tx, 'sms');
      if (channel.provider !== 'twilio') throw refused();
      const { authToken, previousAuthToken } = await this.channels.secrets(tx, practiceId, 'sms', this.secrets);
      const tokens = [authToken, previousAuthToken].filter((token) => token !== undefined && token !== '');
      const isTheirs = isTwilioSignature(tokens as string[], signature, `${origin}${request.url}`, params);
      if (!isTheirs || text(params, 'AccountSid') !== channel.settings['accountSid']) throw refused();
      await work(tx, params, channel);
    };
    await this.database.inPractice(practiceId.toLowerCase(), take, { statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  }
}

function refused(): Problem {
  return new Problem('not_allowed', 'This call is not signed by the provider of this practice.');
}

/** A form's fields; null: it is none. */
function paramsOf(body: unknown): Params | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  const entries = Object.entries(body);
  const isText = (value: unknown) => typeof value === 'string';
  const fits = entries.every(([, value]) => isText(value) || (Array.isArray(value) && value.every(isText)));
  return fits ? (Object.fromEntries(entries) as Params) : null;
}

function text(params: Params, name: string): string | null {
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  return typeof value === 'string' ? value : null;
}

/** PostgreSQL keeps neither NUL nor half a character. */
function storable(body: string): string {
  return Buffer.from(body.replaceAll('\u0000', '').slice(0, MOST_TEXT), 'utf8').toString('utf8');
}
