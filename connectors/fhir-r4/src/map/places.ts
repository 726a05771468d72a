import { isTimezone, parseInstant } from '@keepwell/connector-sdk';
import type { Location, Practitioner, Service } from '@keepwell/domain/records';
import { extension, flag, many, number, one, text, texts, words, type Element, type Resource } from '../element.js';
import { bestName } from './patient.js';
import { records, upsert, type Mapped, type Mapping } from './mapping.js';
import { lineOf, serviceKindOf, specialtyOf } from './service.js';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export function mapLocation(location: Resource, mapping: Mapping): Mapped {
  if (text(location, 'mode') === 'kind') return { ignored: 'a kind of place, not a place' };
  const stated = text(extension(location, 'http://hl7.org/fhir/StructureDefinition/timezone'), 'valueCode');
  const hours = many(location, 'hoursOfOperation');
  const openDays = WEEKDAYS.flatMap((day, index) =>
    hours.some((entry) => texts(entry, 'daysOfWeek').includes(day)) ? [index + 1] : [],
  );
  const opens = hours.map((entry) => (flag(entry, 'allDay') === true ? '00:00' : clock(entry, 'openingTime')));
  const data: Location = {
    name: text(location, 'name'),
    timezone: stated !== null && isTimezone(stated) ? stated : mapping.zone,
    openDays: openDays.length > 0 ? openDays : [1, 2, 3, 4, 5],
    // Several lines of hours: the earliest opening is when the first person can answer the phone.
    opensAt: opens.filter((time) => time !== null).sort()[0] ?? '09:00',
    closedOn: daysIn(text(location, 'availabilityExceptions')),
  };
  return records(upsert('location', location, mapping, data));
}

/** R4 has free text only for the days on which a place is shut: the dates in it are kept, the words are not. */
function daysIn(exceptions: string | null): string[] {
  const days = exceptions?.match(/\b\d{4}-\d{2}-\d{2}\b/g) ?? [];
  return [...new Set(days)].filter((day) => typeof parseInstant(day, 'UTC') === 'number').sort();
}

function clock(entry: Element, name: string): string | null {
  return /^([01]\d|2[0-3]):[0-5]\d/.exec(text(entry, name) ?? '')?.[0] ?? null;
}

export function mapPractitioner(practitioner: Resource, mapping: Mapping): Mapped {
  const name = bestName(many(practitioner, 'name'));
  const parts = [...texts(name, 'prefix'), ...texts(name, 'given'), text(name, 'family')].filter(
    (part) => part !== null,
  );
  const data: Practitioner = {
    name: text(name, 'text') ?? (parts.join(' ') || null),
    active: flag(practitioner, 'active'),
    leftAt: null,
  };
  return records(upsert('practitioner', practitioner, mapping, data));
}

export function mapHealthcareService(service: Resource, mapping: Mapping): Mapped {
  const interval = number(extension(service, 'urn:keepwell:interval-days'), 'valueDecimal');
  const data: Service = {
    name: text(service, 'name') ?? words(one(service, 'type')),
    line: lineOf(one(service, 'type')) ?? text(service, 'name'),
    kind: serviceKindOf(service, 'category'),
    intervalDays: interval ?? number(extension(service, 'urn:keepwell:interval-days'), 'valueInteger'),
    specialty: specialtyOf(service, ['specialty', 'type', 'category'], mapping),
  };
  return records(upsert('service', service, mapping, data));
}
