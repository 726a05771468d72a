import { createHmac } from 'node:crypto';
import type { Instant, RecordKind } from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';
import type { VendorIds } from '../vendor-ids.js';
import type { VendorAnswer, VendorFace, VendorRequest, VendorSurroundings } from '../vendor-server.js';
import * as rows from './rows.js';
import type { Beside, Row } from './rows.js';

const HOUR = 3_600_000;

/** What can go wrong at this vendor and no other. */
export interface NexHealthMoods {
  /** NexHealth stopped reading the practice's system then: it answers as before, from an old copy. */
  readsStoppedAt?: Instant;
  /** It cannot write into the practice's system. */
  writesStopped?: boolean;
  /** How long the practice's system takes to take a booking. Default 10 minutes. */
  insertionMs?: number;
  /** Blocks in the diary beside the appointments. */
  blocks?: number;
  /** Every n-th answer of a list says status 200 and `code: false`. */
  failsInside?: { every: number };
  /** Bookings are accepted and their answer is lost. */
  losesAnswers?: boolean;
}

export interface NexHealthOptions {
  apiKey: string;
  subdomain: string;
  ids: VendorIds;
  moods: NexHealthMoods;
}

interface List {
  path: string;
  kind: RecordKind;
  row: (standing: never, beside: Beside) => Row;
  knows: string[];
  needs?: string[];
  /** Refused unless one of these is said besides the location. */
  filters?: string[];
  sorts: boolean;
  keep?: (standing: Standing, query: URLSearchParams) => boolean;
  /** Deleted rows stay, marked. */
  tombstones?: boolean;
}

/** Endpoints that are older than the version asked for answer in this media type, the others in plain JSON. */
const OLDER = { 'content-type': 'application/vnd.Nexhealth+json;version=2' };
const OLDER_PATHS =
  /^\/(authenticates|sync_status|locations(\/\d+)?|appointment_types(\/\d+)?|patient_recalls\/\d+|appointments\/\d+)$/;

function inItsType({ method, path }: VendorRequest, answer: VendorAnswer): VendorAnswer {
  const older = OLDER_PATHS.test(path) && method !== 'PATCH';
  return older ? { ...answer, headers: { ...OLDER, ...answer.headers } } : answer;
}

const PAGING = ['start_cursor', 'end_cursor', 'per_page', 'sort'];
const LEDGER = ['patient_id', 'guarantor_id', 'updated_since', 'provider_id'];

export function nexHealthFace(options: NexHealthOptions, around: VendorSurroundings): VendorFace {
  const { living } = around;
  const { ids, moods, subdomain } = options;
  const tokens = new Map<string, Instant>();
  const insertedAt = new Map<string, Instant>();
  let lists = 0;

  const beside: Beside = {
    ids,
    institution: 1,
    foreignId: (kind, id) => ((insertedAt.get(id) ?? 0) > living.now() ? null : `f-${ids.of(kind, id)}`),
    zoneOf(locationId) {
      const known = locationId === null ? undefined : living.get('location', locationId);
      return (known ?? living.all('location')[0])?.data.timezone ?? 'America/New_York';
    },
  };
  const standing = <K extends RecordKind>(kind: K) => living.all(kind).filter(({ deletedAt }) => deletedAt === null);
  const back = (kind: RecordKind, given: unknown): string | null =>
    typeof given === 'number' || typeof given === 'string' ? (ids.back(kind, String(given)) ?? null) : null;

  const ok = (data: unknown, extra: Row = {}, status = 200): VendorAnswer => ({
    status,
    body: { code: true, description: '', error: [], data, ...extra },
  });
  const problem = (status: number, sentence: string): VendorAnswer => ({
    status,
    body: { code: false, description: sentence, error: [sentence], data: {}, count: 0 },
  });

  /** The first location has what belongs to none: a practice's own system has but one database. */
  function atLocation(locationId: string | null, query: URLSearchParams): boolean {
    const asked = query.get('location_id');
    if (asked === null) return true;
    const first = living.all('location')[0]?.id ?? '';
    return ids.of('location', locationId ?? first) === asked;
  }

  const LISTS: List[] = [
    {
      ...{ path: '/providers', kind: 'practitioner', row: rows.providerRow, sorts: true },
      knows: ['location_id', 'inactive', 'updated_since', 'requestable'],
      keep: ({ data }, query) =>
        ((data as { active: boolean | null }).active === false) === (query.get('inactive') === 'true'),
    },
    {
      ...{ path: '/patients', kind: 'patient', row: rows.patientRow, sorts: true, needs: ['location_id'] },
      knows: ['location_id', 'updated_since', 'inactive', 'non_patient', 'location_strict'],
    },
    {
      ...{ path: '/treatment_plans', kind: 'plan', row: rows.planRow, sorts: false },
      knows: ['updated_since', 'patient_id', 'status'],
    },
    {
      ...{ path: '/appointments', kind: 'appointment', row: rows.appointmentRow, sorts: true, needs: ['start', 'end'] },
      knows: [
        'location_id',
        'start',
        'end',
        'cancelled',
        'unavailable',
        'updated_since',
        'patient_ids[]',
        'provider_ids[]',
      ],
      keep: keepAppointment,
    },
    {
      ...{ path: '/patient_recalls', kind: 'recall', row: rows.recallRow, sorts: false, needs: ['location_id'] },
      knows: ['location_id', 'updated_since', 'due_after', 'patient_id'],
    },
    {
      ...{
        path: '/charges',
        kind: 'invoice',
        row: rows.chargeRow,
        sorts: true,
        needs: ['location_id'],
        filters: LEDGER,
      },
      ...{ knows: ['location_id', 'include_deleted', ...LEDGER], tombstones: true },
      keep: ({ id }) => !id.startsWith('balance/'),
    },
    {
      ...{ path: '/guarantor_balances', kind: 'invoice', row: rows.balanceRow, sorts: true, needs: ['location_id'] },
      ...{
        filters: ['updated_since', 'guarantor_id'],
        knows: ['location_id', 'updated_since', 'guarantor_id', 'show_zero_balances'],
      },
      keep: ({ id }) => id.startsWith('balance/'),
    },
    {
      ...{
        path: '/payments',
        kind: 'payment',
        row: rows.paymentRow,
        sorts: true,
        needs: ['location_id'],
        filters: LEDGER,
      },
      ...{ knows: ['location_id', 'include_deleted', ...LEDGER], tombstones: true },
    },
  ];

  function keepAppointment({ data, deletedAt }: Standing, query: URLSearchParams): boolean {
    const one = data as Standing<'appointment'>['data'];
    const cancelled = ['cancelled', 'late_cancelled', 'rescheduled'].includes(one.status);
    const asked = query.get('cancelled');
    const patients = query.getAll('patient_ids[]');
    if (deletedAt !== null || one.status === 'void') return false;
    if (!atLocation(one.locationId, query)) return false;
    if (asked !== null && (asked === 'true') !== cancelled) return false;
    if (asked === null && cancelled && around.habits().hidesEnded === true) return false;
    if (patients.length > 0 && !patients.includes(ids.of('patient', one.patientId))) return false;
    return one.startsAt >= timeOf(query, 'start') && one.startsAt <= timeOf(query, 'end');
  }

  function answerList(list: List, request: VendorRequest): VendorAnswer {
    const { query } = request;
    const lacking = ['subdomain', ...(list.needs ?? [])].find((name) => query.get(name) === null);
    if (lacking !== undefined) return problem(400, `${lacking} is missing`);
    if (query.get('subdomain') !== subdomain) return problem(403, 'No access to this institution');
    if (list.filters !== undefined && !list.filters.some((name) => query.has(name))) {
      return problem(400, 'At least one filter besides location_id is needed');
    }
    lists += 1;
    if (moods.failsInside !== undefined && lists % moods.failsInside.every === 0) {
      return { ...problem(200, 'Something went wrong') };
    }
    const strange = [...query.keys()].filter((name) => ![...list.knows, ...PAGING, 'subdomain'].includes(name));
    const error = strange.map((name) => `${name} is not a known parameter`);
    const page = pageOf(found(list, query), query, list.sorts);
    if (page.more) drift(list.kind, page.shown);
    const data: Row[] = page.shown.map((one) => list.row(one as never, beside));
    if (list.kind === 'appointment' && !page.more) data.push(...blocks());
    return ok(data, { error, page_info: page.info });
  }

  function found(list: List, query: URLSearchParams): Standing[] {
    const since = query.has('updated_since') ? timeOf(query, 'updated_since') : -Infinity;
    return (living.all(list.kind) as readonly Standing[]).filter((one) => {
      const deleted = one.deletedAt !== null;
      if (deleted && !(list.tombstones === true && query.get('include_deleted') === 'true')) return false;
      return one.updatedAt >= since && (list.keep?.(one, query) ?? true);
    });
  }

  /** Keyset pages, as the vendor's cursors are: of equal times the smaller id first. */
  function pageOf(all: Standing[], query: URLSearchParams, sorts: boolean) {
    const byTime = sorts && query.get('sort') === 'updated_at';
    const keyOf = (one: Standing) => `${byTime ? String(one.updatedAt).padStart(15, '0') : ''} ${one.id}`;
    const ordered = [...all].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const after = Buffer.from(query.get('end_cursor') ?? '', 'base64url').toString('utf8');
    const size = Math.min(Math.max(Number(query.get('per_page') ?? 5), 1), 1000);
    const repeats = around.habits().repeatedRow === true && size > 1;
    const rest = ordered.filter((one) => (repeats ? keyOf(one) >= after : keyOf(one) > after));
    const shown = rest.slice(0, size);
    const last = shown.at(-1);
    const more = rest.length > size;
    const mark = (one: Standing | undefined) =>
      one === undefined ? '' : Buffer.from(keyOf(one)).toString('base64url');
    const info = {
      ...{ has_previous_page: after !== '', has_next_page: more },
      ...{ start_cursor: mark(shown[0]), end_cursor: mark(last) },
    };
    return { shown, more, info };
  }

  function drift(kind: RecordKind, shown: Standing[]): void {
    const [first] = shown;
    if (around.habits().driftWhilePaging === true && first !== undefined) living.touch(kind, first.id);
  }

  function blocks(): Row[] {
    const now = living.serverNow();
    return Array.from({ length: moods.blocks ?? 0 }, (_, at) =>
      rows.blockRow(2_100_000_000 + at, now + at * HOUR, now, beside),
    );
  }

  function answerOne(list: List, request: VendorRequest): VendorAnswer {
    const own = back(list.kind, request.params.id);
    const one = own === null ? undefined : living.get(list.kind, own);
    if (one === undefined || (one.deletedAt !== null && list.tombstones !== true)) return problem(404, 'Not found');
    return ok(list.row(one as never, beside), { count: 1 });
  }

  function signIn({ headers }: VendorRequest): VendorAnswer {
    if (headers.authorization !== options.apiKey) return problem(401, 'Unauthorized');
    const until = living.serverNow() + HOUR;
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const head = `${part({ alg: 'HS256' })}.${part({ exp: Math.floor(until / 1000), n: tokens.size })}`;
    const token = `${head}.${createHmac('sha256', options.apiKey).update(head).digest('base64url')}`;
    tokens.set(token, until);
    return ok({ token }, { count: 1 }, 201);
  }

  function book(request: VendorRequest): VendorAnswer {
    const appt = (request.body as { appt?: Row } | undefined)?.appt;
    const place = back('location', request.query.get('location_id'));
    const data = appt === undefined ? null : rows.bookedFrom(appt, back, place);
    if (data === null) return problem(400, 'appt is not complete');
    if (typeof appt?.note === 'string' && appt.note.length > 128) return problem(400, 'note is too long');
    const id = `booked-${living.all('appointment').length + 1}`;
    insertedAt.set(id, living.now() + (moods.insertionMs ?? 600_000));
    living.put('appointment', id, data);
    if (moods.losesAnswers === true) return problem(500, 'Lost on the way');
    const made = living.get('appointment', id);
    return ok({ appt: made === undefined ? {} : rows.appointmentRow(made, beside) }, { count: 1 }, 201);
  }

  function change(request: VendorRequest): VendorAnswer {
    const own = back('appointment', request.params.id);
    const one = own === null ? undefined : living.get('appointment', own);
    const appt = (request.body as { appt?: Row } | undefined)?.appt;
    if (one === undefined || own === null || one.deletedAt !== null) return problem(404, 'Not found');
    if (appt?.cancelled === true) {
      living.put('appointment', own, { ...one.data, status: 'cancelled', cancelledAt: living.now() });
    } else if (appt?.confirmed === true) living.put('appointment', own, { ...one.data, status: 'confirmed' });
    if (moods.losesAnswers === true) return problem(500, 'Lost on the way');
    const changed = living.get('appointment', own) ?? one;
    return ok({ appt: rows.appointmentRow(changed, beside) }, { count: 1 });
  }

  function synchronization(): VendorAnswer {
    const now = living.serverNow();
    const stopped = moods.readsStoppedAt !== undefined && moods.readsStoppedAt <= living.now();
    const locations = standing('location').map(({ id, data }) => ({
      id: Number(ids.of('location', id)),
      name: data.name,
    }));
    const source = {
      ...{ institution_id: 1, sync_source_type: 'DataSource', sync_source_name: 'Simulated', locations },
      emr: { id: 1, name: 'simdent', display_name: 'SimDent', type: 'onprem' },
      read_status: stopped ? 'red' : 'green',
      read_status_at: new Date(stopped ? (moods.readsStoppedAt ?? now) : now).toISOString(),
      write_status: moods.writesStopped === true ? 'red' : 'green',
      write_status_at: new Date(now).toISOString(),
    };
    return ok([source], { count: 1 });
  }

  function locations(): VendorAnswer {
    const all = standing('location').map((one) => rows.locationRow(one, beside));
    return ok([{ id: 1, name: 'Simulated Dental', subdomain, locations: all }], { count: 1 });
  }

  const routes: VendorFace['routes'] = [
    { method: 'POST', path: '/authenticates', open: true, answer: signIn },
    { method: 'GET', path: '/sync_status', answer: synchronization },
    { method: 'GET', path: '/locations', answer: locations },
    {
      ...{ method: 'GET', path: '/locations/:id' },
      answer: (request) => answerOne({ kind: 'location', row: rows.locationRow } as unknown as List, request),
    },
    {
      ...{ method: 'GET', path: '/appointment_types' },
      answer: () =>
        ok(
          standing('service').map((one) => rows.typeRow(one, beside)),
          { count: standing('service').length },
        ),
    },
    {
      ...{ method: 'GET', path: '/appointment_types/:id' },
      answer: (request) => answerOne({ kind: 'service', row: rows.typeRow } as unknown as List, request),
    },
    { method: 'POST', path: '/appointments', answer: book },
    { method: 'PATCH', path: '/appointments/:id', answer: change },
    ...LISTS.flatMap((list): VendorFace['routes'] => [
      { method: 'GET', path: list.path, answer: (request) => answerList(list, request) },
      { method: 'GET', path: `${list.path}/:id`, answer: (request) => answerOne(list, request) },
    ]),
  ];

  return {
    base: '',
    problem,
    refuse({ headers }) {
      const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
      if ((tokens.get(token) ?? 0) <= living.serverNow()) return problem(401, 'Unauthorized');
      const version = headers['nex-api-version'];
      return version === 'v3.0.0' || version === 'v20240412' ? null : problem(400, 'Nex-Api-Version is not known');
    },
    routes: routes.map((route) => ({
      ...route,
      answer: async (request) => inItsType(request, await route.answer(request)),
    })),
  };
}

function timeOf(query: URLSearchParams, name: string): Instant {
  const at = Date.parse(query.get(name) ?? '');
  return Number.isNaN(at) ? Infinity : at;
}
