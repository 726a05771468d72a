import type { AppointmentStatus, Instant, SourceRecord } from '@keepwell/domain/records';
import type { UnreadableRecord } from '../../connector.js';
import { parseInstant } from '../../instants.js';
import { parseMoney } from '../../money.js';
import type { StatusWords } from '../../status-words.js';
import type { AcmeKind } from './acme-store.js';

export const ACME_WORDS: Record<string, AppointmentStatus> = {
  Booked: 'booked',
  Done: 'completed',
  Cancelled: 'cancelled',
  Missed: 'no_show',
};

export interface AcmeMapping {
  zone: string;
  statuses: StatusWords;
}

export type Mapped = { record: SourceRecord } | { aside: UnreadableRecord };

/** Acme's row as our record. Everything that is not named here is left behind. */
export function mapRow(kind: AcmeKind, row: Record<string, unknown>, { zone, statuses }: AcmeMapping): Mapped {
  const text = (name: string) => textOf(row[name]);
  const at = (name: string): Instant | null => {
    const read = text(name) === null ? null : parseInstant(text(name)!, zone);
    return typeof read === 'number' ? read : null;
  };
  const id = text('id') ?? '';
  const envelope = { id, createdAt: null, updatedAt: at('updated_at'), versionId: null };
  if (row['deleted'] === true) return { record: { kind, op: 'delete', ...envelope } };
  if (kind === 'location') {
    const data = {
      name: text('name'),
      timezone: text('zone') ?? zone,
      openDays: [1, 2, 3, 4, 5],
      opensAt: '09:00',
      closedOn: [],
    };
    return { record: { kind, op: 'upsert', ...envelope, data } };
  }
  if (kind === 'patient') {
    return {
      record: {
        kind,
        op: 'upsert',
        ...envelope,
        data: {
          ...NO_PATIENT,
          givenName: text('given'),
          familyName: text('family'),
          phone: text('phone'),
          archivedAt: at('archived_at'),
          mergedInto: text('merged_into'),
        },
      },
    };
  }
  if (kind === 'invoice') {
    const data = {
      patientId: text('patient') ?? '',
      appointmentId: null,
      issuedAt: at('issued_at'),
      dueAt: null,
      totalMinor: parseMoney(text('total') ?? '', text('currency')),
      balanceMinor: null,
      currency: text('currency'),
      status: null,
    };
    return { record: { kind, op: 'upsert', ...envelope, data } };
  }
  const startsAt = at('starts_at');
  if (startsAt === null) {
    const reason = `Appointment ${id} has no start that can be read: put it right in Acme.`;
    return { aside: { kind, id, code: 'start_missing', reason, where: 'appointments', raw: JSON.stringify(row) } };
  }
  return {
    record: {
      kind,
      op: 'upsert',
      ...envelope,
      data: {
        ...NO_APPOINTMENT,
        patientId: text('patient') ?? '',
        startsAt,
        endsAt: at('ends_at'),
        status: statuses.statusOf(text('status')),
        rawStatus: text('status'),
        cancelledAt: at('cancelled_at'),
        locationId: text('location'),
      },
    },
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

const NO_PATIENT = {
  birthDate: null,
  email: null,
  language: null,
  timezone: null,
  deceasedAt: null,
  movedAwayAt: null,
  doNotContact: null,
  hold: null,
  testRecord: null,
  locationId: null,
  practitionerId: null,
  householdId: null,
  referralSource: null,
};

const NO_APPOINTMENT = {
  practitionerId: null,
  serviceId: null,
  planId: null,
  cancelledBy: null,
  cancelReason: null,
  deletedAt: null,
  seriesId: null,
  classId: null,
  telehealth: null,
  walkIn: null,
  pendingRequest: null,
};
