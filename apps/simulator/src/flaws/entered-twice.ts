import { DAY, MINUTE } from '../calendar.js';
import type { RecordHistory } from '../world.js';
import type { Desk } from './flawed.js';
import { bookingsOf } from './of-bookings.js';

/** Somebody at the desk does not find the patient and enters them again: from one to four bookings stand there. */
export function enterTwice({ life, random, often, headId }: Desk, howLong: 'for good' | 'until joined'): void {
  if (!random.chance(often)) return;
  const desk = { life, random, often, headId };
  const patient = life.records.find((record) => record.kind === 'patient' && record.id === life.patientId);
  const bookings = bookingsOf(desk).filter(({ versions: [first] }) => first?.data.patientId === life.patientId);
  if (patient?.kind !== 'patient' || bookings.length < 2) return;
  const from = random.whole(1, bookings.length - 1);
  const taken = bookings.slice(from, from + random.whole(1, 4));
  const madeAt = (taken[0]?.versions[0]?.at ?? 0) - MINUTE;
  const first = patient.versions[0];
  if (first === undefined) return;
  const id = `${life.patientId}-${howLong === 'for good' ? 'D' : 'J'}`;
  const data = { ...first.data, email: null, doNotContact: null };
  const second: RecordHistory<'patient'> = { kind: 'patient', id, versions: [{ at: madeAt, data }] };
  if (howLong === 'until joined') {
    const joinedAt = madeAt + Math.round(random.between(7, 56)) * DAY;
    second.versions.push({ at: joinedAt, data: { ...data, mergedInto: life.patientId } });
  }
  life.records.push(second);
  for (const booking of taken) {
    booking.versions = booking.versions.map((version) => ({
      ...version,
      data: { ...version.data, patientId: id, planId: null },
    }));
  }
}
