import { Injectable } from '@nestjs/common';
import { ChannelQueries, newId, OutboxViewQueries, tellPractice } from '@keepwell/database';
import type { OutboxProof, Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { decodeCursor, encodeCursor, INSTANT_PART, UUID_PART } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import { maskedEmail, maskedPhone } from '../patients/contact-mask.js';
import type { ListOutboxDto, OutboxMessageDto, OutboxPageDto, SimulatedReplyDto } from './dto/outbox.dto.js';
import { InboundService } from './inbound.service.js';

const PAGE_SIZE = 50;

/** The outbox as people look at it: what is owed, what left, why each was allowed; and how a person takes one back. */
@Injectable()
export class OutboxService {
  constructor(
    private readonly work: PracticeWork,
    private readonly outbox: OutboxViewQueries,
    private readonly inbound: InboundService,
    private readonly channels: ChannelQueries,
    private readonly clock: Clock,
  ) {}

  async page(caller: Caller, wanted: ListOutboxDto): Promise<OutboxPageDto> {
    const { state = null, channel = null, personId = null, limit = PAGE_SIZE } = wanted;
    const since = wanted.since === undefined ? null : new Date(wanted.since);
    const after = wanted.cursor === undefined ? null : decodeCursor(wanted.cursor, { at: INSTANT_PART, id: UUID_PART });
    return this.work.run(caller, async (tx) => {
      const rows = await this.outbox.page(tx, { state, channel, personId, since, after, limit });
      const last = rows.slice(0, limit).at(-1);
      return {
        items: rows.slice(0, limit).map(({ exactAt: _forPaging, ...row }) => row),
        nextCursor: rows.length > limit && last !== undefined ? encodeCursor({ at: last.exactAt, id: last.id }) : null,
        counts: await this.outbox.counts(tx, new Date(this.clock.now())),
      };
    });
  }

  async one(caller: Caller, id: string): Promise<OutboxMessageDto> {
    return this.work.run(caller, async (tx, trail) => {
      const proof = await this.outbox.proof(tx, id);
      if (proof === null) throw new Problem('not_found', 'There is no such message.');
      trail.about('person', proof.personId, { messageId: id });
      return this.answer(tx, proof);
    });
  }

  async cancel(caller: Caller, id: string): Promise<OutboxMessageDto> {
    return this.work.run(caller, async (tx, trail) => {
      const message = await this.outbox.locked(tx, id);
      if (message === null) throw new Problem('not_found', 'There is no such message.');
      const change = { because: 'staff', at: new Date(this.clock.now()), byUserId: caller.userId };
      const cancelled = await this.outbox.cancelUnclaimed(tx, caller.practiceId, { ids: [id] }, change);
      if (cancelled.length === 0) {
        throw new Problem('conflict', 'This message is on its way or has ended; it cannot be taken back.');
      }
      trail.about('person', message.personId, { messageId: id });
      await this.tell(tx, caller.practiceId, id, 'cancelled');
      return this.answer(tx, await this.proofOf(tx, id));
    });
  }

  async resolve(caller: Caller, id: string, as: 'left' | 'did_not_leave'): Promise<OutboxMessageDto> {
    return this.work.run(caller, async (tx, trail) => {
      const message = await this.outbox.locked(tx, id);
      if (message === null) throw new Problem('not_found', 'There is no such message.');
      const change = { as, byUserId: caller.userId, at: new Date(this.clock.now()) };
      if (!(await this.outbox.resolve(tx, caller.practiceId, id, change))) {
        throw new Problem('conflict', 'This message does not wait for a person.');
      }
      trail.about('person', message.personId, { messageId: id, as });
      await this.tell(tx, caller.practiceId, id, as === 'left' ? 'accepted' : 'failed');
      return this.answer(tx, await this.proofOf(tx, id));
    });
  }

  /** As if the patient had answered: the same way in as a provider's call. Only for what never left this installation. */
  async simulateReply(caller: Caller, id: string, body: string): Promise<SimulatedReplyDto> {
    return this.work.run(caller, async (tx, trail) => {
      const proof = await this.proofOf(tx, id);
      if (!isLocalText(proof) || proof.toAddress === null) {
        throw new Problem('conflict', 'A reply can be simulated to a text that the local outbox has delivered.');
      }
      // Where real texts are sent, what a patient says is said by the patient alone: a START made here would lift their STOP.
      if (!(await this.sendsLocally(tx))) {
        throw new Problem('conflict', 'This practice sends real texts: replies come from patients.');
      }
      const received = await this.inbound.receive(tx, caller.practiceId, {
        ...{ channel: 'sms', provider: 'local', providerId: newId(), fromAddress: proof.toAddress, toAddress: null },
        ...{ body, at: new Date(this.clock.now()), providerIntent: null, providerAnswers: false },
        requestId: caller.requestId,
      });
      if (received === null) throw new Problem('conflict', 'This reply was received already.');
      trail.about('person', proof.personId, { messageId: id, inboundId: received.inboundId });
      return { inboundId: received.inboundId, intent: received.intent };
    });
  }

  private async answer(tx: Transaction, { toAddress, ...proof }: OutboxProof): Promise<OutboxMessageDto> {
    const mask = proof.channel === 'email' ? maskedEmail : maskedPhone;
    return {
      ...proof,
      to: toAddress === null ? null : mask(toAddress),
      canSimulateReply: isLocalText(proof) && (await this.sendsLocally(tx)),
    };
  }

  private async sendsLocally(tx: Transaction): Promise<boolean> {
    return (await this.channels.one(tx, 'sms')).provider === 'local';
  }

  private async proofOf(tx: Transaction, id: string): Promise<OutboxProof> {
    const proof = await this.outbox.proof(tx, id);
    if (proof === null) throw new Problem('not_found', 'There is no such message.');
    return proof;
  }

  private tell(tx: Transaction, practiceId: string, messageId: string, state: string): Promise<void> {
    return tellPractice(tx, { practiceId, type: 'outbox', messageId, state });
  }
}

function isLocalText({ provider, channel, state }: Pick<OutboxProof, 'provider' | 'channel' | 'state'>): boolean {
  return provider === 'local' && channel === 'sms' && ['accepted', 'sent', 'delivered'].includes(state);
}
