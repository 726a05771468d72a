import type { Instant } from '@keepwell/domain/records';
import type { Person } from './person.js';

/** A questionnaire filled in: T-scores, higher is better, five points are a real change. */
export function takeScore(person: Person, at: Instant, instrument: string, value: number): void {
  const takenAt = Math.round(at / 1000) * 1000;
  person.chart.open('score', takenAt, {
    patientId: person.patientId,
    instrument,
    domain: 'physical function',
    value: Math.round(value * 10) / 10,
    takenAt,
    dueAt: null,
    direction: 'higher_better',
    detectableChange: 5,
  });
}
