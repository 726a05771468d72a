import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { SecretStore } from '@keepwell/database';
import type { ContactReader, Transaction, WhereaboutsQuestion } from '@keepwell/database';
import { whereaboutsOf } from '@keepwell/domain';
import type { HoursTable, LocalDate, Whereabouts } from '@keepwell/domain';
import { CONFIG_DIR } from '@keepwell/env';
import { holidaysOf, normaliseEmail, normalisePhone, readContactHours } from '@keepwell/messaging';

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
      whereabouts: (question) => whereaboutsIn(hours, question),
    };
  }
}

function whereaboutsIn(hours: HoursTable, question: WhereaboutsQuestion): Whereabouts {
  const { statedZone, locationZone, practiceZone, place, at } = question;
  return whereaboutsOf({ statedZone, locationZone, practiceZone, place, hours, holidays: holidaysAround(place, at) });
}

/** The year before and after, too: local dates differ from ours, and a sequence runs over New Year. */
function holidaysAround(place: string | null, at: number): LocalDate[] {
  if (place === null) return [];
  const year = new Date(at).getUTCFullYear();
  return [year - 1, year, year + 1].flatMap((each) => holidaysOf(place, each));
}
