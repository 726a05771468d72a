import type { Appointment, AppointmentStatus, SourceUpsert } from '@keepwell/domain/records';
import { instant, many, one, text, type Resource } from '../element.js';
import { target, targets } from '../references.js';
import { records, updatedAt, upsert, type Mapped, type Mapping } from './mapping.js';
import { serviceOfWords } from './service.js';

/** What an Encounter tells of the appointment it names (rules-decisions Q99). */
export interface Outcome {
  encounterId: string;
  patientId: string | null;
  /** Null while there is nothing to tell: planned, cancelled, entered in error, unknown. */
  status: AppointmentStatus | null;
  rawStatus: string;
  updatedAt: number | null;
  versionId: string | null;
}

/** http://hl7.org/fhir/R4/valueset-encounter-status.html; weakest first. */
const REACHED: Record<string, AppointmentStatus> = {
  arrived: 'arrived',
  triaged: 'in_progress',
  'in-progress': 'in_progress',
  onleave: 'in_progress',
  finished: 'completed',
};
const STRENGTH: Partial<Record<AppointmentStatus, number>> = { arrived: 1, in_progress: 2, completed: 3 };

export function appointmentsNamedBy(encounter: Resource, mapping: Mapping): string[] {
  return targets(encounter, 'appointment', 'Appointment', mapping.locate);
}

export function outcomeOf(encounter: Resource, mapping: Mapping): Outcome {
  const rawStatus = text(encounter, 'status') ?? '';
  const subject = target(one(encounter, 'subject'), mapping.locate);
  return {
    encounterId: text(encounter, 'id') ?? '',
    patientId: subject?.type === 'Patient' ? subject.id : null,
    status: REACHED[rawStatus] ?? null,
    rawStatus,
    updatedAt: updatedAt(encounter, mapping),
    versionId: text(one(encounter, 'meta'), 'versionId'),
  };
}

/**
 * The appointment as its Encounters leave it. The same record comes out whichever of them was read first, dated by the
 * latest of them (those without an outcome too: one may have been withdrawn), so that an older view never overwrites a
 * newer one.
 */
export function withOutcomes(
  record: SourceUpsert<'appointment'>,
  outcomes: readonly Outcome[],
): SourceUpsert<'appointment'> {
  const theirs = outcomes
    .filter((outcome) => outcome.patientId === null || outcome.patientId === record.data.patientId)
    .sort((a, b) => strength(b.status) - strength(a.status) || (a.encounterId < b.encounterId ? -1 : 1));
  if (theirs.length === 0) return record;
  const clocks = [record.updatedAt, ...theirs.map((outcome) => outcome.updatedAt)].filter((clock) => clock !== null);
  const versions = [record, ...theirs].map(({ versionId }) => versionId).filter((version) => version !== null);
  const joined = {
    ...record,
    updatedAt: clocks.length > 0 ? Math.max(...clocks) : null,
    versionId: versions.length > 0 ? versions.join('+') : null,
  };
  const { status, rawStatus } = theirs[0]!;
  const { data } = record;
  if (status === null || data.status === 'void' || strength(data.status) >= strength(status)) return joined;
  return {
    ...joined,
    data: {
      ...data,
      status,
      rawStatus: [data.rawStatus, rawStatus].filter((word) => word !== null).join(' + '),
      // They came after all: what was said about a cancellation no longer describes this visit.
      cancelledAt: null,
      cancelledBy: null,
      cancelReason: null,
    },
  };
}

function strength(status: AppointmentStatus | null): number {
  return (status === null ? null : STRENGTH[status]) ?? 0;
}

/** An Encounter that nobody booked: an appointment with the Encounter's own id. */
export function mapWalkIn(encounter: Resource, mapping: Mapping): Mapped {
  const rawStatus = text(encounter, 'status');
  if (rawStatus === 'planned') return { ignored: 'a planned encounter' };
  const subject = target(one(encounter, 'subject'), mapping.locate);
  if (subject?.type !== 'Patient') return { ignored: 'an encounter without a patient' };
  const startsAt = instant(one(encounter, 'period'), 'start', mapping.zone);
  if (startsAt === null) {
    if (rawStatus === 'cancelled' || rawStatus === 'entered-in-error')
      return { ignored: `${rawStatus} without a time` };
    return { unreadable: { kind: 'appointment', code: 'start_missing', reason: 'The encounter has no start.' } };
  }
  const service = serviceOfWords(encounter, one(encounter, 'serviceType') ?? one(encounter, 'type'), mapping);
  const people = many(encounter, 'participant').flatMap((entry) =>
    targets(entry, 'individual', 'Practitioner', mapping.locate),
  );
  const places = many(encounter, 'location').flatMap((entry) => targets(entry, 'location', 'Location', mapping.locate));
  const data: Appointment = {
    patientId: subject.id,
    startsAt,
    endsAt: instant(one(encounter, 'period'), 'end', mapping.zone),
    status: walkInStatus(rawStatus, mapping),
    rawStatus,
    practitionerId: people[0] ?? null,
    locationId: places[0] ?? null,
    serviceId: service?.id ?? null,
    planId: null,
    cancelledAt: null,
    cancelledBy: null,
    cancelReason: null,
    deletedAt: null,
    seriesId: null,
    classId: null,
    telehealth: text(one(encounter, 'class'), 'code') === 'VR' ? true : null,
    walkIn: true,
    pendingRequest: null,
  };
  return records(...(service ? [service] : []), upsert('appointment', encounter, mapping, data));
}

function walkInStatus(rawStatus: string | null, mapping: Mapping): AppointmentStatus {
  if (rawStatus === 'cancelled' || rawStatus === 'entered-in-error') return 'void';
  if (rawStatus === 'unknown') return 'unknown';
  return REACHED[rawStatus ?? ''] ?? mapping.statuses.statusOf(`encounter ${rawStatus ?? ''}`.trim());
}
