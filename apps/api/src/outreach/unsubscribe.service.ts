import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  audit,
  ConsentQueries,
  ContactLock,
  Database,
  PracticeSettingsQueries,
  SecretStore,
  SuppressionQueries,
  tellPractice,
  UnsubscribeLinkQueries,
} from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import { Clock } from '../http/clock.js';
import { Withdrawal } from './withdrawal.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const TOKEN = /^[A-Za-z0-9_-]{20,100}$/;
const STATEMENT_TIMEOUT_MS = 10_000;

/** What a link of a mail does: without signing in, without a cookie, for ever (C-14). */
@Injectable()
export class Unsubscribing {
  constructor(
    private readonly database: Database,
    private readonly lock: ContactLock,
    private readonly links: UnsubscribeLinkQueries,
    private readonly practices: PracticeSettingsQueries,
    private readonly suppressions: SuppressionQueries,
    private readonly consents: ConsentQueries,
    private readonly secrets: SecretStore,
    private readonly withdrawal: Withdrawal,
    private readonly clock: Clock,
  ) {}

  /** The name of the clinic; null: this is no link of ours. Changes nothing: programs open every link of a mail. */
  async look(practiceId: string, token: string): Promise<string | null> {
    if (!UUID.test(practiceId) || !TOKEN.test(token)) return null;
    return this.inPractice(practiceId, async (tx) =>
      (await this.links.find(tx, hashOf(token))) === null ? null : this.nameOf(tx),
    );
  }

  /** `everything`: texts and automated calls too, not e-mail alone. Null: this is no link of ours. */
  async stop(practiceId: string, token: string, everything: boolean, requestId: string): Promise<string | null> {
    if (!UUID.test(practiceId) || !TOKEN.test(token)) return null;
    return this.inPractice(practiceId, async (tx) => {
      await this.lock.exclusive(tx, practiceId);
      const link = await this.links.find(tx, hashOf(token));
      if (link === null) return null;
      const { personId, address, messageId } = link;
      const at = new Date(this.clock.now());
      const addressHash = (await this.secrets.addressHasher(tx, practiceId))(address);
      const scope = everything ? 'automated' : 'channel';
      // Mail systems repeat the call; the ledger holds what was said once.
      if (!(await this.suppressions.stands(tx, addressHash, 'unsubscribe', scope))) {
        await this.suppressions.set(tx, practiceId, {
          ...{ addressHash, channel: 'email', scope, reason: 'unsubscribe', personId, at },
          ...{ byUserId: null, sourceMessageId: messageId, needsReview: false },
        });
        await this.consents.add(tx, practiceId, {
          ...{ personId, channel: everything ? 'any' : 'email', purpose: 'any', state: 'denied', address },
          ...{ source: 'unsubscribe_link', actorUserId: null, wordingVersion: null, wording: null, at },
          evidence: messageId === null ? {} : { messageId },
        });
        const change = { at, byUserId: null };
        if (everything) await this.withdrawal.fromAll(tx, practiceId, [personId], change);
        else await this.withdrawal.fromChannels(tx, practiceId, [personId], ['email'], change);
        await tellPractice(tx, { practiceId, type: 'inbound', personId });
      }
      await audit(tx, {
        ...{ practiceId, actorUserId: null, event: 'unsubscribed', subjectKind: 'person', subjectId: personId },
        ...{ detail: { scope }, requestId },
      });
      return this.nameOf(tx);
    });
  }

  private async nameOf(tx: Transaction): Promise<string | null> {
    const practice = await this.practices.current(tx);
    return practice === null ? null : (practice.settings.senderName ?? practice.name);
  }

  private inPractice<T>(practiceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.inPractice(practiceId, work, { statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  }
}

/** As the sender stores it: the token itself stands in the mail alone. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
