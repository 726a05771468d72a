import { Injectable } from '@nestjs/common';
import {
  audit,
  CaseWorkQueries,
  ConsentQueries,
  ContactLock,
  InboundQueries,
  OutreachStops,
  PracticeSettingsQueries,
  SecretStore,
  SuppressionQueries,
  tellPractice,
} from '@keepwell/database';
import type { NewInbound, PracticeCard, Transaction } from '@keepwell/database';
import { readIntent } from '@keepwell/domain';
import type { Intent } from '@keepwell/domain';
import { normaliseEmail, normalisePhone } from '@keepwell/messaging';
import { Clock } from '../http/clock.js';
import { OptOutAnswers } from './opt-out-answers.js';
import type { Answering } from './opt-out-answers.js';
import { Withdrawal } from './withdrawal.js';

export interface Incoming extends NewInbound {
  /** What the provider took it for; null: it did not say. */
  providerIntent: Intent | null;
  /** The provider itself answers STOP, START and HELP: then we do not. */
  providerAnswers: boolean;
  requestId: string | undefined;
}

export interface Received {
  inboundId: string;
  intent: Intent;
  personId: string | null;
}

interface Writer {
  /** Everybody whose number this is: what one of a household says of it holds for all. */
  personIds: string[];
  /** Whose message it answers, else the oldest. */
  personId: string | null;
  caseId: string | null;
  inReplyTo: string | null;
  language: string;
}

/**
 * What a patient writes takes effect in the transaction that stores it (C-03): whoever asks afterwards, the sender included, sees both or
 * neither. Told twice it has one effect.
 */
@Injectable()
export class InboundService {
  constructor(
    private readonly lock: ContactLock,
    private readonly inbound: InboundQueries,
    private readonly consents: ConsentQueries,
    private readonly suppressions: SuppressionQueries,
    private readonly cases: CaseWorkQueries,
    private readonly stops: OutreachStops,
    private readonly practices: PracticeSettingsQueries,
    private readonly secrets: SecretStore,
    private readonly withdrawal: Withdrawal,
    private readonly answers: OptOutAnswers,
    private readonly clock: Clock,
  ) {}

  /** Null: it has been received before. */
  async receive(tx: Transaction, practiceId: string, message: Incoming): Promise<Received | null> {
    const told = message.providerIntent ?? readIntent(message.body, false).intent;
    // Alone, and before any row: no claim commits beside a word that forbids it (O-11).
    if (told !== 'reply' && told !== 'help') await this.lock.exclusive(tx, practiceId);
    const intent = await this.meant(tx, practiceId, message, told);
    const practice = await this.practices.current(tx);
    if (practice === null) return null;
    const writer = await this.writerOf(tx, practice, message.fromAddress);
    const { personId, caseId, inReplyTo } = writer;
    const inboundId = await this.inbound.add(tx, practiceId, {
      ...message,
      ...{ personId, caseId, inReplyTo, intent },
      needsReview: personId === null ? intent !== 'stop' : !['stop', 'start', 'help'].includes(intent),
    });
    if (inboundId === null) return null;
    await this.act(tx, practice, { intent, writer, message, inboundId });
    await audit(tx, {
      ...{ practiceId, actorUserId: null, event: 'inbound.received', requestId: message.requestId },
      ...(personId === null
        ? { subjectKind: 'inbound_message', subjectId: inboundId }
        : { subjectKind: 'person', subjectId: personId }),
      detail: { inboundId, intent, provider: message.provider, persons: writer.personIds.length },
    });
    await tellPractice(tx, { practiceId, type: 'inbound', personId });
    return { inboundId, intent, personId };
  }

  /** Providers take YES for START. Where nothing was stopped it is the answer to what we asked, and somebody must read it. */
  private async meant(tx: Transaction, practiceId: string, message: Incoming, told: Intent): Promise<Intent> {
    if (told !== 'start' || message.providerIntent === null) return told;
    const hash = await this.secrets.addressHasher(tx, practiceId);
    const isStopped = await this.suppressions.stands(tx, hash(message.fromAddress), 'stop');
    return isStopped ? told : readIntent(message.body, false).intent;
  }

  private async act(
    tx: Transaction,
    practice: PracticeCard,
    given: { intent: Intent; writer: Writer; message: Incoming; inboundId: string },
  ): Promise<void> {
    const { intent, writer, message, inboundId } = given;
    const at = new Date(this.clock.now());
    const answering: Answering = { practice, message, inboundId, writer, at };
    switch (intent) {
      case 'stop': {
        const isFirst = await this.suppressAll(tx, practice, given, 'stop', at);
        if (isFirst) await this.answers.optedOut(tx, answering);
        return;
      }
      case 'plain_opt_out':
        await this.suppressAll(tx, practice, given, 'plain_language', at);
        await this.answers.outdo(tx, answering);
        return;
      case 'start':
        if (await this.start(tx, practice, given, at)) await this.answers.optedIn(tx, answering);
        return;
      case 'help':
        await this.answers.help(tx, answering);
        return;
      case 'wrong_number':
        await this.suppressNumber(tx, practice, given, at);
        await this.answers.outdo(tx, answering);
        await this.reply(tx, practice.id, writer.personIds, intent, at);
        return;
      case 'reply':
        await this.reply(tx, practice.id, writer.personIds, intent, at);
    }
  }

  /** All automated contact by this clinic, on every address of theirs (C-04). Answers whether it was not so before. */
  private async suppressAll(
    tx: Transaction,
    practice: PracticeCard,
    { writer, message, inboundId }: { writer: Writer; message: Incoming; inboundId: string },
    reason: 'stop' | 'plain_language',
    at: Date,
  ): Promise<boolean> {
    const hash = await this.secrets.addressHasher(tx, practice.id);
    const addresses = await this.addressesOf(tx, practice, writer, message);
    const isFirst = !(await this.suppressions.stands(tx, hash(message.fromAddress), reason));
    for (const { channel, address, personId } of addresses) {
      await this.suppressions.set(tx, practice.id, {
        ...{ addressHash: hash(address), channel, scope: 'automated', reason, personId, at },
        ...{ byUserId: null, sourceMessageId: inboundId, needsReview: reason === 'plain_language' },
      });
    }
    if (reason === 'stop') await this.writeDown(tx, practice.id, writer, { state: 'denied', message, inboundId, at });
    await this.withdrawal.fromAll(tx, practice.id, writer.personIds, { at, byUserId: null });
    return isFirst;
  }

  /** Takes back what a STOP did, and nothing that staff, the law or a source's record says (C-06). */
  private async start(
    tx: Transaction,
    practice: PracticeCard,
    { writer, message, inboundId }: { writer: Writer; message: Incoming; inboundId: string },
    at: Date,
  ): Promise<boolean> {
    const hash = await this.secrets.addressHasher(tx, practice.id);
    const addresses = await this.addressesOf(tx, practice, writer, message);
    const [from, ...others] = addresses.map(({ address }) => ({ address, addressHash: hash(address) }));
    if (from === undefined) return false;
    const lifted = await this.suppressions.liftStops(tx, from, others, at, 'The patient wrote START.');
    if (lifted === 0) return false;
    const free: string[] = [];
    for (const personId of writer.personIds) if (!(await this.isRefusedElsewhere(tx, personId))) free.push(personId);
    const again = { ...writer, personIds: free };
    await this.writeDown(tx, practice.id, again, { state: 'granted', message, inboundId, at });
    return true;
  }

  /** By STOP from another number; by staff, by phone, by a source: newer than the last time they agreed. */
  private async isRefusedElsewhere(tx: Transaction, personId: string): Promise<boolean> {
    if (await this.suppressions.standsOnPerson(tx, personId, 'stop')) return true;
    const said = (await this.consents.of(tx, personId)).filter(({ purpose }) => purpose !== 'marketing');
    const agreed = said.find(({ state }) => state === 'granted');
    return said.some(
      ({ state, source, at }) => state === 'denied' && source !== 'inbound_message' && at > (agreed?.at ?? ''),
    );
  }

  private async suppressNumber(
    tx: Transaction,
    practice: PracticeCard,
    { writer, message, inboundId }: { writer: Writer; message: Incoming; inboundId: string },
    at: Date,
  ): Promise<void> {
    const hash = await this.secrets.addressHasher(tx, practice.id);
    for (const channel of ['sms', 'call'] as const) {
      await this.suppressions.set(tx, practice.id, {
        ...{ addressHash: hash(message.fromAddress), channel, scope: 'channel', reason: 'wrong_number', at },
        ...{ personId: writer.personId, byUserId: null, sourceMessageId: inboundId, needsReview: true },
      });
    }
  }

  /** Whoever answers is answered by a person: what runs stops, and their case lies on the list. */
  private async reply(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    intent: Intent,
    at: Date,
  ): Promise<void> {
    const standing = await this.cases.standing(tx, practiceId, personIds);
    const stoppable = standing.filter(({ work }) => work.state !== 'resolved');
    const persons = stoppable.map(({ personId }) => personId);
    await this.stops.stop(tx, practiceId, personIds, 'replied', at);
    await this.cases.wake(tx, practiceId, persons, 'reply', at);
    await this.cases.append(
      tx,
      practiceId,
      standing.map(({ id }) => id),
      { event: 'replied', at, detail: { intent } },
    );
  }

  private async writeDown(
    tx: Transaction,
    practiceId: string,
    { personIds }: Writer,
    given: { state: 'granted' | 'denied'; message: Incoming; inboundId: string; at: Date },
  ): Promise<void> {
    const { state, message, inboundId, at } = given;
    for (const personId of personIds) {
      await this.consents.add(tx, practiceId, {
        ...{ personId, channel: 'any', state, address: message.fromAddress, source: 'inbound_message', at },
        // A STOP ends everything; a START brings back what is about visits, never advertising.
        purpose: state === 'denied' ? 'any' : 'service',
        ...{ actorUserId: null, wordingVersion: null, wording: null, evidence: { inboundId } },
      });
    }
  }

  private async addressesOf(
    tx: Transaction,
    practice: PracticeCard,
    writer: Writer,
    message: Incoming,
  ): Promise<{ channel: 'sms' | 'email'; address: string; personId: string | null }[]> {
    const country = countryOf(practice);
    const rows = await this.inbound.addressesOf(tx, writer.personIds);
    const found = rows.flatMap(({ personId, phone, email }) => [
      { channel: 'sms' as const, address: normalisePhone(phone, country), personId },
      { channel: 'email' as const, address: normaliseEmail(email), personId },
    ]);
    const own = { channel: message.channel, address: message.fromAddress, personId: writer.personId };
    const byAddress = new Map<string, { channel: 'sms' | 'email'; address: string; personId: string | null }>();
    for (const { channel, address, personId } of [own, ...found]) {
      if (address !== null && !byAddress.has(address)) byAddress.set(address, { channel, address, personId });
    }
    return [...byAddress.values()];
  }

  private async writerOf(tx: Transaction, practice: PracticeCard, from: string): Promise<Writer> {
    const country = countryOf(practice);
    const holders = (await this.inbound.holdersOf(tx, from)).filter(
      ({ phone }) => normalisePhone(phone, country) === from,
    );
    const last = await this.inbound.lastTo(tx, from);
    const first = holders.find(({ personId }) => personId === last?.personId) ?? holders[0];
    const personIds = new Set(holders.map(({ personId }) => personId));
    if (last !== null) personIds.add(last.personId);
    return {
      personIds: [...personIds],
      personId: last?.personId ?? first?.personId ?? null,
      caseId: last?.caseId ?? first?.caseId ?? null,
      inReplyTo: last?.id ?? null,
      language: first?.language ?? 'en',
    };
  }
}

/** Where a number without `+` is from. */
function countryOf({ settings: { place } }: PracticeCard): string | null {
  return place === null ? null : place.slice(0, 2);
}
