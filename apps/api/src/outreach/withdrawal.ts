import { Injectable } from '@nestjs/common';
import { CaseWorkQueries, OutboxViewQueries, OutreachStops, tellPractice } from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import type { Channel } from '@keepwell/domain';

interface Change {
  at: Date;
  byUserId: string | null;
}

/**
 * What ends when a person no longer wants to be written to. In the transaction of their word, with the contact lock held alone: after
 * its commit nothing is claimed that was planned before it (O-11).
 */
@Injectable()
export class Withdrawal {
  constructor(
    private readonly cases: CaseWorkQueries,
    private readonly stops: OutreachStops,
    private readonly outbox: OutboxViewQueries,
  ) {}

  /** Everything that runs for them; their cases lie open again, for a person to decide. */
  async fromAll(tx: Transaction, practiceId: string, personIds: string[], { at, byUserId }: Change): Promise<void> {
    // Cases first: whoever stops outreach has them locked.
    await this.cases.standing(tx, practiceId, personIds);
    await this.stops.stop(tx, practiceId, personIds, 'opted_out', at, byUserId);
    await this.cases.wake(tx, practiceId, personIds, 'opted_out', at, { byUserId });
  }

  /** What waits for one channel; steps by another way go on. */
  async fromChannels(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    channels: Channel[],
    { at, byUserId }: Change,
  ): Promise<void> {
    await this.cases.standing(tx, practiceId, personIds);
    const change = { because: 'opted_out', at, byUserId };
    const ids = await this.outbox.cancelUnclaimed(tx, practiceId, { personIds, channels }, change);
    for (const messageId of ids) {
      await tellPractice(tx, { practiceId, type: 'outbox', messageId, state: 'cancelled' });
    }
  }
}
