import type { SourceRecord } from '@keepwell/domain';
import { record } from './source-records.js';

/** Seen on 25 February 2025, cancels on Monday 3 March for Tuesday: R05 holds from Wednesday's opening on. */
export const lostPatient = (id: string, given: Record<string, unknown> = {}): SourceRecord[] => [
  record('patient', id, {
    givenName: 'Sam',
    familyName: id,
    phone: '+442079460018',
    email: `${id}@example.org`,
    ...given,
  }),
  record(
    'appointment',
    `${id}-a1`,
    { patientId: id, serviceId: 'pt', startsAt: '2025-02-25T10:00Z', status: 'completed' },
    { created: '2025-02-20T10:00Z', updated: '2025-02-25T11:00Z' },
  ),
  record(
    'appointment',
    `${id}-a2`,
    {
      ...{ patientId: id, serviceId: 'pt', startsAt: '2025-03-04T10:00Z', status: 'cancelled' },
      ...{ cancelledAt: '2025-03-03T10:00Z', cancelledBy: 'patient' },
    },
    { created: '2025-02-25T10:00Z', updated: '2025-03-03T10:00Z' },
  ),
];

/** A booking for 10 March, as it stands at `updated`. */
export const bookingOf = (
  id: string,
  status: 'booked' | 'completed' | 'cancelled',
  updated: string,
  by: 'patient' | 'clinic' = 'patient',
): SourceRecord =>
  record(
    'appointment',
    `${id}-a3`,
    {
      ...{ patientId: id, serviceId: 'pt', startsAt: '2025-03-10T10:00Z', status },
      ...{ cancelledAt: status === 'cancelled' ? updated : null, cancelledBy: status === 'cancelled' ? by : null },
    },
    { created: '2025-03-06T13:00Z', updated },
  );
