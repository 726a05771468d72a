import type { PersonFacts, RecordVersion } from '../facts.js';
import type { Instant, RecordKind } from '../records.js';
import { AsOf } from '../timeline/as-of.js';
import { compareText, recordKey, seeRecord, versionsByRecord } from '../timeline/versions.js';

/** Versions of records as a source hands them over, by kind; a kind that the source does not have is absent. */
export type RecordsByKind = { [K in RecordKind]?: RecordVersion<K>[] };

export function emptyPerson(personId: string): PersonFacts {
  return {
    personId,
    patients: [],
    appointments: [],
    plans: [],
    recalls: [],
    packages: [],
    memberships: [],
    programs: [],
    invoices: [],
    payments: [],
    scores: [],
    consents: [],
    communications: [],
  };
}

type PatientVersions = RecordVersion<'patient'>[];

/** Follows `merged_into` to the end, as far as it was known; a loop or an unknown target on the way means not merged (Q36). */
function survivorOf(key: string, targets: ReadonlyMap<string, string | null>): string {
  const passed = new Set([key]);
  let current = key;
  for (;;) {
    const target = targets.get(current) ?? null;
    if (target === null) return current;
    if (passed.has(target) || !targets.has(target)) return key;
    passed.add(target);
    current = target;
  }
}

/** For every patient record that exists at this instant: the record it says to be merged into, or null. */
function mergeTargets(records: readonly PatientVersions[], asOf: AsOf): Map<string, string | null> {
  const targets = new Map<string, string | null>();
  for (const versions of records) {
    const seen = seeRecord(versions, asOf);
    if (seen === null) continue;
    const { row, asCreated } = seen;
    const target = asCreated ? null : (row.data.mergedInto?.trim() ?? '');
    targets.set(recordKey(row.source, row.id), target === null || target === '' ? null : recordKey(row.source, target));
  }
  return targets;
}

/**
 * Flat records → one `PersonFacts` per patient known at this instant and not merged away, ordered by id. Rows of patients
 * that are not known, or not known yet, are left out (Q95); the rows of a merged patient go to the survivor (Q36, K03).
 */
export function groupPersons(records: RecordsByKind, asOf: Instant): PersonFacts[] {
  const patients = versionsByRecord(records.patient ?? []);
  const targets = mergeTargets(patients, new AsOf(asOf));
  const persons = new Map<string, PersonFacts>();
  const personOf = new Map<string, PersonFacts>();
  for (const versions of patients) {
    const { source, id } = versions[0]!;
    const key = recordKey(source, id);
    if (!targets.has(key)) continue;
    const survivor = survivorOf(key, targets);
    let person = persons.get(survivor);
    if (person === undefined) {
      person = emptyPerson('');
      persons.set(survivor, person);
    }
    if (survivor === key) {
      person.personId = id;
      person.patients.unshift(versions);
    } else person.patients.push(versions);
    personOf.set(key, person);
  }
  shareOutRows(records, personOf);
  return [...persons.values()].sort((one, other) => compareText(one.personId, other.personId));
}

function shareOutRows(records: RecordsByKind, personOf: ReadonlyMap<string, PersonFacts>): void {
  const share = <Row extends { source: string; data: { patientId: string | null } }>(
    rows: readonly Row[] | undefined,
    put: (person: PersonFacts, row: Row) => void,
  ): void => {
    for (const row of rows ?? []) {
      const person = row.data.patientId === null ? undefined : personOf.get(recordKey(row.source, row.data.patientId));
      if (person !== undefined) put(person, row);
    }
  };
  share(records.appointment, (person, row) => person.appointments.push(row));
  share(records.plan, (person, row) => person.plans.push(row));
  share(records.recall, (person, row) => person.recalls.push(row));
  share(records.package, (person, row) => person.packages.push(row));
  share(records.membership, (person, row) => person.memberships.push(row));
  share(records.program, (person, row) => person.programs.push(row));
  share(records.invoice, (person, row) => person.invoices.push(row));
  share(records.payment, (person, row) => person.payments.push(row));
  share(records.score, (person, row) => person.scores.push(row));
  share(records.consent, (person, row) => person.consents.push(row));
  share(records.communication, (person, row) => person.communications.push(row));
}
