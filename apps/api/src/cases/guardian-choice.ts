import { Injectable } from '@nestjs/common';
import { ContactQueries } from '@keepwell/database';
import type { HandContact, Transaction } from '@keepwell/database';
import { Clock } from '../http/clock.js';
import { ContactRoom } from '../outreach/contact-room.js';

type Guardian = HandContact['guardians'][number];

/** Which adult of the household is rung for a child: the one the verdict is about, so that what is shown is what was asked. */
@Injectable()
export class GuardianChoice {
  constructor(
    private readonly contacts: ContactQueries,
    private readonly room: ContactRoom,
    private readonly clock: Clock,
  ) {}

  /** Where none may be rung, the eldest who has an address: somebody has to see whom it is about. Null: there is none. */
  async of(tx: Transaction, practiceId: string, { personId, guardians }: HandContact): Promise<Guardian | null> {
    const [eldest] = guardians;
    if (eldest === undefined) return null;
    const ask = { channel: 'call', purpose: 'service', at: this.clock.now() } as const;
    const facts = await this.contacts.facts(tx, practiceId, personId, ask, await this.room.reader(tx, practiceId));
    return guardians.find((each) => each.personId === facts?.minor?.guardianPersonId) ?? eldest;
  }
}
