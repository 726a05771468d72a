import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { SecretStore } from '@keepwell/database';
import type { ContactReader, Transaction } from '@keepwell/database';
import type { HoursTable } from '@keepwell/domain';
import { CONFIG_DIR } from '@keepwell/env';
import { normaliseEmail, normalisePhone, readContactHours, whereaboutsBy } from '@keepwell/messaging';

/** What the verdict *may we contact* needs beside rows: hours and holidays, how addresses are read, the key of their hashes. */
@Injectable()
export class ContactRoom {
  private table: Promise<HoursTable> | undefined;

  constructor(private readonly secrets: SecretStore) {}

  async reader(tx: Transaction, practiceId: string): Promise<ContactReader> {
    this.table ??= readContactHours(join(CONFIG_DIR, 'contact-hours.yaml'));
    const hours = await this.table;
    return {
      addressHash: await this.secrets.addressHasher(tx, practiceId),
      phone: normalisePhone,
      email: normaliseEmail,
      whereabouts: whereaboutsBy(hours),
    };
  }
}
