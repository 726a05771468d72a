import type { Connector, PullPage } from '@keepwell/connector-sdk';
import { defineConnector } from '@keepwell/connector-sdk';
import type { SourceRecord, SourceUpsert } from '@keepwell/domain';

const DAY_MS = 86_400_000;
const START = Date.UTC(2025, 0, 6, 9);
const STATUSES = ['completed', 'completed', 'completed', 'no_show', 'cancelled', 'booked'] as const;
/** Appointments of one patient. */
const EACH = 20;

/** Appointments as a connector hands them over; `shift` moves the first `changed` of them. */
export function appointments(count: number, changed = 0, shift = 0): SourceUpsert<'appointment'>[] {
  return Array.from({ length: count }, (_, n) => {
    const moved = n < changed ? shift : 0;
    const startsAt = START + (n % 400) * DAY_MS + moved * 60_000;
    return {
      kind: 'appointment',
      op: 'upsert',
      id: `appointment-${n}`,
      createdAt: startsAt - 14 * DAY_MS,
      updatedAt: START + 500 * DAY_MS + moved * 60_000,
      versionId: null,
      data: {
        patientId: `patient-${Math.floor(n / EACH)}`,
        startsAt,
        endsAt: startsAt + 1_800_000,
        status: STATUSES[n % STATUSES.length] ?? 'booked',
        rawStatus: 'FULFILLED',
        practitionerId: `practitioner-${n % 12}`,
        locationId: `location-${n % 3}`,
        serviceId: `service-${n % 20}`,
        planId: n % 2 === 0 ? `plan-${Math.floor(n / EACH)}` : null,
        cancelledAt: n % 6 === 4 ? startsAt - DAY_MS : null,
        cancelledBy: n % 6 === 4 ? 'patient' : null,
        cancelReason: n % 6 === 4 ? 'rescheduling, will call' : null,
        deletedAt: null,
        seriesId: null,
        classId: null,
        telehealth: n % 7 === 0,
        walkIn: false,
        pendingRequest: false,
      },
    };
  });
}

export function patients(appointmentCount: number): SourceUpsert<'patient'>[] {
  return Array.from({ length: Math.ceil(appointmentCount / EACH) }, (_, n) => ({
    kind: 'patient',
    op: 'upsert',
    id: `patient-${n}`,
    createdAt: START,
    updatedAt: START,
    versionId: null,
    data: {
      givenName: `Given${n % 997}`,
      familyName: `Family${n % 9973}`,
      birthDate: '1980-01-01',
      email: null,
      phone: null,
      language: null,
      timezone: null,
      deceasedAt: null,
      archivedAt: null,
      movedAwayAt: null,
      doNotContact: null,
      hold: null,
      testRecord: null,
      locationId: null,
      practitionerId: null,
      householdId: null,
      mergedInto: null,
      referralSource: null,
    },
  }));
}

/** A source that has already answered: its pages are in memory, so that only our own work is measured. */
export function fetched(read: () => SourceRecord[], pageSize: number): Connector {
  return defineConnector({
    id: 'bench',
    version: 1,
    name: 'Already fetched',
    description: 'Pages in memory, for the benchmark.',
    settings: { type: 'object', properties: {} },
    manifest: { waysIn: ['poll'], gives: {}, writes: {}, throttle: null },
    keeps: {},
    streams: () =>
      Promise.resolve([
        {
          name: 'bench',
          kinds: ['patient', 'appointment'],
          mode: 'delta',
          deletes: 'none',
          merges: 'none',
          confidence: 'verified',
        },
      ]),
    check: () =>
      Promise.resolve({ ok: true, sourceName: null, timezone: null, problems: [], missing: [], counts: {}, notes: [] }),
    pull: (_context, _stream, cursor): Promise<PullPage> => {
      const records = read();
      const from = typeof cursor === 'number' && cursor < records.length ? cursor : 0;
      const next = from + pageSize;
      const done = next >= records.length;
      return Promise.resolve({
        records: records.slice(from, next),
        unreadable: [],
        nextCursor: done ? null : next,
        done,
        total: records.length,
      });
    },
  });
}
