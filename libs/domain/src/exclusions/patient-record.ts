import type { EvidenceFact, Exclusion } from '../evaluation.js';
import type { Instant } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Timeline } from '../timeline/timeline.js';
import { seeRecords, type Seen } from '../timeline/versions.js';
import { excluded, factOf } from './exclusion.js';

/** Exclusions that the patient record itself states. E01, E02, E08, E13 hold if any of the joined records says so (Q36). */

type SeenPatient = Seen<'patient'>;

function patientFact({ row, asCreated }: SeenPatient, effectiveAt: Instant | null, says: string): EvidenceFact {
  const recordedAt = asCreated ? (effectiveAt ?? row.createdAt) : row.recordedAt;
  return factOf('patient', row, effectiveAt, recordedAt, says);
}

/** E01: deceased, from the instant on that the record gives (Q43). */
export function deceased({ patients }: Timeline, asOf: AsOf): Exclusion | null {
  const facts = patients
    .filter(({ row }) => asOf.reached(row.data.deceasedAt))
    .map((patient) => patientFact(patient, patient.row.data.deceasedAt, 'Recorded as deceased'));
  return facts.length > 0 ? excluded('E01', 'Deceased.', facts) : null;
}

/** E04: moved away, until somebody makes a new booking for them (Q38). */
export function movedAway({ patients, bookings }: Timeline, asOf: AsOf): Exclusion | null {
  const own = patients[0]!;
  const { movedAwayAt } = own.row.data;
  if (movedAwayAt === null || !asOf.reached(movedAwayAt)) return null;
  const isBack = bookings.some(({ row, commits }) => commits && row.createdAt !== null && row.createdAt > movedAwayAt);
  if (isBack) return null;
  return excluded('E04', 'Moved away; nothing was booked since.', [
    patientFact(own, movedAwayAt, 'Recorded as moved away'),
  ]);
}

const MONEY_HOLDS = ['collections', 'dispute'];

function holdOf({ row }: SeenPatient): string {
  return row.data.hold?.trim().toLowerCase() ?? '';
}

/** E08: a clinical, safeguarding, complaint or legal hold. Its words stay out: they may be clinical (Q40). */
export function onHold({ patients }: Timeline): Exclusion | null {
  const facts = patients
    .filter((patient) => holdOf(patient) !== '' && !MONEY_HOLDS.includes(holdOf(patient)))
    .map((patient) => patientFact(patient, null, 'A hold is on the record'));
  return facts.length > 0
    ? excluded('E08', 'On hold: visible to the responsible clinician or manager only.', facts)
    : null;
}

/** E13: the account is in collections or dispute (Q40). */
export function inDispute({ patients, person }: Timeline, asOf: AsOf): Exclusion | null {
  const facts = patients
    .filter((patient) => MONEY_HOLDS.includes(holdOf(patient)))
    .map((patient) => patientFact(patient, null, `Account hold: ${holdOf(patient)}`));
  // A row written later tells of a dispute that nobody knew of yet (Q01).
  for (const { row, asCreated } of seeRecords(person.payments, asOf)) {
    if (asCreated || row.data.status !== 'disputed') continue;
    facts.push(factOf('payment', row, row.data.at, row.recordedAt, 'Payment disputed'));
  }
  for (const { row, asCreated } of seeRecords(person.invoices, asOf)) {
    if (asCreated || row.data.status !== 'uncollectible' || (row.data.balanceMinor ?? 0) <= 0) continue;
    facts.push(factOf('invoice', row, row.data.issuedAt, row.recordedAt, 'Invoice uncollectible with a balance'));
  }
  return facts.length > 0
    ? excluded('E13', 'Account in collections or dispute: for billing, not for the retention list.', facts)
    : null;
}

/** E10: a test record, or archived and not seen or booked after it (Q41). The survivor's record alone counts (Q36). */
export function notARealPatient({ patients, visits, live }: Timeline, asOf: AsOf): Exclusion | null {
  const own = patients[0]!;
  const { testRecord, archivedAt } = own.row.data;
  if (testRecord === true)
    return excluded('E10', 'A test record.', [patientFact(own, null, 'Marked as a test record')]);
  if (archivedAt === null || !asOf.reached(archivedAt)) return null;
  if (live.length > 0 || visits.some(({ startsAt }) => startsAt > archivedAt)) return null;
  return excluded('E10', 'Archived, not seen or booked since.', [patientFact(own, archivedAt, 'Archived')]);
}
