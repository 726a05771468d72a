import { setImmediate as nextTurn } from 'node:timers/promises';
import { isPayerId, RECORD_KINDS, type RecordKind } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';
import type { RecordTable } from '../entities/record-table.js';
import { RECORD_TABLES } from '../entities/record-tables.js';
import { RecordQueries } from '../queries/record.queries.js';
import { compare, type Meaning } from './compare.js';
import { contentText, hashOfContent, NO_CONTENT } from './content-hash.js';
import type { Head, IncomingRecord, Version } from './incoming.js';
import { type Plan, planOne } from './plan-writes.js';
import { freshIds } from './record-ids.js';
import { isStorableId, storableProblems } from './storable.js';
import type { RecordScope } from './staging.js';
import { type Tangle, untangle } from './untangle.js';

/** `lost`: nothing said what became of it. Never so, unless something here is broken; then the sums of a run do not add up, and it is refused. */
export type Outcome = 'applied' | 'unchanged' | 'patient_unknown' | 'invalid' | 'lost';

/** What keeps a record from being stored, naming fields and never values. Asked only of what would be written. */
export type CheckRecord = (record: IncomingRecord, table: RecordTable) => string[];

export interface StoredRecords {
  /** One outcome per record, in the order given. */
  outcomes: Outcome[];
  /** Whether a record changed anything here, were it only a clock: what the journal keeps. By its place in the list. */
  told: boolean[];
  /** Whether a record was new, changed or deleted for us; null otherwise. By its place in the list. */
  news: ('new' | 'changed' | 'gone' | null)[];
  /** Why a record is `invalid`, by its place in the list. */
  problems: Map<number, string>;
  /** Our ids of the patient records whose facts changed. */
  patientIds: Set<string>;
  /** Source ids of patient records that are new here: rows may have waited for them. */
  newPatients: string[];
  /** Source ids of patient records that were written: merges may follow. */
  writtenPatients: string[];
  /** Kinds of which anything changed. */
  kinds: Set<RecordKind>;
  /** Locations, practitioners or services changed: everybody's answer may. */
  practiceChanged: boolean;
}

interface Entry {
  version: Version;
  index: number;
}

const queries = new RecordQueries();

/**
 * Stores versions of records: only real changes are written, older versions find their place in the history, rows of an
 * unknown patient are left out. Kinds go in the order in which one may name another. The caller holds the lock of the
 * connection, so that nobody else writes between the look and the write. The records are taken over: they are not the
 * caller's any more.
 */
export async function storeRecords(
  tx: Transaction,
  scope: RecordScope,
  records: IncomingRecord[],
  check: CheckRecord = (record, table) => storableProblems(table, record),
): Promise<StoredRecords> {
  const stored: StoredRecords = {
    outcomes: records.map(() => 'lost'),
    told: records.map(() => false),
    news: records.map(() => null),
    problems: new Map(),
    patientIds: new Set(),
    newPatients: [],
    writtenPatients: [],
    kinds: new Set(),
    practiceChanged: false,
  };
  const toldAt = new Date(records.reduce((latest, { observedAt }) => Math.max(latest, observedAt), 0));
  const byKind = new Map<RecordKind, Map<string, Entry[]>>();
  records.forEach((record, index) => {
    if (!isStorableId(record.sourceId)) {
      // Not even to be looked up.
      stored.outcomes[index] = 'invalid';
      stored.problems.set(index, 'id is empty, too long, or holds a NUL character');
      return;
    }
    if (!Object.hasOwn(RECORD_TABLES, record.kind)) throw new TypeError('A record is of no kind that is kept');
    let versions = byKind.get(record.kind);
    if (versions === undefined) byKind.set(record.kind, (versions = new Map<string, Entry[]>()));
    const entry = { version: Object.assign(record, { hash: NO_CONTENT }), index };
    const others = versions.get(record.sourceId);
    if (others === undefined) versions.set(record.sourceId, [entry]);
    else others.push(entry);
  });
  for (const kind of RECORD_KINDS) {
    const versions = byKind.get(kind);
    if (versions !== undefined) await storeKind(tx, scope, RECORD_TABLES[kind], versions, stored, check, toldAt);
  }
  return stored;
}

async function storeKind(
  tx: Transaction,
  scope: RecordScope,
  table: RecordTable,
  versions: Map<string, Entry[]>,
  stored: StoredRecords,
  check: CheckRecord,
  toldAt: Date,
): Promise<void> {
  const changed = await leaveOutUnchanged(tx, table, scope, versions, stored);
  if (versions.size === 0) return;
  const heads = changed.length === 0 ? new Map<string, Head>() : await queries.heads(tx, table, scope, changed);
  const isSound = ({ version, index }: Entry): boolean => {
    // What stands as it is was sound when it was written.
    if (heads.get(version.sourceId)?.hash === version.hash) return true;
    const problems = check(version, table);
    if (problems.length === 0) return true;
    stored.outcomes[index] = 'invalid';
    stored.problems.set(index, problems.join('; '));
    return false;
  };
  for (const [sourceId, entries] of versions) versions.set(sourceId, entries.filter(isSound));
  const patients = await findPatients(tx, table, scope, versions, heads);
  const patientIdOf = (data: Record<string, unknown> | null, head: Head | null): string | null => {
    if (!table.ofPatient) return null;
    const named = data?.patientId;
    if (typeof named !== 'string') return data === null ? (head?.patientId ?? null) : null;
    return patients.get(named) ?? (isPayerId(named) ? null : (head?.patientId ?? null));
  };

  const plan: Plan = { rows: [], past: [], touches: [] };
  const tangles: Tangle[] = [];
  const tangled = new Map<string, Entry[]>();
  const ids = scope.ids ?? freshIds;
  for (const [sourceId, entries] of versions) {
    const head = heads.get(sourceId) ?? null;
    const known = entries.filter(({ version, index }) => {
      if (!waitsForPatient(table, version, head, patients)) return true;
      stored.outcomes[index] = 'patient_unknown';
      return false;
    });
    const fresh = withoutRepeats(known, head);
    if (fresh.length < known.length) {
      const once = new Set(fresh);
      for (const entry of known) if (!once.has(entry)) stored.outcomes[entry.index] = 'unchanged';
    }
    const [first] = fresh;
    if (first === undefined) continue;
    const meaning = fresh.length > 1 ? 'tangled' : compare(first.version, head);
    if (meaning === 'tangled') {
      tangles.push({ sourceId, head, versions: fresh.map(({ version }) => version) });
      tangled.set(sourceId, fresh);
    } else {
      const patientId = patientIdOf(first.version.data, head);
      const isNews = planOne(plan, first.version, meaning, head, patientId, ids);
      stored.outcomes[first.index] = isNews ? 'applied' : 'unchanged';
      stored.told[first.index] = head === null || meaning !== 'unchanged';
      stored.news[first.index] = newsOf(first.version, meaning, head);
    }
  }
  for (const fresh of tangled.values()) for (const { index } of fresh) stored.outcomes[index] = 'unchanged';
  const news = await untangle(tx, queries, table, scope, tangles, patientIdOf, plan);
  for (const [sourceId, fresh] of news) {
    for (const { version, index } of versions.get(sourceId) ?? []) {
      if (fresh.some(({ sequence }) => sequence === version.sequence)) {
        stored.outcomes[index] = 'applied';
        stored.news[index] = version.data === null ? 'gone' : heads.has(sourceId) ? 'changed' : 'new';
      }
    }
    // All of them together, were it only for the order that they leave behind.
    for (const { index } of tangled.get(sourceId) ?? []) stored.told[index] = true;
  }

  await queries.write(tx, table, scope, plan.rows, toldAt);
  await queries.addPast(tx, table, scope, plan.past, toldAt);
  await queries.touch(tx, table, scope, plan.touches);
  noteChanges(stored, table, plan, heads, news);
}

/**
 * Most of a page is as it was, told by hash and clock alone: that is left out. Returns the source ids of what is stored and
 * has to be looked at more closely.
 */
async function leaveOutUnchanged(
  tx: Transaction,
  table: RecordTable,
  scope: RecordScope,
  versions: Map<string, Entry[]>,
  { outcomes }: StoredRecords,
): Promise<string[]> {
  const [stored] = await Promise.all([
    queries.glance(tx, table, scope, [...versions.keys()]),
    hashMeanwhile(table, versions),
  ]);
  const changed: string[] = [];
  for (const [sourceId, { hash, latestAt, isThere }] of stored) {
    const [entry, ...others] = versions.get(sourceId) ?? [];
    const clock = entry?.version.updatedAt ?? null;
    const isUnchanged = isThere && others.length === 0 && entry?.version.hash === hash;
    if (isUnchanged && (clock === null || clock === latestAt)) {
      versions.delete(sourceId);
      outcomes[entry.index] = 'unchanged';
    } else changed.push(sourceId);
  }
  return changed;
}

/** Hashing keeps this core busy: the query must have left before, so that PostgreSQL looks at the same time. */
async function hashMeanwhile(table: RecordTable, versions: Map<string, Entry[]>): Promise<void> {
  await nextTurn();
  for (const entries of versions.values()) {
    for (const { version } of entries) {
      if (version.data === null) continue;
      version.text = contentText(table, version.createdAt, version.data);
      version.hash = hashOfContent(version.text);
    }
  }
}

function newsOf(version: Version, meaning: Meaning, head: Head | null): 'new' | 'changed' | 'gone' | null {
  if (head === null) return version.data === null ? null : 'new';
  if (meaning === 'gone') return 'gone';
  return meaning === 'changed' || (meaning === 'again' && head.goneAt !== null) ? 'changed' : null;
}

/** Who is affected by what was planned. */
function noteChanges(
  stored: StoredRecords,
  table: RecordTable,
  plan: Plan,
  heads: Map<string, Head>,
  news: Map<string, Version[]>,
): void {
  const changed = new Set<string>();
  for (const row of plan.rows) {
    changed.add(row.sourceId);
    if (table.kind === 'patient') {
      stored.patientIds.add(row.id);
      stored.writtenPatients.push(row.sourceId);
      if (row.write === 'insert') stored.newPatients.push(row.sourceId);
    } else if (row.patientId !== null) {
      stored.patientIds.add(row.patientId);
    }
  }
  const touched = new Map(plan.touches.map((touch) => [touch.id, touch]));
  for (const head of heads.values()) {
    const touch = touched.get(head.id);
    // A new clock alone is no news; coming or going is.
    if (touch !== undefined && touch.goneAt !== head.goneAt) {
      changed.add(head.sourceId);
      if (table.kind === 'patient') stored.writtenPatients.push(head.sourceId);
    }
    if ((news.get(head.sourceId)?.length ?? 0) > 0) changed.add(head.sourceId);
    // Also whom a row belonged to before.
    if (head.patientId !== null && changed.has(head.sourceId)) stored.patientIds.add(head.patientId);
  }
  if (changed.size > 0) stored.kinds.add(table.kind);
  if (changed.size > 0 && !table.ofPatient && table.kind !== 'patient') stored.practiceChanged = true;
}

async function findPatients(
  tx: Transaction,
  table: RecordTable,
  scope: RecordScope,
  versions: Map<string, Entry[]>,
  heads: Map<string, Head>,
): Promise<Map<string, string>> {
  const wanted = new Set<string>();
  if (!table.ofPatient) return new Map();
  for (const [sourceId, entries] of versions) {
    for (const { version } of entries) {
      const named = version.data?.patientId;
      // A row that stands as it is had its patient when it was written.
      if (typeof named === 'string' && heads.get(sourceId)?.hash !== version.hash) wanted.add(named);
    }
  }
  return wanted.size === 0 ? new Map() : queries.patientIds(tx, scope, [...wanted]);
}

function waitsForPatient(
  table: RecordTable,
  version: Version,
  head: Head | null,
  patients: Map<string, string>,
): boolean {
  if (!table.ofPatient || head?.hash === version.hash) return false;
  const named = version.data?.patientId;
  return typeof named === 'string' && !isPayerId(named) && !patients.has(named);
}

/**
 * Without exact repetitions. Of several lines without a clock only the last tells how a stored record stands: the
 * others were read before, each time the file was.
 */
function withoutRepeats(entries: Entry[], head: Head | null): Entry[] {
  if (entries.length < 2) return entries;
  const kept = new Map<string, Entry>();
  for (const entry of entries) {
    const { updatedAt, hash } = entry.version;
    const key = updatedAt === null && head !== null ? 'without clock' : `${updatedAt}/${hash}`;
    kept.delete(key);
    kept.set(key, entry);
  }
  return [...kept.values()];
}
