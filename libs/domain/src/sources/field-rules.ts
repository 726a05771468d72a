import type { RecordData, RecordKind } from '../records.js';
import { CATALOGUE_RULES, RULES } from '../rules/index.js';

const EVERY = RULES.map(({ id }) => id);
/** About visits and bookings: what lapse silences (Q04), the lapse itself, and what a booking silences. */
const VISITS = CATALOGUE_RULES.map(({ id }) => id).filter(
  (id) => id <= 'R20' || id === 'R32' || id === 'R33' || id === 'R34',
);
const RECALLS = ['R16', 'R17'];
const SCORES = ['R28', 'R30', 'R32', 'P05'];
const CHARGES = ['R21', 'P01', 'P02', 'P03'];
const MESSAGES = ['R23', 'R24', 'R31', 'R32', 'P01'];

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
    planId: VISITS,
    cancelledAt: VISITS,
    cancelledBy: ['R05', 'R07', 'R08', 'R15', 'R18', 'R32'],
    deletedAt: EVERY,
    pendingRequest: EVERY,
    walkIn: VISITS,
    practitionerId: ['R33'],
    seriesId: ['R08'],
  },
  plan: {
    patientId: EVERY,
    line: EVERY,
    prescribedVisits: EVERY,
    intervalDays: VISITS,
    phases: VISITS,
    startedAt: EVERY,
    endsAt: ['R12'],
    closedAt: [...VISITS, 'R30'],
    status: [...VISITS, 'R30'],
    specialty: EVERY,
  },
  service: {
    line: EVERY,
    kind: EVERY,
    intervalDays: VISITS,
    specialty: EVERY,
    name: RECALLS,
  },
  practitioner: { active: ['R33'], leftAt: ['R33'] },
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
  recall: {
    patientId: RECALLS,
    type: RECALLS,
    dueOn: RECALLS,
    intervalMonths: RECALLS,
    disabledUntil: RECALLS,
    doneAt: RECALLS,
  },
  package: {
    patientId: ['R20'],
    line: ['R20'],
    unitsTotal: ['R20'],
    unitsUsed: ['R20'],
    purchasedAt: ['R20'],
    expiresOn: ['R20'],
    status: ['R20'],
  },
  membership: {
    patientId: EVERY,
    status: EVERY,
    startedAt: EVERY,
    endsAt: EVERY,
    renewsAt: ['R22', 'P02'],
    name: ['P04', 'P05'],
    tier: ['P04', 'P05'],
    cardExpiresOn: ['R22'],
    pausedUntil: ['R25'],
    cancelRequestedAt: ['R24', 'P02'],
    specialty: ['R23', 'R25'],
  },
  program: {
    patientId: EVERY,
    name: ['P05'],
    startedAt: EVERY,
    endsAt: EVERY,
    status: EVERY,
    handoffAt: ['R27', 'P01'],
  },
  invoice: { patientId: EVERY, status: EVERY, balanceMinor: EVERY, appointmentId: EVERY },
  payment: { patientId: EVERY, status: EVERY, membershipId: CHARGES, at: CHARGES, kind: CHARGES },
  score: {
    patientId: SCORES,
    instrument: SCORES,
    domain: SCORES,
    value: SCORES,
    takenAt: SCORES,
    dueAt: ['R28'],
    direction: ['R30'],
    detectableChange: ['R30'],
  },
  consent: { patientId: EVERY, channel: EVERY, purpose: EVERY, state: EVERY, at: EVERY },
  communication: {
    patientId: MESSAGES,
    at: MESSAGES,
    direction: ['R23', 'R31'],
    needsReply: ['R31'],
    repliedAt: ['R31'],
    kind: ['R24', 'R32'],
  },
};

/** Ids of the rules that rest on a field, in order. */
export function rulesOnField(kind: RecordKind, field: string): string[] {
  const fields = RESTS_ON[kind] as Partial<Record<string, readonly string[]>> | undefined;
  return [...(fields?.[field] ?? [])];
}
