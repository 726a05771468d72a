import type { RecordsByKind } from '../audit/group-persons.js';
import type { RecordVersion } from '../facts.js';
import type { Patient, RecordKind } from '../records.js';
import { recordKey } from '../timeline/versions.js';
import { KINDS_OF_PEOPLE, peopleThen, type PeopleThen } from './people-then.js';
import type { BacktestUnit } from './walk.js';

/** Sets that grow together. */
class Clusters {
  private readonly parents = new Map<string, string>();

  rootOf(key: string): string {
    let root = key;
    for (let next = this.parents.get(root); next !== undefined && next !== root; next = this.parents.get(root))
      root = next;
    for (let at = key; at !== root;) {
      const next = this.parents.get(at) ?? root;
      this.parents.set(at, root);
      at = next;
    }
    return root;
  }

  join(one: string, other: string): void {
    const [first, second] = [this.rootOf(one), this.rootOf(other)];
    if (first === second) return;
    // The smaller name stands for both: the order of arrival leaves no trace.
    if (first < second) this.parents.set(second, first);
    else this.parents.set(first, second);
  }
}

interface OwnedRow extends RecordVersion {
  data: RecordVersion['data'] & { patientId: string | null };
}

/**
 * All records of a source → units, in the order of ids. Together are those who were one person at any time, and those between whom a
 * row changed hands; related are those whom an answer may look at: the household (E05) and whoever looks like the same person (Q42).
 */
export function unitsOfRecords(records: RecordsByKind): BacktestUnit[] {
  const clusters = new Clusters();
  const patients = records.patient ?? [];
  const ids = new Set(patients.map(({ source, id }) => recordKey(source, id)));
  for (const { source, id, data } of patients) {
    const target = data.mergedInto?.trim() ?? '';
    if (target !== '' && ids.has(recordKey(source, target)))
      clusters.join(recordKey(source, id), recordKey(source, target));
  }
  joinOwners(records, clusters);

  const groups = new Map<string, RecordsByKind>();
  const put = <K extends RecordKind>(kind: K, row: RecordVersion<K>, owner: string): void => {
    const root = clusters.rootOf(owner);
    let group = groups.get(root);
    if (group === undefined) groups.set(root, (group = {}));
    const rows = group[kind] as RecordVersion<K>[] | undefined;
    if (rows === undefined) Object.assign(group, { [kind]: [row] });
    else rows.push(row);
  };
  for (const row of patients) put('patient', row, recordKey(row.source, row.id));
  for (const kind of KINDS_OF_PEOPLE) {
    if (kind === 'patient') continue;
    for (const row of (records[kind] ?? []) as OwnedRow[]) {
      const owner = row.data.patientId === null ? null : recordKey(row.source, row.data.patientId);
      if (owner !== null) put<RecordKind>(kind, row, owner);
    }
  }
  const people = [...groups]
    // Rows of a patient whom the source does not have are nobody's.
    .filter(([, group]) => group.patient !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([root, group]) => [root, peopleThen(group)] as const);
  return withRelated(new Map(people));
}

/** A record whose versions name different patients, and a charge of somebody else's membership (Q63). */
function joinOwners(records: RecordsByKind, clusters: Clusters): void {
  const owners = new Map<string, string>();
  for (const kind of KINDS_OF_PEOPLE) {
    if (kind === 'patient') continue;
    for (const { id, source, data } of (records[kind] ?? []) as OwnedRow[]) {
      if (data.patientId === null) continue;
      const owner = recordKey(source, data.patientId);
      const key = `${kind} ${recordKey(source, id)}`;
      const known = owners.get(key);
      if (known === undefined) owners.set(key, owner);
      else if (known !== owner) clusters.join(known, owner);
    }
  }
  for (const { source, data } of records.payment ?? []) {
    if (data.membershipId === null || data.patientId === null) continue;
    const member = owners.get(`membership ${recordKey(source, data.membershipId)}`);
    if (member !== undefined) clusters.join(member, recordKey(source, data.patientId));
  }
}

const digits = (text: string | null): string => text?.replace(/\D/g, '') ?? '';
const plain = (text: string | null): string => text?.trim().toLowerCase() ?? '';

function householdOf({ source, data }: RecordVersion<'patient'>): string | null {
  const household = data.householdId?.trim() ?? '';
  return household === '' ? null : `household ${source} ${household}`;
}

/** As `looksLikeTwin` compares them, over all versions. */
function likenessOf({ birthDate, phone, givenName, familyName }: Patient): string[] {
  if (birthDate === null) return [];
  const [number, given, family] = [digits(phone), plain(givenName), plain(familyName)];
  return [
    ...(number === '' ? [] : [`born ${birthDate} phone ${number}`]),
    ...(given === '' || family === '' ? [] : [`born ${birthDate} name ${given} ${family}`]),
  ];
}

function withRelated(people: ReadonlyMap<string, PeopleThen>): BacktestUnit[] {
  const groups = new Map<string, Set<PeopleThen>>();
  const keysOf = ({ records }: PeopleThen): Set<string> => {
    const keys = new Set<string>();
    for (const row of records.patient ?? []) {
      const household = householdOf(row);
      if (household !== null) keys.add(household);
      for (const likeness of likenessOf(row.data)) keys.add(likeness);
    }
    return keys;
  };
  for (const each of people.values()) {
    for (const key of keysOf(each)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, new Set([each]));
      else group.add(each);
    }
  }
  const near = (one: PeopleThen) => [...keysOf(one)].flatMap((key) => [...(groups.get(key) ?? [])]);
  return [...people].map(([root, own]) => {
    // One step further for the guardian of a record that looks like the same person.
    const related = new Set(near(own).flatMap(near));
    related.delete(own);
    const [first] = own.records.patient ?? [];
    const household = (first === undefined ? null : householdOf(first)) ?? `person ${root}`;
    return { people: own, related: [...related], household, contacts: [] };
  });
}

/** The last instant of which a source tells, and not later than now: labels look no further. Null: it tells of none. */
export function dataEndOf(records: RecordsByKind, now: number): number | null {
  let end: number | null = null;
  for (const { createdAt, updatedAt } of [...(records.appointment ?? []), ...(records.patient ?? [])]) {
    for (const at of [createdAt, updatedAt]) if (at !== null && at <= now && (end === null || at > end)) end = at;
  }
  for (const { data } of records.appointment ?? []) {
    const { startsAt, status } = data;
    const isTold = status === 'completed' || status === 'arrived' || status === 'no_show';
    if (isTold && startsAt <= now && (end === null || startsAt > end)) end = startsAt;
  }
  return end;
}
