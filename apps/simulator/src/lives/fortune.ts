import type { Instant } from '@keepwell/domain/records';
import { DAY, HOUR } from '../calendar.js';
import { newestOf } from '../chart.js';
import { cancel } from './booking.js';
import type { Person } from './person.js';

/** What befalls a few: death, a move, a quarrel, a slip of the desk. Must keep them off every list (section 3). */
export type Fortune = 'death' | 'move' | 'complaint' | 'collections' | 'test_record' | 'entered_twice' | null;

const CHANCES = { death: 3, move: 8, complaint: 2, collections: 3, test_record: 2, entered_twice: 6, ordinary: 976 };

export function drawFortune(person: Person): { what: Fortune; at: Instant } {
  const drawn = person.random.weighted<keyof typeof CHANCES>(CHANCES);
  const at = person.place.calendar.deskFrom(person.newcomer.firstContactAt + person.random.between(15, 400) * DAY);
  return { what: drawn === 'ordinary' ? null : drawn, at };
}

/** Told after the courses, which already ended at `person.until` for those who died or moved. */
export function befall(person: Person, what: Fortune, at: Instant): void {
  const { chart, patient, truth, random } = person;
  switch (what) {
    case null:
      return;
    case 'death':
      chart.revise(patient, at + 2 * DAY, { deceasedAt: at });
      cancelAllAfter(person, at + 2 * DAY + HOUR, 'clinic', 'deceased');
      truth.excluded.push({ as: 'E01', from: at });
      return;
    case 'move':
      chart.revise(patient, at, {}, 'movedAwayAt');
      cancelAllAfter(person, at, 'patient', 'moving');
      truth.excluded.push({ as: 'E04', from: at });
      return;
    case 'complaint':
      chart.revise(patient, at, { hold: 'complaint' });
      truth.excluded.push({ as: 'E08', from: at });
      return;
    case 'collections':
      chart.revise(patient, at, { hold: 'collections' });
      truth.excluded.push({ as: 'E13', from: at });
      return;
    case 'test_record':
      chart.revise(patient, newestOf(patient).at + HOUR, { testRecord: true, givenName: 'Testine' });
      truth.excluded.push({ as: 'E10', from: newestOf(patient).at });
      return;
    case 'entered_twice': {
      const twin = chart.open('patient', at, { ...newestOf(patient).data, email: null }, `${person.patientId}-2`);
      chart.revise(twin, at + random.between(0.1, 25) * DAY, { mergedInto: person.patientId });
    }
  }
}

function cancelAllAfter(person: Person, at: Instant, by: 'patient' | 'clinic', reason: string): void {
  for (const booking of person.chart.all('appointment')) {
    const { data, at: writtenAt } = newestOf(booking);
    const stands = data.status === 'booked' || data.status === 'confirmed';
    if (stands && data.deletedAt === null && data.startsAt > at && writtenAt < at)
      cancel(person, booking, at, by, reason);
  }
}
