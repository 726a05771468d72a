import type { Appointment } from '@keepwell/domain/records';
import { facilityOf } from '../identity.js';
import type { Segment } from '../message.js';
import type { Reading } from './reading.js';

type Named = Partial<Pick<Appointment, 'serviceId' | 'practitionerId' | 'locationId'>>;

/** Types of AIG-4 that mean a person. */
const PERSONS = /^(d|dr|doc|doctor|provider|physician|practitioner|therapist|person|p)$/i;

/** Who, where and what of a booking: AIP, AIL and AIS, of which each may be missing; and the records they tell of. */
export function readResources(reading: Reading, sch: Segment): Named {
  const named: Named = {};
  const service = serviceOf(reading, sch);
  const practitioner = practitionerOf(reading);
  const location = locationOf(reading);
  if (service !== null) named.serviceId = service;
  if (practitioner !== null) named.practitionerId = practitioner;
  if (location !== null) named.locationId = location;
  return named;
}

/** Not the ones that this message takes away (segment action code D). */
function present({ message }: Reading, name: string): Segment[] {
  return message.all(name).filter((segment) => message.value(segment, 2)?.toUpperCase() !== 'D');
}

function serviceOf(reading: Reading, sch: Segment): string | null {
  const { message } = reading;
  const coded = present(reading, 'AIS').map((segment) => segment.field(3));
  for (const field of [...coded, sch.field(8)]) {
    const [code, name] = [message.text(field), message.text(field, 2)];
    const id = code ?? name;
    if (id === null) continue;
    const label = name ?? code;
    reading.partials.push({ kind: 'service', id, createdAt: null, data: { name: label, line: label } });
    return id;
  }
  return null;
}

export function practitionerOf(reading: Reading): string | null {
  const { message } = reading;
  const pv1 = message.first('PV1');
  const persons = present(reading, 'AIP').map((segment) => segment.field(3));
  for (const field of [...persons, pv1?.field(7) ?? '']) {
    const id = message.text(field);
    if (id !== null)
      return told(
        reading,
        id,
        [6, 3, 2].map((n) => message.text(field, n)),
      );
  }
  for (const resource of present(reading, 'AIG')) {
    const id = message.value(resource, 3);
    if (id === null || !PERSONS.test(message.value(resource, 4) ?? '')) continue;
    return told(reading, id, [message.value(resource, 3, 2)]);
  }
  return null;
}

function told(reading: Reading, id: string, names: (string | null)[]): string {
  const name = names.filter((part) => part !== null).join(' ');
  reading.partials.push({ kind: 'practitioner', id, createdAt: null, data: name === '' ? {} : { name } });
  return id;
}

/** PL: `.1` point of care, `.4` facility, `.9` description. A place is only unique within its facility. */
export function locationOf(reading: Reading): string | null {
  const { message, settings, zone } = reading;
  const pv1 = message.first('PV1');
  for (const field of [...present(reading, 'AIL').map((segment) => segment.field(3)), pv1?.field(3) ?? '']) {
    const [place, facility] = [message.text(field), message.text(field, 4) ?? facilityOf(message, settings)];
    if (place === null) continue;
    const id = facility === null ? place : `${facility}/${place}`;
    const name = message.text(field, 9) ?? place;
    if (zone.zone === null) return null;
    reading.partials.push({ kind: 'location', id, createdAt: null, data: { name, timezone: zone.zone } });
    return id;
  }
  return null;
}
