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
 * `patientsFrom`: sources that name the patients of another one, and which.
 */
export function groupPersons(
  records: RecordsByKind,
  asOf: Instant,
  patientsFrom: ReadonlyMap<string, string> = new Map(),
): PersonFacts[] {
  const patients = versionsByRecord(records.patient ?? []);
  const moment = new AsOf(asOf);
  const targets = mergeTargets(patients, moment);
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
  const personNamed = (source: string, id: string) => personOf.get(recordKey(patientsFrom.get(source) ?? source, id));
  shareOutRows(records, personNamed, moment);
  return [...persons.values()].sort((one, other) => compareText(one.personId, other.personId));
}

/**
 * A charge of a membership is the member's, whoever pays (Q63); a disputed one stays with the payer, whom it puts off the list (Q40).
 */
function payers(records: RecordsByKind): (row: RecordVersion<'payment'>) => string | null {
  const members = new Map<string, string>();
  for (const { source, id, data } of records.membership ?? []) members.set(recordKey(source, id), data.patientId);
  return ({ source, data }) => {
    if (data.membershipId === null || data.status === 'disputed') return data.patientId;
    return members.get(recordKey(source, data.membershipId)) ?? data.patientId;
  };
}

interface OwnedRow {
  id: string;
  source: string;
  data: { patientId: string | null };
}

/** Records whose versions name different patients: all of them go to the patient that counts at this instant (Q01). */
function movedRecords<K extends RecordKind>(
  rows: readonly (RecordVersion<K> & OwnedRow)[],
  asOf: AsOf,
): Map<string, string | null> {
  const owners = new Map<string, string | null>();
  const moved = new Map<string, (RecordVersion<K> & OwnedRow)[]>();
  for (const row of rows) {
    const key = recordKey(row.source, row.id);
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, row.data.patientId);
    else if (owner !== row.data.patientId) moved.set(key, []);
  }
  const found = new Map<string, string | null>();
  if (moved.size === 0) return found;
  for (const row of rows) moved.get(recordKey(row.source, row.id))?.push(row);
  for (const [key, versions] of moved) {
    const seen = seeRecord<K>(versions, asOf);
    found.set(key, versions.find((row) => row === seen?.row)?.data.patientId ?? null);
  }
  return found;
}

function shareOutRows(
  records: RecordsByKind,
  personNamed: (source: string, id: string) => PersonFacts | undefined,
  asOf: AsOf,
): void {
  const share = <K extends RecordKind>(
    rows: readonly (RecordVersion<K> & OwnedRow)[] | undefined,
    put: (person: PersonFacts, row: RecordVersion<K>) => void,
    ownerOf: (row: RecordVersion<K> & OwnedRow) => string | null = ({ data }) => data.patientId,
  ): void => {
    const moved = movedRecords<K>(rows ?? [], asOf);
    for (const row of rows ?? []) {
      const elsewhere = moved.size === 0 ? undefined : moved.get(recordKey(row.source, row.id));
      const owner = elsewhere === undefined ? ownerOf(row) : elsewhere;
      const person = owner === null ? undefined : personNamed(row.source, owner);
      if (person !== undefined) put(person, row);
    }
  };
  share<'appointment'>(records.appointment, (person, row) => person.appointments.push(row));
  share<'plan'>(records.plan, (person, row) => person.plans.push(row));
  share<'recall'>(records.recall, (person, row) => person.recalls.push(row));
  share<'package'>(records.package, (person, row) => person.packages.push(row));
  share<'membership'>(records.membership, (person, row) => person.memberships.push(row));
  share<'program'>(records.program, (person, row) => person.programs.push(row));
  share<'invoice'>(records.invoice, (person, row) => person.invoices.push(row));
  share<'payment'>(records.payment, (person, row) => person.payments.push(row), payers(records));
  share<'score'>(records.score, (person, row) => person.scores.push(row));
  share<'consent'>(records.consent, (person, row) => person.consents.push(row));
  share<'communication'>(records.communication, (person, row) => person.communications.push(row));
}
