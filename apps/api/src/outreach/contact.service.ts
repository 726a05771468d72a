import { Injectable } from '@nestjs/common';
import {
  ConsentQueries,
  ContactLock,
  ContactQueries,
  ContactStopQueries,
  LIFTABLE,
  PatientQueries,
  SuppressionQueries,
} from '@keepwell/database';
import type { ContactReader, Transaction } from '@keepwell/database';
import { CHANNELS, mayContact } from '@keepwell/domain';
import type { Channel, ContactFacts } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import { maskedEmail, maskedPhone } from '../patients/contact-mask.js';
import { ContactRoom } from './contact-room.js';
import type {
  AddConsentDto,
  AddSuppressionDto,
  ChannelContactDto,
  PatientContactDto,
  SuppressedDto,
} from './dto/contact.dto.js';
import { verdictAnswer } from './dto/contact-verdict.dto.js';
import { Withdrawal } from './withdrawal.js';

type FactsOf = Record<Channel, ContactFacts>;

/** May we contact this patient, and what they and we have said about it. */
@Injectable()
export class ContactService {
  constructor(
    private readonly work: PracticeWork,
    private readonly patients: PatientQueries,
    private readonly contact: ContactQueries,
    private readonly consents: ConsentQueries,
    private readonly suppressions: SuppressionQueries,
    private readonly stops: ContactStopQueries,
    private readonly lock: ContactLock,
    private readonly room: ContactRoom,
    private readonly withdrawal: Withdrawal,
    private readonly clock: Clock,
  ) {}

  async show(caller: Caller, patientId: string): Promise<PatientContactDto> {
    return this.work.run(caller, async (tx, trail) => {
      const personId = await this.personOf(tx, patientId);
      trail.about('person', personId);
      const reader = await this.room.reader(tx, caller.practiceId);
      const facts = await this.factsOf(tx, caller, personId, reader);
      const suppressions = await this.suppressions.of(tx, personId, hashesOf(facts, reader));
      return {
        channels: {
          sms: this.channel(facts.sms, 'sms'),
          email: this.channel(facts.email, 'email'),
          call: this.channel(facts.call, 'call'),
        },
        consents: await this.consents.of(tx, personId),
        suppressions: suppressions.map((row) => ({
          ...row,
          liftable: row.liftedAt === null && LIFTABLE.includes(row.reason),
        })),
        stops: await this.stops.of(tx, personId),
      };
    });
  }

  /** Appends to the ledger (C-07); a refusal ends at once what waits. */
  async addConsent(caller: Caller, patientId: string, wanted: AddConsentDto): Promise<string> {
    const { channel, purpose, state, source, wordingVersion = null, wording = null } = wanted;
    if (state === 'granted' && purpose !== 'service' && wordingVersion === null) {
      throw new Problem('invalid_request', 'A grant for marketing says which wording the patient saw: wordingVersion.');
    }
    return this.work.run(caller, async (tx, trail) => {
      await this.lock.exclusive(tx, caller.practiceId);
      const personId = await this.personOf(tx, patientId);
      const at = new Date(this.clock.now());
      const id = await this.consents.add(tx, caller.practiceId, {
        ...{ personId, channel, purpose, state, source, wordingVersion, wording, at },
        ...{ address: null, actorUserId: caller.userId, evidence: { requestId: caller.requestId } },
      });
      if (state === 'denied' && purpose !== 'marketing') await this.end(tx, caller, personId, channel, at);
      trail.about('person', personId, { consentId: id, channel, purpose, state, source });
      return id;
    });
  }

  /** Keeps an address of this patient from being written to, for ten years (C-08). */
  async suppress(caller: Caller, patientId: string, wanted: AddSuppressionDto): Promise<SuppressedDto> {
    const { channel, reason } = wanted;
    return this.work.run(caller, async (tx, trail) => {
      await this.lock.exclusive(tx, caller.practiceId);
      const personId = await this.personOf(tx, patientId);
      const reader = await this.room.reader(tx, caller.practiceId);
      const facts = await this.factsOf(tx, caller, personId, reader);
      const at = new Date(this.clock.now());
      const ids: string[] = [];
      for (const each of channelsOf(wanted)) {
        const { address } = facts[each];
        if (address === null) continue;
        const id = await this.suppressions.set(tx, caller.practiceId, {
          ...{ channel: each, scope: scopeOf(wanted), reason, personId, at },
          addressHash: reader.addressHash(address),
          ...{ byUserId: caller.userId, sourceMessageId: null, needsReview: false },
        });
        ids.push(id);
      }
      if (ids.length === 0) {
        throw new Problem(
          'no_address',
          `No usable ${addressWords(wanted)} is on record for this patient. To keep them from being written to at all, record that they refused.`,
        );
      }
      if (channel === 'all') await this.end(tx, caller, personId, 'any', at);
      else await this.withdrawal.fromChannels(tx, caller.practiceId, [personId], channelsOf(wanted), by(caller, at));
      trail.about('person', personId, { suppressionIds: ids, channel, reason });
      return { ids };
    });
  }

  /** Takes back what staff set. What a patient or the law set is theirs alone to take back (C-06). */
  async lift(caller: Caller, patientId: string, id: string, because: string): Promise<void> {
    await this.work.run(caller, async (tx, trail) => {
      await this.lock.exclusive(tx, caller.practiceId);
      const personId = await this.personOf(tx, patientId);
      const reader = await this.room.reader(tx, caller.practiceId);
      const hashes = hashesOf(await this.factsOf(tx, caller, personId, reader), reader);
      const found = await this.suppressions.standing(tx, id, personId, hashes);
      if (found === null) throw new Problem('not_found', 'No such block stands.');
      if (!LIFTABLE.includes(found.reason)) {
        throw new Problem('conflict', 'Only the patient, or the law, takes this one back.');
      }
      const at = new Date(this.clock.now());
      await this.suppressions.lift(tx, id, { because, byUserId: caller.userId, at });
      trail.about('person', personId, { suppressionId: id, reason: found.reason });
    });
  }

  private async end(
    tx: Transaction,
    caller: Caller,
    personId: string,
    channel: Channel | 'any',
    at: Date,
  ): Promise<void> {
    const { practiceId } = caller;
    if (channel === 'any') await this.withdrawal.fromAll(tx, practiceId, [personId], by(caller, at));
    else await this.withdrawal.fromChannels(tx, practiceId, [personId], [channel], by(caller, at));
  }

  private channel(facts: ContactFacts, channel: Channel): ChannelContactDto {
    const mask = channel === 'email' ? maskedEmail : maskedPhone;
    const question = { channel, byHand: channel === 'call', purpose: 'service', at: this.clock.now() } as const;
    return {
      address: facts.address === null ? null : mask(facts.address),
      verdict: verdictAnswer(mayContact(question, facts)),
    };
  }

  private async factsOf(tx: Transaction, caller: Caller, personId: string, reader: ContactReader): Promise<FactsOf> {
    const found: Partial<FactsOf> = {};
    for (const channel of CHANNELS) {
      const ask = { channel, purpose: 'service', at: this.clock.now(), askedBy: caller.userId } as const;
      const facts = await this.contact.facts(tx, caller.practiceId, personId, ask, reader);
      if (facts === null) throw new Problem('not_found', 'There is no such patient.');
      found[channel] = facts;
    }
    return found as FactsOf;
  }

  private async personOf(tx: Transaction, patientId: string): Promise<string> {
    const personId = await this.patients.personOf(tx, patientId);
    if (personId === null) throw new Problem('not_found', 'There is no such patient.');
    return personId;
  }
}

function by(caller: Caller, at: Date) {
  return { at, byUserId: caller.userId };
}

function hashesOf(facts: FactsOf, reader: ContactReader): Buffer[] {
  const addresses = Object.values(facts).flatMap(({ address }) => (address === null ? [] : [address]));
  return [...new Set(addresses)].map(reader.addressHash);
}

/** A wrong number is wrong for texts and for calls. */
function channelsOf({ channel, reason }: AddSuppressionDto): Channel[] {
  if (channel === 'all') return [...CHANNELS];
  return reason === 'wrong_number' && channel !== 'email' ? ['sms', 'call'] : [channel];
}

function addressWords({ channel }: AddSuppressionDto): string {
  if (channel === 'all') return 'number or e-mail address';
  return channel === 'email' ? 'e-mail address' : 'number';
}

function scopeOf({ channel, reason }: AddSuppressionDto): 'all' | 'automated' | 'channel' {
  if (channel !== 'all' || reason === 'wrong_number') return 'channel';
  return reason === 'legal' ? 'all' : 'automated';
}
