import { Temporal } from 'temporal-polyfill';
import type { Appointment, RecordKind } from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';
import type { Route } from '../routes.js';
import { VendorIds } from '../vendor-ids.js';
import type { VendorAnswer, VendorFace, VendorRequest, VendorSurroundings } from '../vendor-server.js';
import * as rows from './rows.js';
import type { OdRow } from './rows.js';

/** What can go wrong at this vendor and no other. */
export interface OpenDentalMoods {
  /** Lists that this version of the program cannot be asked what changed: 400. Paths, with their slash. */
  refusesDateTStamp?: string[];
  /** Lists that it does not give at all: 400. */
  refuses?: string[];
}

export interface OpenDentalOptions {
  moods: OpenDentalMoods;
  developerKey: string;
  customerKey: string;
  zone: string;
}

export interface OpenDentalFace extends VendorFace {
  ids: VendorIds;
  /** Status words that no handbook knows, by appointment. */
  words: Map<string, string>;
  /** What was noted of a contact. */
  notes: ReadonlyMap<string, string>;
}

const PAGE = 100;

/** The practice as Open Dental's API shows it. */
export function openDentalFace(options: OpenDentalOptions, server: VendorSurroundings): OpenDentalFace {
  const { living } = server;
  const ids = new VendorIds('int32');
  const words = new Map<string, string>();
  const notes = new Map<string, string>();
  const office = rows.officeOf(
    options.zone,
    (table, id) => Number(ids.of(table, id)),
    () => living.serverNow(),
  );
  const consents = new Map<string, Standing<'consent'>[]>();
  let made = 0;

  living.onChange((now) => {
    if (now.kind !== 'consent') return;
    const consent = now as Standing<'consent'>;
    const others = consents.get(consent.data.patientId)?.filter(({ id }) => id !== consent.id) ?? [];
    consents.set(consent.data.patientId, [...others, consent]);
  });

  const alive = <K extends RecordKind>(kind: K) => living.all(kind).filter(({ deletedAt }) => deletedAt === null);
  const find = <K extends RecordKind>(kind: K, table: string, num: unknown): Standing<K> | undefined => {
    const id = typeof num === 'number' || typeof num === 'string' ? ids.back(table, String(num)) : undefined;
    const found = id === undefined ? undefined : living.get(kind, id);
    return found?.deletedAt === null ? found : undefined;
  };
  const patient = (it: Standing<'patient'>) => rows.patientRow(office, it, consents.get(it.id) ?? []);
  const appointment = (it: Standing<'appointment'>) => rows.appointmentRow(office, it, words.get(it.id));

  /** A bare list, a page of it, and no word of how many there are. */
  const list = (
    path: string,
    all: () => OdRow[],
    by: string,
    filter: (row: OdRow, query: URLSearchParams) => boolean = () => true,
  ): Route => ({
    method: 'GET',
    path,
    answer({ query }) {
      const { driftWhilePaging = false, repeatedRow = false } = server.habits();
      const offset = Number(query.get('Offset') ?? 0);
      const limit = Math.min(Number(query.get('Limit') ?? PAGE), PAGE);
      if (!Number.isInteger(offset) || !Number.isInteger(limit) || limit < 1)
        return problem(400, 'Limit and Offset are numbers.');
      const stamp = query.get('DateTStamp');
      if (options.moods.refuses?.includes(path) === true) return problem(400, `${path} is not valid.`);
      if (stamp !== null && options.moods.refusesDateTStamp?.includes(path) === true)
        return problem(400, 'DateTStamp is not a valid parameter.');
      const found = all().filter((row) => (stamp === null || String(row['DateTStamp']) > stamp) && filter(row, query));
      if (!driftWhilePaging) found.sort((a, b) => Number(a[by]) - Number(b[by]));
      const from = repeatedRow && offset > 0 ? offset - 1 : offset;
      const page = found.slice(from, offset + limit);
      const [first] = page;
      if (driftWhilePaging && first !== undefined && offset + limit < found.length) touch(first);
      return { status: 200, body: page };
    },
  });
  function touch(row: OdRow): void {
    const [kind, table, num] =
      'AptNum' in row
        ? (['appointment', 'appointment', row['AptNum']] as const)
        : (['patient', 'patient', row['PatNum']] as const);
    living.clock.advance(1_000);
    living.touch(kind, ids.back(table, String(num)) ?? '');
  }
  const one = <K extends RecordKind>(
    path: string,
    kind: K,
    table: string,
    draw: (it: Standing<K>) => OdRow,
  ): Route => ({
    method: 'GET',
    path: `${path}/:num`,
    answer({ params }) {
      const found = find(kind, table, params['num']);
      return found === undefined ? problem(404, `${table} not found.`) : { status: 200, body: draw(found) };
    },
  });
  const same = (row: OdRow, query: URLSearchParams, ...names: string[]) =>
    names.every((name) => query.get(name) === null || String(row[name]) === query.get(name));
  const dated = (row: OdRow, query: URLSearchParams) => {
    const date = String(row['AptDateTime']).slice(0, 10);
    const [on, from, to] = ['date', 'dateStart', 'dateEnd'].map((name) => query.get(name));
    return (!on || date === on) && (!from || date >= from) && (!to || date <= to);
  };
  const hist = () =>
    living
      .all('appointment')
      .flatMap((it) =>
        rows.histRows(office, it, living.historyOf('appointment', it.id), living.serverNow() - living.now()),
      );

  return {
    ids,
    words,
    notes,
    base: '/api/v1',
    problem,
    refuse({ headers }) {
      if (headers.authorization !== `ODFHIR ${options.developerKey}/${options.customerKey}`) {
        return problem(401, 'Invalid developer or customer key.');
      }
      return headers['content-type']?.startsWith('application/json') === true
        ? null
        : problem(400, 'Content-Type must be application/json.');
    },
    routes: [
      list(
        '/patients/Simple',
        () => alive('patient').map(patient),
        'PatNum',
        (row, query) => same(row, query, 'PatStatus', 'LName'),
      ),
      one('/patients', 'patient', 'patient', patient),
      list(
        '/appointments',
        () => alive('appointment').map(appointment),
        'AptNum',
        (row, query) => same(row, query, 'PatNum', 'AptStatus', 'Op') && dated(row, query),
      ),
      one('/appointments', 'appointment', 'appointment', appointment),
      list('/histappointments', hist, 'HistApptNum', (row, query) =>
        same(row, query, 'AptNum', 'PatNum', 'HistApptAction'),
      ),
      list('/providers', () => alive('practitioner').map((it) => rows.providerRow(office, it)), 'ProvNum'),
      one('/providers', 'practitioner', 'provider', (it) => rows.providerRow(office, it)),
      list('/clinics', () => alive('location').map((it) => rows.clinicRow(office, it)), 'ClinicNum'),
      list(
        '/appointmenttypes',
        () => alive('service').map((it) => rows.appointmentTypeRow(office, it)),
        'AppointmentTypeNum',
      ),
      list('/recalls/List', dueRecalls, 'PatNum', (row, query) => {
        const due = dateOfScreen(String(row['DueDate']));
        const [from, to] = ['DateStart', 'DateEnd'].map((name) => dateOfScreen(query.get(name) ?? ''));
        return (!from || due >= from) && (!to || due <= to);
      }),
      list(
        '/commlogs',
        () => alive('communication').map((it) => rows.commlogRow(office, it, notes.get(it.id))),
        'CommlogNum',
        (row, query) => same(row, query, 'PatNum'),
      ),
      one('/commlogs', 'communication', 'commlog', (it) => rows.commlogRow(office, it, notes.get(it.id))),
      list(
        '/payments',
        () => alive('payment').map((it) => rows.paymentRow(office, it)),
        'PayNum',
        (row, query) => String(row['DateEntry']) >= (query.get('DateEntry') ?? ''),
      ),
      list(
        '/procedurelogs',
        () => living.all('plan').map((it) => rows.procedureRow(office, it)),
        'ProcNum',
        (row, query) => same(row, query, 'PatNum', 'ProcStatus'),
      ),
      { method: 'POST', path: '/commlogs', answer: logContact },
      { method: 'POST', path: '/appointments', answer: book },
      { method: 'PUT', path: '/appointments/:num/Break', answer: breakAppointment },
    ],
  };

  function dueRecalls(): OdRow[] {
    return alive('recall')
      .filter(({ data }) => data.doneAt === null && data.dueOn !== null)
      .map((it) => rows.recallListRow(office, it));
  }

  function instantOf(local: unknown): number | null {
    if (typeof local !== 'string' || !/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$/.test(local)) return null;
    return Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime(options.zone).epochMilliseconds;
  }

  function logContact({ body }: VendorRequest): VendorAnswer {
    const fields = fieldsOf(body);
    const found = find('patient', 'patient', fields['PatNum']);
    const { Note: note } = fields;
    if (found === undefined || typeof note !== 'string') return problem(400, 'PatNum and Note are required.');
    const id = `commlog-${living.now().toString(36)}-${(made += 1)}`;
    notes.set(id, note);
    const channel = { Text: 'sms', Email: 'email', Phone: 'call' }[String(fields['Mode_'] as string)] ?? null;
    living.put('communication', id, {
      ...{ patientId: found.id, at: instantOf(fields['CommDateTime']) ?? living.serverNow(), channel },
      direction: fields['SentOrReceived'] === 'Received' ? 'in' : 'out',
      ...{ needsReply: null, repliedAt: null, kind: null },
    });
    const written = living.get('communication', id);
    return { status: 201, body: written === undefined ? {} : rows.commlogRow(office, written, note) };
  }

  function book({ body }: VendorRequest): VendorAnswer {
    const fields = fieldsOf(body);
    const found = find('patient', 'patient', fields['PatNum']);
    const startsAt = instantOf(fields['AptDateTime']);
    if (found === undefined || startsAt === null || typeof fields['Op'] !== 'number') {
      return problem(400, 'PatNum, Op and AptDateTime are required.');
    }
    const pattern = typeof fields['Pattern'] === 'string' ? fields['Pattern'] : '/XX/';
    const id = `booked-${living.now().toString(36)}-${(made += 1)}`;
    living.put('appointment', id, {
      ...NOTHING_ELSE,
      ...{ patientId: found.id, startsAt, endsAt: startsAt + pattern.length * 300_000 },
      practitionerId: find('practitioner', 'provider', fields['ProvNum'])?.id ?? null,
      locationId: find('location', 'clinic', fields['ClinicNum'])?.id ?? null,
      serviceId: find('service', 'appointmenttype', fields['AppointmentTypeNum'])?.id ?? null,
    });
    const written = living.get('appointment', id);
    return { status: 201, body: written === undefined ? {} : appointment(written) };
  }

  function breakAppointment({ params, body }: VendorRequest): VendorAnswer {
    const found = find('appointment', 'appointment', params['num']);
    if (found === undefined) return problem(404, 'Appointment not found.');
    const fields = fieldsOf(body);
    if (!['true', 'false'].includes(String(fields['sendToUnscheduledList'] as string))) {
      return problem(400, 'sendToUnscheduledList is required.');
    }
    if (appointment(found)['AptStatus'] !== 'Scheduled')
      return problem(400, 'Only appointments with a status of Scheduled can be broken.');
    const status = fields['breakType'] === 'Missed' ? 'no_show' : 'cancelled';
    living.put('appointment', found.id, {
      ...found.data,
      status,
      cancelledAt: status === 'cancelled' ? living.now() : null,
    });
    return { status: 200 };
  }
}

const NOTHING_ELSE: Omit<Appointment, 'patientId' | 'startsAt'> = {
  ...{ endsAt: null, status: 'booked', rawStatus: null, practitionerId: null, locationId: null, serviceId: null },
  ...{ planId: null, cancelledAt: null, cancelledBy: null, cancelReason: null, deletedAt: null, seriesId: null },
  ...{ classId: null, telehealth: null, walkIn: null, pendingRequest: null },
};

function dateOfScreen(text: string): string {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (match === null) return '';
  const [, month = '', day = '', year = ''] = match;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** A sentence, not JSON. */
function problem(status: number, sentence: string): VendorAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: sentence };
}

function fieldsOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
