import type { RecordData, RecordKind } from '../records.js';

const EVERY = ['R01', 'R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R10', 'R15', 'R18'] as const;

/**
 * Which rules answer otherwise when a field falls silent: they list nobody any more, or somebody they should not. Held by
 * test against the rules themselves. A field that is not named here is shown to people and asked by no rule.
 */
const RESTS_ON: { [K in RecordKind]?: Partial<Record<keyof RecordData[K], readonly string[]>> } = {
  appointment: {
    patientId: EVERY,
    startsAt: EVERY,
    status: EVERY,
    serviceId: EVERY,
    planId: ['R01', 'R02', 'R03', 'R04', 'R10'],
    cancelledAt: ['R05', 'R07'],
    cancelledBy: ['R05', 'R07'],
    deletedAt: EVERY,
    pendingRequest: EVERY,
    walkIn: EVERY,
  },
  plan: {
    patientId: ['R01', 'R02', 'R03', 'R04', 'R10'],
    line: ['R01', 'R02', 'R03', 'R04', 'R10'],
    prescribedVisits: ['R01', 'R02', 'R03', 'R04', 'R10'],
    intervalDays: ['R02', 'R03', 'R04', 'R10'],
    phases: ['R02', 'R03', 'R04', 'R10'],
    startedAt: ['R01', 'R02', 'R03', 'R04', 'R10'],
    closedAt: ['R01', 'R02', 'R03', 'R04', 'R10'],
    status: ['R01', 'R02', 'R03', 'R04', 'R10'],
    specialty: EVERY,
  },
  service: { line: EVERY, kind: EVERY, intervalDays: ['R02', 'R03', 'R04', 'R10'], specialty: EVERY },
  // Exclusions: with these silent, patients are listed who should be left alone.
  patient: {
    birthDate: EVERY,
    deceasedAt: EVERY,
    archivedAt: EVERY,
    movedAwayAt: EVERY,
    doNotContact: EVERY,
    hold: EVERY,
    testRecord: EVERY,
    householdId: EVERY,
    mergedInto: EVERY,
  },
  invoice: { status: EVERY, balanceMinor: EVERY },
  communication: { kind: EVERY },
  consent: { state: EVERY },
};

/** Ids of the rules that rest on a field, in order. */
export function rulesOnField(kind: RecordKind, field: string): string[] {
  const fields = RESTS_ON[kind] as Partial<Record<string, readonly string[]>> | undefined;
  return [...(fields?.[field] ?? [])];
}
