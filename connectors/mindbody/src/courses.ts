import { askFrom, slicesOf, windowAround, type DeltaMarks, type Slice, type Stream } from '@keepwell/connector-sdk';
import type { Instant, RecordKind, SourceRecord, ZoneId } from '@keepwell/domain/records';
import * as map from './map.js';
import type { Mapping } from './map.js';
import { local, type Row } from './row.js';
import type { MindbodySettings } from './settings.js';

/** One question, to be paged through. */
export interface Step {
  path: string;
  /** Where the rows are in the answer. */
  key: string;
  query: Record<string, string | boolean>;
  mapRow: (row: Row, mapping: Mapping) => SourceRecord[] | null;
}

export interface Around {
  /** Null: everything. */
  marks: DeltaMarks;
  range: Slice;
  zone: ZoneId;
}

export interface Course {
  stream: Stream;
  /** `classes`, `contracts`: as often as the settings say, and only where they do. `daily`: read whole, about once a day. `sweep`: a range of dates, as often as the settings say. `delta`: what changed. */
  how: 'daily' | 'sweep' | 'delta' | 'classes' | 'contracts';
  steps(around: Around): Step[];
  /** Besides: read for the clients, or the classes, of a page. */
  each?: 'client' | 'contract' | 'class';
}

/** Nobody says by whose clock `lastModifiedDate` is meant: no two clocks on earth are further apart than this. */
export const CLIENTS_OVERLAP_MS = 27 * 3_600_000;
/** One search is kept to this many days: the vendor names no limit, and answers slowly. */
const MOST_DAYS = 62;
const DAY = 86_400_000;

const stream = (name: string, kinds: RecordKind[], more: Partial<Stream>): Stream => ({
  ...{ name, kinds, mode: 'snapshot', deletes: 'absence', merges: 'none', confidence: 'verified', compares: true },
  ...more,
});

const simple = (path: string, key: string, mapRow: Step['mapRow']) => () => [{ path, key, query: {}, mapRow }];

/** Times of searches are the site's own; a day more on both sides, since a search ends with a date or with a time. */
function searches({ range, zone }: Around, from: string, to: string, step: Omit<Step, 'query'>): Step[] {
  return slicesOf({ from: range.from - DAY, to: range.to + DAY }, MOST_DAYS).map((slice) => ({
    ...step,
    query: { [from]: local(slice.from, zone), [to]: local(slice.to, zone) },
  }));
}

export const CLIENTS = { path: 'client/clients', key: 'Clients' } as const;
export const APPOINTMENTS = { path: 'appointment/staffappointments', key: 'Appointments' } as const;

export const COURSES: Course[] = [
  {
    stream: stream('Locations', ['location'], {}),
    ...{ how: 'daily', steps: simple('site/locations', 'Locations', map.mapLocation) },
  },
  {
    stream: stream('Staff', ['practitioner'], {}),
    ...{ how: 'daily', steps: simple('staff/staff', 'StaffMembers', map.mapStaff) },
  },
  {
    stream: stream('SessionTypes', ['service'], {}),
    ...{ how: 'daily', steps: simple('site/sessiontypes', 'SessionTypes', map.mapSessionType) },
  },
  {
    stream: stream('Clients', ['patient', 'consent'], { mode: 'delta' }),
    how: 'delta',
    steps({ marks }) {
      const since = askFrom(marks, CLIENTS_OVERLAP_MS);
      const changed: Step['query'] =
        since === null ? {} : { 'request.lastModifiedDate': new Date(since).toISOString() };
      // Whoever is inactive is left out unless they are asked for.
      return [{ ...CLIENTS, query: { 'request.includeInactive': true, ...changed }, mapRow: map.mapClient }];
    },
  },
  {
    stream: stream('Appointments', ['appointment'], { mode: 'window' }),
    how: 'sweep',
    steps: (around) =>
      searches(around, 'request.startDate', 'request.endDate', { ...APPOINTMENTS, mapRow: map.mapAppointment }),
  },
  {
    stream: stream('Sales', ['payment'], { mode: 'window', deletes: 'none' }),
    how: 'sweep',
    steps: (around) => [
      ...searches(around, 'request.startSaleDateTime', 'request.endSaleDateTime', {
        ...{ path: 'sale/sales', key: 'Sales', mapRow: map.mapSale },
      }),
      ...searches(around, 'request.transactionStartDateTime', 'request.transactionEndDateTime', {
        ...{ path: 'sale/transactions', key: 'Transactions', mapRow: map.mapTransaction },
      }),
    ],
  },
  {
    stream: stream('Memberships', ['membership', 'package'], { confidence: 'experimental' }),
    ...{ how: 'daily', each: 'client' },
    steps: () => [{ ...CLIENTS, query: { 'request.includeInactive': true }, mapRow: () => null }],
  },
  {
    stream: stream('Contracts', ['membership'], { confidence: 'experimental', compares: false }),
    ...{ how: 'contracts', each: 'contract' },
    steps: () => [{ ...CLIENTS, query: { 'request.includeInactive': true }, mapRow: () => null }],
  },
  {
    stream: stream('ClassVisits', ['appointment'], { mode: 'window', confidence: 'experimental', compares: false }),
    ...{ how: 'classes', each: 'class' },
    steps: (around) =>
      searches(around, 'request.startDateTime', 'request.endDateTime', {
        ...{ path: 'class/classes', key: 'Classes', mapRow: () => null },
      }),
  },
];

/** Those that the settings ask for: what costs a request for each client or class is read where somebody said so. */
export function coursesOf({ classesEveryMs, contractsEveryMs }: MindbodySettings): Course[] {
  return COURSES.filter(({ how }) =>
    how === 'classes' ? classesEveryMs !== null : how === 'contracts' ? contractsEveryMs !== null : true,
  );
}

/** What a walk covers: at first as far back as the settings say, later a month back and three ahead. */
export function rangeOf(now: Instant, months: number, first: boolean, how: Course['how'] = 'sweep'): Slice {
  if (how === 'classes') return windowAround(now, { past: first ? 14 : 3, future: 14 });
  return windowAround(now, { past: first ? months * 31 : 31, future: first ? 365 : 92 });
}
