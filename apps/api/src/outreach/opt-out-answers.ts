import { Injectable } from '@nestjs/common';
import { ConfirmationQueries, JobQueries, tellPractice } from '@keepwell/database';
import type { PracticeCard, Transaction } from '@keepwell/database';
import { helpAnswer, optInConfirmation, optOutConfirmation, smsSegments } from '@keepwell/messaging';

/** Later than this it would be a message of its own, not an answer (C-05). */
const WORTH_MS = 5 * 60_000;
/** Two machines that answer each other would never end. */
const HELP_EVERY_MS = 86_400_000;

export interface Answering {
  practice: PracticeCard;
  message: { channel: 'sms' | 'email'; fromAddress: string; providerAnswers: boolean };
  inboundId: string;
  writer: { personId: string | null; caseId: string | null; language: string };
  at: Date;
}

/** The one answer to STOP, START or HELP, in words that nobody edits; none where the provider itself answers. */
@Injectable()
export class OptOutAnswers {
  constructor(
    private readonly confirmations: ConfirmationQueries,
    private readonly jobs: JobQueries,
  ) {}

  /** A word that ends or brings back something outdoes every answer that still waits: nobody gets "you will get our messages again" after a STOP. */
  async outdo(
    tx: Transaction,
    { practice, message, at }: Pick<Answering, 'practice' | 'message' | 'at'>,
  ): Promise<void> {
    const ids = await this.confirmations.supersede(tx, practice.id, message.fromAddress, at);
    for (const messageId of ids) {
      await tellPractice(tx, { practiceId: practice.id, type: 'outbox', messageId, state: 'cancelled' });
    }
  }

  async optedOut(tx: Transaction, answering: Answering): Promise<void> {
    await this.outdo(tx, answering);
    return this.answer(tx, answering, optOutConfirmation(nameOf(answering), answering.writer.language));
  }

  async optedIn(tx: Transaction, answering: Answering): Promise<void> {
    await this.outdo(tx, answering);
    return this.answer(tx, answering, optInConfirmation(nameOf(answering), answering.writer.language));
  }

  /** Once a day for a number. */
  async help(tx: Transaction, answering: Answering): Promise<void> {
    const { practice, message, at } = answering;
    const { phone } = practice.settings;
    const since = new Date(at.getTime() - HELP_EVERY_MS);
    if (await this.confirmations.hasHelped(tx, practice.id, message.fromAddress, since)) return;
    return this.answer(tx, answering, helpAnswer(nameOf(answering), phone, answering.writer.language));
  }

  private async answer(tx: Transaction, answering: Answering, body: string): Promise<void> {
    const { practice, message, inboundId, writer, at } = answering;
    if (message.providerAnswers || message.channel !== 'sms' || writer.personId === null) return;
    await this.confirmations.add(tx, practice.id, {
      ...{ inboundId, personId: writer.personId, caseId: writer.caseId, toAddress: message.fromAddress, body },
      ...{ segments: smsSegments(body).segments, at, latestAt: new Date(at.getTime() + WORTH_MS) },
    });
    await this.jobs.owe(tx, practice.id, 'outreach', practice.id, at);
  }
}

function nameOf({ practice: { name, settings } }: Answering): string {
  return settings.senderName ?? name;
}
