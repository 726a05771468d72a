import type { RecordData, RecordKind } from '../records.js';

const EVERY = ['R01', 'R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R10', 'R15', 'R18'] as const;
const EPISODES = ['R01', 'R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R10', 'R18'] as const;

/**
 * Which rules answer otherwise when a field falls silent: they list nobody any more, or somebody they should not. Found by asking
 * the rules themselves, and held against them by test. A field that is not named here is shown to people and asked by no rule.
 */
const RESTS_ON: { [K in RecordKind]?: Partial<Record<keyof RecordData[K], readonly string[]>> } = {
  appointment: {
    patientId: EVERY,
    startsAt: EVERY,
    status: EVERY,
    serviceId: EVERY,
    locationId: EVERY,
    planId: EPISODES,
    cancelledAt: EVERY,
    cancelledBy: ['R05', 'R07', 'R15'],
    deletedAt: EVERY,
    pendingRequest: EVERY,
    walkIn: EVERY,
  },
  plan: {
    patientId: EVERY,
    line: EPISODES,
    prescribedVisits: EPISODES,
    intervalDays: ['R01', 'R02', 'R03', 'R04', 'R10'],
    phases: ['R01', 'R02', 'R03', 'R04', 'R10'],
    startedAt: EVERY,
    closedAt: EPISODES,
    status: EPISODES,
    specialty: EVERY,
  },
  service: {
    line: EVERY,
    kind: EVERY,
    intervalDays: ['R01', 'R02', 'R03', 'R04', 'R10'],
    specialty: EVERY,
  },
  location: { timezone: EVERY, openDays: EVERY, opensAt: EVERY, closedOn: EVERY },
  // Exclusions, households and twins: with these silent, people are listed who should be left alone.
  patient: {
    givenName: EVERY,
    familyName: EVERY,
    birthDate: EVERY,
    phone: EVERY,
    email: EVERY,
    householdId: EVERY,
    locationId: EVERY,
    deceasedAt: EVERY,
    archivedAt: EVERY,
    movedAwayAt: EVERY,
    doNotContact: EVERY,
    hold: EVERY,
    testRecord: EVERY,
    mergedInto: EVERY,
  },
  membership: { patientId: EVERY, status: EVERY, startedAt: EVERY },
  program: { patientId: EVERY, startedAt: EVERY, endsAt: EVERY, status: EVERY },
  invoice: { patientId: EVERY, status: EVERY, balanceMinor: EVERY, appointmentId: EVERY },
  payment: { patientId: EVERY, status: EVERY },
  consent: { patientId: EVERY, channel: EVERY, purpose: EVERY, state: EVERY, at: EVERY },
  communication: { patientId: EVERY, kind: EVERY, at: EVERY },
};

/** Ids of the rules that rest on a field, in order. */
export function rulesOnField(kind: RecordKind, field: string): string[] {
  const fields = RESTS_ON[kind] as Partial<Record<string, readonly string[]>> | undefined;
  return [...(fields?.[field] ?? [])];
}
