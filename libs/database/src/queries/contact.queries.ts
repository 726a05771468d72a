import {
  standingConsent,
  type Channel,
  type ConsentFact,
  type ContactFacts,
  type Instant,
  type PastContact,
  type Purpose,
  type SuppressionFact,
  type Whereabouts,
  type ZoneId,
} from '@keepwell/domain';
import type { Transaction } from '../database.js';
import type { PracticeSettings } from '../entities/practice.entity.js';
import { CONTACT_FACTS, SUPPRESSIONS } from './contact-sql.js';
import { namedRows } from './named-rows.js';

/** Where somebody is, as far as rows tell; what hours and holidays that means is read from files. */
export interface WhereaboutsQuestion {
  statedZone: ZoneId | null;
  locationZone: ZoneId | null;
  practiceZone: ZoneId;
  place: string | null;
  /** Of the simulated practice: nobody is reached, whatever the hour. */
  simulated: boolean;
  at: Instant;
}

/** What the verdict needs that is not in rows: handed in by the apps. */
export interface ContactReader {
  /** Of `SecretStore.addressHasher`. */
  addressHash: (address: string) => Buffer;
  /** Null: not usable. `country` is where a number without `+` is from. */
  phone: (raw: string, country: string | null) => string | null;
  email: (raw: string) => string | null;
  whereabouts: (question: WhereaboutsQuestion) => Whereabouts;
}

export interface ContactAsk {
  channel: Channel;
  purpose: Purpose;
  at: Instant;
  /** The case it is about; absent: the person's latest. */
  caseId?: string | null;
  /** A message that is not counted as a contact: the one asked about. */
  exceptMessageId?: string | null;
  /** Whoever asks; their own claim is nobody else's. */
  askedBy?: string | null;
}

interface Reachable {
  personId: string;
  phone: string | null;
  email: string | null;
}

interface FactsJson extends Reachable {
  timezone: ZoneId;
  simulated: boolean;
  settings: PracticeSettings;
  household: string;
  statedZone: ZoneId | null;
  locationZone: ZoneId | null;
  isMinor: boolean;
  deceased: boolean;
  doNotContact: boolean;
  hold: boolean;
  guardians: (Reachable & Pick<ContactFacts, 'hold' | 'stops'> & { consents: ConsentFact[] })[];
  exclusions: { id: string; says: string }[];
  consents: ConsentFact[];
  stops: ContactFacts['stops'];
  case: ContactFacts['case'];
  nextBookingAt: Instant | null;
  staleSources: string[];
  contacts: PastContact[];
  holds: string[];
  inHandOf: string | null;
}

/** What a contact would rest on; one reading for the API's preview and for the claim of the sender. */
export class ContactQueries {
  /** Null: no record is left of this person (or the id is one that was merged away). */
  async facts(
    tx: Transaction,
    practiceId: string,
    personId: string,
    ask: ContactAsk,
    reader: ContactReader,
  ): Promise<ContactFacts | null> {
    const { channel, purpose, at } = ask;
    const values = [
      ...[practiceId, personId, new Date(at), ask.caseId ?? null, ask.exceptMessageId ?? null, ask.askedBy ?? null],
    ];
    const [row] = await namedRows<[string]>(tx, 'contact-facts', CONTACT_FACTS, values);
    if (row === undefined) return null;
    const known = { ...(JSON.parse(row[0]) as FactsJson), personId };
    const place = known.settings.place ?? null;
    const read = (who: Reachable) => addressesOf(who, place, reader);

    const guardian = known.isMinor
      ? (known.guardians.find(
          (adult) =>
            addressFor(channel, read(adult)) !== null &&
            standingConsent(adult.consents, channel, purpose, at).state !== 'denied',
        ) ?? null)
      : null;
    const reached = known.isMinor ? guardian : known;
    const addresses = [known, ...(guardian === null ? [] : [guardian])].flatMap((who) =>
      Object.values(read(who)).filter((address) => address !== null),
    );
    const persons = [personId, ...(guardian === null ? [] : [guardian.personId])];
    const address = reached === null ? null : addressFor(channel, read(reached));
    return {
      personId,
      address,
      addressProblem: reached === null || address !== null ? null : problemOf(channel, reached),
      ...pick(known),
      // Whoever is written to for a child is asked as well: their own refusal is no less theirs.
      hold: known.hold || guardian?.hold === true,
      stops: [...known.stops, ...(guardian?.stops ?? [])],
      minor: known.isMinor ? { guardianPersonId: guardian?.personId ?? null } : null,
      suppressions: await this.suppressions(tx, practiceId, addresses.map(reader.addressHash), persons),
      whereabouts: reader.whereabouts({
        ...{ statedZone: known.statedZone, locationZone: known.locationZone, practiceZone: known.timezone },
        ...{ place, simulated: known.simulated, at },
      }),
      sending: { enabled: known.settings.sending?.enabled === true, holds: known.holds },
    };
  }

  /** Those that stand on any of these addresses, or on these persons whatever their address is now. */
  async suppressions(
    tx: Transaction,
    practiceId: string,
    hashes: Buffer[],
    personIds: string[],
  ): Promise<SuppressionFact[]> {
    const rows = await namedRows<[string]>(tx, 'standing-suppressions', SUPPRESSIONS, [practiceId, hashes, personIds]);
    return rows.map(([json]) => JSON.parse(json) as SuppressionFact);
  }
}

function pick(known: FactsJson) {
  const { deceased, doNotContact, hold, exclusions, consents, stops, nextBookingAt, staleSources, contacts, inHandOf } =
    known;
  return {
    ...{ deceased, doNotContact, hold, exclusions, consents, stops, nextBookingAt, staleSources, contacts, inHandOf },
    case: known.case,
  };
}

function addressesOf(who: Reachable, place: string | null, reader: ContactReader) {
  const country = place === null ? null : place.slice(0, 2);
  return {
    phone: isBlank(who.phone) ? null : reader.phone(who.phone ?? '', country),
    email: isBlank(who.email) ? null : reader.email(who.email ?? ''),
  };
}

function addressFor(channel: Channel, addresses: { phone: string | null; email: string | null }): string | null {
  return channel === 'email' ? addresses.email : addresses.phone;
}

function problemOf(channel: Channel, who: Reachable): string | null {
  if (channel === 'email') return isBlank(who.email) ? null : 'What stands as e-mail address is not one.';
  return isBlank(who.phone) ? null : 'What stands as phone number cannot be dialled.';
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}
