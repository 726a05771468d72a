import type { Instant, SourceRecord } from '@keepwell/domain';
import { seeded, simulatePerson } from '../../libs/domain/src/testing/simulate-histories.js';
import { record } from './source-records.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Once a week or so, most go on: regular enough to tell who has gone quiet. */
const PLANTED = { k: 2, r: 4, alpha: 2, a: 0.8, b: 6 };

/**
 * Patients of one service who come and stop by chance, for `weeks` up to `until`: each visit recorded as booked a week before and as made an hour
 * after. The place and the service come first.
 */
export function returningPatients(people: number, weeks: number, until: Instant, seed = 1): SourceRecord[] {
  const next = seeded(seed);
  const records: SourceRecord[] = [record('location', 'main'), record('service', 'pt')];
  for (let each = 0; each < people; each += 1) {
    const id = `p${each}`;
    const first = until - (1 + Math.floor(next() * weeks * 7)) * DAY_MS;
    const person = simulatePerson(PLANTED, (until - first) / DAY_MS / 7, next);
    records.push(record('patient', id, { householdId: id }));
    const days = new Set(person.visits.map((visit) => Math.floor(first / DAY_MS + visit * 7)));
    for (const day of days) {
      const startsAt = day * DAY_MS + 10 * HOUR_MS;
      if (startsAt > until) continue;
      const text = (at: Instant) => new Date(at).toISOString();
      records.push(
        record(
          'appointment',
          `${id}-${day}`,
          { patientId: id, serviceId: 'pt', startsAt: text(startsAt), status: 'completed' },
          { created: text(startsAt - 7 * DAY_MS), updated: text(startsAt + HOUR_MS) },
        ),
      );
    }
  }
  return records;
}
