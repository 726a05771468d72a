import { Temporal } from 'temporal-polyfill';
import type { Instant, RecordKind } from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';
import { VendorIds } from '../vendor-ids.js';
import type { VendorSurroundings } from '../vendor-server.js';
import type { ClinikoRow, FilterKind } from './queries.js';
import * as rows from './rows.js';

/** One list of the API. */
export interface ClinikoTable {
  path: string;
  /** Name of the list in its envelope. */
  key: string;
  filters: Record<string, FilterKind>;
  /** `/{path}/{id}` exists. */
  single: boolean;
  /** A deleted row is answered 404 even by its id. */
  hidesDeleted: boolean;
  rows(): ClinikoRow[];
  find(given: string): ClinikoRow | undefined;
  /** Somebody writes the row once more. */
  touch(given: string): void;
}

export interface ClinikoTables {
  ids: VendorIds;
  /** What memos say: the practice itself keeps no words. */
  memos: ReadonlyMap<string, rows.Memo>;
  all: ClinikoTable[];
  individual: ClinikoTable;
  communications: ClinikoTable;
}

const DATES = { archived_at: 'date-time', created_at: 'date-time', updated_at: 'date-time', id: 'int64' } as const;
const VISIT = {
  ...DATES,
  deleted_at: 'date-time',
  appointment_type_id: 'int64',
  business_id: 'int64',
  practitioner_id: 'int64',
} as const;

/** The lists, drawn from the living practice; a row is drawn anew when its record changes. */
export function clinikoTables(
  server: VendorSurroundings,
  zone: string,
  memos: ReadonlyMap<string, rows.Memo>,
): ClinikoTables {
  const { living } = server;
  const ids = new VendorIds('int64');
  const names: rows.Names = { id: (list, id) => ids.of(list, id), url: (path) => `${server.origin}/v1/${path}` };
  const localDate = (at: Instant) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
  const drawn = new Map<string, ClinikoRow>();
  const consentsOf = new Map<string, Map<string, Standing<'consent'>>>();
  const members = new Map<string, Set<string>>();

  living.onChange((now, before) => {
    drawn.delete(`${now.kind} ${now.id}`);
    if (now.kind === 'consent') take(now as Standing<'consent'>);
    if (now.kind !== 'appointment') return;
    const classId = (now as Standing<'appointment'>).data.classId;
    const earlier = (before as Standing<'appointment'> | undefined)?.data.classId ?? null;
    if (earlier !== null) members.get(earlier)?.delete(now.id);
    if (classId !== null) members.set(classId, (members.get(classId) ?? new Set()).add(now.id));
  });
  function take(consent: Standing<'consent'>): void {
    const { patientId } = consent.data;
    consentsOf.set(
      patientId,
      (consentsOf.get(patientId) ?? new Map<string, Standing<'consent'>>()).set(consent.id, consent),
    );
    drawn.delete(`patient ${patientId}`);
  }

  const draw = <K extends RecordKind>(it: Standing<K>, make: (it: Standing<K>) => ClinikoRow): ClinikoRow => {
    const key = `${it.kind} ${it.id}`;
    let row = drawn.get(key);
    if (row === undefined) drawn.set(key, (row = make(it)));
    return row;
  };
  type Shape<K extends RecordKind> = Pick<ClinikoTable, 'path' | 'filters'> &
    Partial<Pick<ClinikoTable, 'key' | 'single' | 'hidesDeleted'>> & {
      kind: K;
      make: (it: Standing<K>) => ClinikoRow;
      only?: (it: Standing<K>) => boolean;
    };
  const table = <K extends RecordKind>({ kind, path, make, only = () => true, ...shape }: Shape<K>): ClinikoTable => {
    const key = shape.key ?? path;
    return {
      ...{ path, key, filters: shape.filters, single: shape.single ?? true, hidesDeleted: shape.hidesDeleted ?? false },
      rows: () =>
        living
          .all(kind)
          .filter(only)
          .map((it) => draw(it, make)),
      find(given) {
        const found = living.get(kind, ids.back(key, given) ?? '');
        return found !== undefined && only(found) ? draw(found, make) : undefined;
      },
      touch: (given) => living.touch(kind, ids.back(key, given) ?? ''),
    };
  };
  const inGroup = ({ data }: Standing<'appointment'>) => data.classId !== null;
  const groupOf = (classId: string) => {
    const found = [...(members.get(classId) ?? [])].map((id) => living.get('appointment', id));
    return rows.groupRow(
      names,
      classId,
      found.filter((it) => it !== undefined && it.deletedAt === null) as Standing<'appointment'>[],
    );
  };
  const practitioners = {
    kind: 'practitioner',
    make: (it: Standing<'practitioner'>) => rows.practitionerRow(names, it),
    hidesDeleted: true,
  } as const;
  const staff: Record<string, FilterKind> = {
    created_at: 'date-time',
    updated_at: 'date-time',
    id: 'int64',
    active: 'boolean',
    user_id: 'int64',
  };
  const individual = table<'appointment'>({
    ...{ kind: 'appointment', path: 'individual_appointments', only: (it) => !inGroup(it) },
    make: (it) => rows.individualRow(names, it),
    filters: {
      ...VISIT,
      cancelled_at: 'date-time',
      did_not_arrive: 'boolean',
      ends_at: 'date-time',
      starts_at: 'date-time',
      patient_id: 'int64',
    },
  });
  const communications = table<'communication'>({
    ...{ kind: 'communication', path: 'communications', hidesDeleted: true },
    make: (it) => rows.communicationRow(names, it, memos.get(it.id)),
    filters: { ...DATES, category_code: 'integer', type_code: 'integer', patient_id: 'int64', letter_id: 'int64' },
  });
  const groups: ClinikoTable = {
    ...{ path: 'group_appointments', key: 'group_appointments', single: true, hidesDeleted: false },
    filters: { ...VISIT, ends_at: 'date-time', starts_at: 'date-time' },
    rows: () => [...members.keys()].map(groupOf).filter((row) => row !== null),
    find(given) {
      const classId = ids.back('group_appointments', given);
      return classId === undefined ? undefined : (groupOf(classId) ?? undefined);
    },
    touch() {
      // A group is written when one of its attendees is.
    },
  };
  const numbers = new VendorIds('int32');
  return {
    ids,
    memos,
    individual,
    communications,
    all: [
      table<'location'>({
        ...{ kind: 'location', path: 'businesses', make: (it) => rows.businessRow(names, it), hidesDeleted: true },
        filters: { ...DATES, deleted_at: 'date-time' },
      }),
      table({ ...practitioners, path: 'practitioners', filters: staff, only: ({ data }) => data.active !== false }),
      table({
        ...practitioners,
        path: 'practitioners/inactive',
        key: 'practitioners',
        filters: staff,
        single: false,
        only: ({ data }) => data.active === false,
      }),
      table<'service'>({
        ...{
          kind: 'service',
          path: 'appointment_types',
          make: (it) => rows.appointmentTypeRow(names, it),
          hidesDeleted: true,
        },
        filters: { ...DATES, category: 'string' },
      }),
      table<'patient'>({
        ...{ kind: 'patient', path: 'patients', hidesDeleted: true },
        make: (it) =>
          rows.patientRow(
            names,
            it,
            [...(consentsOf.get(it.id)?.values() ?? [])].sort((a, b) => a.change - b.change),
          ),
        filters: {
          ...DATES,
          date_of_birth: 'date',
          email: 'string',
          first_name: 'string',
          last_name: 'string',
          old_reference_id: 'string',
        },
      }),
      table<'plan'>({
        ...{
          kind: 'plan',
          path: 'patient_cases',
          make: (it) => rows.caseRow(names, it, localDate),
          hidesDeleted: true,
        },
        filters: {
          ...DATES,
          closed_at: 'date-time',
          expiry_date: 'date',
          issue_date: 'date',
          patient_id: 'int64',
          name: 'string',
        },
      }),
      individual,
      groups,
      table<'appointment'>({
        ...{ kind: 'appointment', path: 'attendees', only: inGroup, make: (it) => rows.attendeeRow(names, it) },
        filters: {
          ...DATES,
          booking_id: 'int64',
          cancelled_at: 'date-time',
          deleted_at: 'date-time',
          patient_case_id: 'int64',
          patient_id: 'int64',
        },
      }),
      table<'invoice'>({
        ...{ kind: 'invoice', path: 'invoices' },
        make: (it) => rows.invoiceRow(names, it, Number(numbers.of('invoice', it.id)), localDate),
        filters: {
          ...DATES,
          deleted_at: 'date-time',
          closed_at: 'date-time',
          issue_date: 'date',
          patient_id: 'int64',
          practitioner_id: 'int64',
          status: 'integer',
        },
      }),
      // Lives, and is in no description.
      table<'recall'>({
        kind: 'recall',
        path: 'recalls',
        make: (it) => rows.recallRow(names, it),
        filters: { patient_id: 'int64' },
        hidesDeleted: true,
      }),
      communications,
    ],
  };
}
