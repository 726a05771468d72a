import { isTimezone } from '@keepwell/connector-sdk';
import type { Patient } from '@keepwell/domain/records';
import {
  date,
  extension,
  flag,
  instant,
  many,
  number,
  one,
  text,
  texts,
  words,
  type Element,
  type Resource,
} from '../element.js';
import { target, targets } from '../references.js';
import { records, updatedAt, upsert, type Mapped, type Mapping } from './mapping.js';

const TIMEZONE = 'http://hl7.org/fhir/StructureDefinition/timezone';

export function mapPatient(patient: Resource, mapping: Mapping): Mapped {
  const name = bestName(many(patient, 'name'));
  const replacedBy = many(patient, 'link').find((link) => text(link, 'type') === 'replaced-by');
  const mergedInto = target(one(replacedBy, 'other'), mapping.locate);
  const data: Patient = {
    givenName: texts(name, 'given').join(' ') || null,
    familyName: text(name, 'family') ?? (name && texts(name, 'given').length === 0 ? text(name, 'text') : null),
    birthDate: date(patient, 'birthDate'),
    email: bestContact(patient, ['email']),
    phone: bestContact(patient, ['phone', 'sms']),
    language: preferredLanguage(patient),
    timezone: statedZone(patient),
    deceasedAt: deceasedAt(patient, mapping),
    // Inactive says "do not use", and no date. A merged record is not archived: it lives on under another id.
    archivedAt: flag(patient, 'active') === false && mergedInto === null ? updatedAt(patient, mapping) : null,
    movedAwayAt: movedAwayAt(patient, mapping),
    doNotContact: null,
    hold: null,
    testRecord: isTestRecord(patient) ? true : null,
    locationId: null,
    practitionerId: targets(patient, 'generalPractitioner', 'Practitioner', mapping.locate)[0] ?? null,
    householdId: null,
    mergedInto: mergedInto?.type === 'Patient' ? mergedInto.id : null,
    referralSource: null,
  };
  return records(upsert('patient', patient, mapping, data));
}

export function bestName(names: Element[]): Element | undefined {
  const current = names.filter((name) => text(name, 'use') !== 'old');
  const used = (use: string) => current.find((name) => text(name, 'use') === use);
  return used('official') ?? used('usual') ?? current[0] ?? names[0];
}

/** Mobile before home before the rest, then by the source's own ranking; addresses given up do not count. */
function bestContact(patient: Element, systems: string[]): string | null {
  const order = (contact: Element) =>
    (text(contact, 'use') === 'mobile' ? 0 : text(contact, 'use') === 'home' ? 1 : 2) * 100 +
    Math.min(number(contact, 'rank') ?? 99, 99);
  const usable = many(patient, 'telecom').filter(
    (contact) =>
      systems.includes(text(contact, 'system') ?? '') &&
      text(contact, 'use') !== 'old' &&
      text(one(contact, 'period'), 'end') === null,
  );
  const [best] = usable.sort((a, b) => order(a) - order(b));
  return best === undefined ? null : text(best, 'value');
}

function preferredLanguage(patient: Element): string | null {
  const spoken = many(patient, 'communication');
  const chosen = spoken.find((entry) => flag(entry, 'preferred') === true) ?? spoken[0];
  const language = one(chosen, 'language');
  return text(one(language, 'coding'), 'code') ?? words(language);
}

function statedZone(patient: Element): string | null {
  const zone = text(extension(patient, TIMEZONE), 'valueCode');
  return zone !== null && isTimezone(zone) ? zone : null;
}

function deceasedAt(patient: Resource, mapping: Mapping): number | null {
  const stated = instant(patient, 'deceasedDateTime', mapping.zone);
  if (stated !== null) return stated;
  // Deceased without a date, or with a year only: known from the record's own date on, else always. Never "alive".
  const deceased = flag(patient, 'deceasedBoolean') === true || text(patient, 'deceasedDateTime') !== null;
  return deceased ? (updatedAt(patient, mapping) ?? 0) : null;
}

/** Every address has ended and none followed: they moved away when the last of them ended. */
function movedAwayAt(patient: Element, mapping: Mapping): number | null {
  const addresses = many(patient, 'address');
  const ends = addresses.map((address) => instant(one(address, 'period'), 'end', mapping.zone));
  const known = ends.filter((end) => end !== null);
  return addresses.length > 0 && known.length === addresses.length ? Math.max(...known) : null;
}

/** `HTEST` (v3-ActReason): test health data, as a tag or a security label. */
function isTestRecord(patient: Element): boolean {
  const meta = one(patient, 'meta');
  return [...many(meta, 'security'), ...many(meta, 'tag')].some((coding) => text(coding, 'code') === 'HTEST');
}
