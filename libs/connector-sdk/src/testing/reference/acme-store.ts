import type { Instant, RecordKind, SourceRecord } from '@keepwell/domain/records';
import type { WorldHabits } from '../vendor-world.js';

/** What Acme keeps, in Acme's own words. */
export type AcmeKind = 'location' | 'patient' | 'appointment' | 'invoice';
export type Row = Record<string, unknown> & { id: string };

interface Version {
  row: Row;
  /** By Acme's clock. */
  updatedAt: Instant;
  /** True time from which on lists show it. */
  visibleAt: Instant;
  deleted: boolean;
}

export interface ListQuery {
  since: Instant | null;
  /** Starts inside, for appointments and invoices. */
  from: Instant | null;
  to: Instant | null;
  ended: boolean;
  deleted: boolean;
  size: number;
  /** Go on behind this row: `updatedAt|id`. */
  after: string | null;
  /** Or by page number, which loses rows that move. */
  page: number | null;
}

const WORDS: Record<string, string> = {
  booked: 'Booked',
  completed: 'Done',
  cancelled: 'Cancelled',
  no_show: 'Missed',
};
const MOST_LATE = [0, 1, 0.5];

/** An invented practice system: a clock, versions of rows, tombstones and merges. Knows no HTTP. */
export class AcmeStore {
  private time: Instant;
  private habits: WorldHabits = {};
  private readonly kept: Record<AcmeKind, Map<string, Version[]>> = {
    location: new Map(),
    patient: new Map(),
    appointment: new Map(),
    invoice: new Map(),
  };
  private writes = 0;
  readonly notes: { key: string; text: string }[] = [];

  constructor(start: Instant) {
    this.time = start;
  }

  now(): Instant {
    return this.time;
  }

  /** What the `Date` header says. */
  ownTime(): Instant {
    return this.time + (this.habits.skewMs ?? 0);
  }

  advance(ms: number): void {
    this.time += ms;
  }

  setHabits(habits: WorldHabits): void {
    this.habits = { ...this.habits, ...habits };
  }

  put(record: SourceRecord): string {
    if (record.op === 'delete') throw new TypeError('a world is told of deletions by remove()');
    const kind = record.kind as AcmeKind;
    this.write(kind, record.id, rowOf(record), false);
    return record.id;
  }

  remove(kind: RecordKind, id: string): void {
    this.write(kind as AcmeKind, id, { id }, true);
  }

  merge(loser: string, winner: string): void {
    this.write('patient', loser, { ...this.newest('patient', loser)!.row, merged_into: winner }, false);
  }

  setStatusWord(id: string, word: string): void {
    this.write('appointment', id, { ...this.newest('appointment', id)!.row, status: word }, false);
  }

  /** As lists and single reads show it now; null: never there, or deleted. */
  one(kind: AcmeKind, id: string): Row | null {
    const version = this.visible(kind, id);
    return version === null || version.deleted ? null : shown(version);
  }

  list(kind: AcmeKind, query: ListQuery): { rows: Row[]; after: string | null } {
    const all = [...this.kept[kind].keys()]
      .flatMap((id) => this.visible(kind, id) ?? [])
      .filter((version) => this.isAsked(kind, version, query))
      .sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
    const { after, page, size } = query;
    const behind = after === null ? 0 : all.filter((version) => positionOf(version) <= after).length;
    const at = page === null ? behind : (page - 1) * size;
    // The last row of the page before comes once more.
    const from = this.habits.repeatedRow && at > 0 ? at - 1 : at;
    const rows = all.slice(from, at + size);
    const last = rows.at(-1);
    return { rows: rows.map(shown), after: last !== undefined && at + size < all.length ? positionOf(last) : null };
  }

  private isAsked(kind: AcmeKind, { row, updatedAt, deleted }: Version, query: ListQuery): boolean {
    const starts = Date.parse((row['starts_at'] ?? row['issued_at'] ?? '') as string);
    if (query.from !== null && (kind === 'appointment' || kind === 'invoice') && !(starts >= query.from)) return false;
    if (query.to !== null && (kind === 'appointment' || kind === 'invoice') && !(starts < query.to)) return false;
    // Acme keeps tombstones of patients and appointments only.
    if (deleted && (kind === 'invoice' || kind === 'location' || !query.deleted)) return false;
    const ended = row['archived_at'] !== undefined || row['status'] === 'Cancelled' || row['merged_into'] !== undefined;
    if (ended && this.habits.hidesEnded && !query.ended) return false;
    return query.since === null || updatedAt >= query.since;
  }

  private visible(kind: AcmeKind, id: string): Version | null {
    return this.kept[kind].get(id)?.findLast(({ visibleAt }) => visibleAt <= this.time) ?? null;
  }

  private newest(kind: AcmeKind, id: string): Version | undefined {
    return this.kept[kind].get(id)?.at(-1);
  }

  private write(kind: AcmeKind, id: string, row: Row, deleted: boolean): void {
    const late = (this.habits.lateCommitMs ?? 0) * MOST_LATE[this.writes % MOST_LATE.length]!;
    this.writes += 1;
    const versions = this.kept[kind].get(id) ?? [];
    this.kept[kind].set(id, [...versions, { row, updatedAt: this.ownTime(), visibleAt: this.time + late, deleted }]);
  }

  /** What Acme's own staff would do at the counter, or an integrator through the API. */
  book(row: Omit<Row, 'id'>): string {
    const id = `b${this.kept.appointment.size + 1}`;
    this.write('appointment', id, { ...row, id, status: 'Booked' }, false);
    return id;
  }

  cancel(id: string): boolean {
    const version = this.visible('appointment', id);
    if (version === null || version.deleted) return false;
    this.write('appointment', id, { ...version.row, status: 'Cancelled', cancelled_at: iso(this.time) }, false);
    return true;
  }

  appointments(): Row[] {
    return [...this.kept.appointment.keys()].flatMap((id) => this.one('appointment', id) ?? []);
  }
}

const positionOf = ({ updatedAt, row }: Version) => `${String(updatedAt).padStart(15, '0')}|${row.id}`;

function shown({ row, updatedAt, deleted }: Version): Row {
  return { ...row, updated_at: iso(updatedAt), ...(deleted ? { deleted: true } : {}) };
}

export const iso = (at: Instant) => new Date(at).toISOString();

/** Acme's words for a record, with what must never leave Acme beside it. */
function rowOf(record: SourceRecord): Row {
  const data = { ...(record as { data?: object }).data } as Record<string, unknown>;
  const when = (field: string) => (typeof data[field] === 'number' ? iso(data[field]) : undefined);
  switch (record.kind) {
    case 'location':
      return { id: record.id, name: data['name'], zone: data['timezone'] };
    case 'patient':
      return {
        id: record.id,
        given: data['givenName'],
        family: data['familyName'],
        phone: data['phone'],
        archived_at: when('archivedAt'),
        social_security: '078-05-1120',
      };
    case 'appointment':
      return {
        id: record.id,
        patient: data['patientId'],
        starts_at: when('startsAt'),
        ends_at: when('endsAt'),
        status: WORDS[String(data['status'])] ?? 'Booked',
        cancelled_at: when('cancelledAt'),
        location: data['locationId'] ?? undefined,
      };
    default:
      return {
        id: record.id,
        patient: data['patientId'],
        issued_at: when('issuedAt'),
        total: (Number(data['totalMinor']) / 100).toFixed(2),
        currency: data['currency'],
      };
  }
}
