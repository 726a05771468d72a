import { Injectable } from '@nestjs/common';
import {
  CaseBriefQueries,
  ContactLock,
  PracticeSettingsQueries,
  SecretStore,
  SuppressionQueries,
} from '@keepwell/database';
import type { CaseInWork, Transaction } from '@keepwell/database';
import type { Channel } from '@keepwell/domain';
import { normaliseEmail, normalisePhone } from '@keepwell/messaging';
import type { Caller } from '../auth/caller.js';
import { GuardianChoice } from './guardian-choice.js';

/** Addresses that a call has shown not to be used any more: wanted by nobody, or somebody else's. */
@Injectable()
export class AddressStops {
  constructor(
    private readonly lock: ContactLock,
    private readonly suppressions: SuppressionQueries,
    private readonly secrets: SecretStore,
    private readonly briefs: CaseBriefQueries,
    private readonly settings: PracticeSettingsQueries,
    private readonly guardians: GuardianChoice,
  ) {}

  /** Before any row of the transaction: no message is claimed beside it unseen (O-11). */
  async begin(tx: Transaction, { practiceId }: Caller): Promise<void> {
    await this.lock.exclusive(tx, practiceId);
  }

  /** Answers the ids of what has been set now, and did not stand before: an undo lifts these alone. `never`: no address, by nobody. `wrong_number`: not this number. */
  async set(
    tx: Transaction,
    caller: Caller,
    { personId }: CaseInWork,
    why: 'never' | 'wrong_number',
    at: Date,
  ): Promise<string[]> {
    const hash = await this.secrets.addressHasher(tx, caller.practiceId);
    const ids: string[] = [];
    for (const { address, channel } of await this.addresses(tx, caller, personId, at)) {
      if (why === 'wrong_number' && channel === 'email') continue;
      const { id, isNew } = await this.suppressions.setOnce(tx, caller.practiceId, {
        addressHash: hash(address),
        channel,
        scope: why === 'never' ? 'all' : 'channel',
        reason: why === 'never' ? 'staff' : 'wrong_number',
        personId,
        at,
        byUserId: caller.userId,
        sourceMessageId: null,
        needsReview: why === 'wrong_number',
      });
      if (isNew) ids.push(id);
    }
    return ids;
  }

  async lift(tx: Transaction, { userId: byUserId }: Caller, ids: string[], at: Date): Promise<void> {
    for (const id of ids) await this.suppressions.lift(tx, id, { because: 'undone', byUserId, at });
  }

  private async addresses(
    tx: Transaction,
    { practiceId }: Caller,
    personId: string,
    at: Date,
  ): Promise<{ address: string; channel: Channel }[]> {
    const contact = await this.briefs.contact(tx, personId, at);
    const reach = contact?.isMinor === true ? await this.guardians.of(tx, practiceId, contact) : contact;
    const place = (await this.settings.current(tx))?.settings.place ?? null;
    const phone = normalisePhone(reach?.phone ?? null, place?.slice(0, 2) ?? null);
    const email = normaliseEmail(reach?.email ?? null);
    return [
      ...(phone === null ? [] : (['sms', 'call'] as const).map((channel) => ({ address: phone, channel }))),
      ...(email === null ? [] : [{ address: email, channel: 'email' as const }]),
    ];
  }
}
