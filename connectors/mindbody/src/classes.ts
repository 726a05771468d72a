import { RecordUnreadable } from '@keepwell/connector-sdk';
import type { SourceRecord } from '@keepwell/domain/records';
import { upsert, type Mapping } from './map.js';
import { at, flag, idOf, inside, number, text, type Row } from './row.js';

/** Whether a request for who comes to it is worth its price. */
export function hasVisits(row: Row): boolean {
  const booked = ['TotalBooked', 'TotalSignedIn', 'TotalBookedWaitlist'].map((field) => number(row, field));
  return booked.every((count) => count === null) || booked.some((count) => (count ?? 0) > 0);
}

/** The class is in the id: by itself a visit cannot be asked for. */
export const classVisitId = (classId: string, visitId: string) => `class-${classId}-${visitId}`;

export function classOf(recordId: string): string | null {
  return /^class-(\d+)-/.exec(recordId)?.[1] ?? null;
}

/** One client in one class. */
export function mapClassVisit(row: Row, group: Row, { zone, statuses }: Mapping): SourceRecord[] {
  const classId = idOf(group);
  const id = classVisitId(classId, idOf(row));
  const patientId = text(row, 'ClientId');
  const startsAt = at(group, 'StartDateTime', zone) ?? at(row, 'StartDateTime', zone);
  if (patientId === null || startsAt === null)
    throw new RecordUnreadable(id, 'The visit to a class names no client, or the class has no StartDateTime.');
  const off = flag(group, 'IsCanceled') === true;
  const rawStatus = off ? 'Class cancelled' : wordOf(row);
  return [
    upsert(
      'appointment',
      id,
      {
        ...{
          patientId,
          startsAt,
          endsAt: at(group, 'EndDateTime', zone),
          status: statuses.statusOf(rawStatus),
          rawStatus,
        },
        practitionerId: text(inside(group, 'Staff'), 'Id') ?? text(row, 'StaffId'),
        locationId: text(inside(group, 'Location'), 'Id') ?? text(row, 'LocationId'),
        serviceId: text(inside(inside(group, 'ClassDescription'), 'SessionType'), 'Id'),
        ...{ planId: null, cancelledAt: null, cancelledBy: off ? 'clinic' : null, cancelReason: null, deletedAt: null },
        ...{ seriesId: text(group, 'ClassScheduleId'), classId, telehealth: null, walkIn: null, pendingRequest: null },
      },
      { updatedAt: at(row, 'LastModifiedDateTime', zone) },
    ),
  ];
}

/** Classes have flags where appointments have a word. Called off goes before the rest: who called off late may still be marked as missed. */
function wordOf(row: Row): string {
  if (flag(row, 'LateCancelled') === true) return 'Late cancelled';
  if (flag(row, 'SignedIn') === true) return 'Signed in';
  return flag(row, 'Missed') === true ? 'Missed' : 'Booked';
}
