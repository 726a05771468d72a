import type { RecordKind } from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';
import type { Route } from '../routes.js';
import type { VendorAnswer, VendorFace, VendorRequest, VendorSurroundings } from '../vendor-server.js';
import * as rows from './rows.js';
import { fromLocal, local, type Beside, type Row } from './rows.js';

const DAY = 86_400_000;
const TOKEN_HOLDS_MS = 7 * DAY;
const MOST_ROWS = 200;

/** What can go wrong at this vendor and no other. */
export interface MindbodyMoods {
  /** The staff user may not see contact details: they are left out, and nothing is said. */
  hidesContacts?: boolean;
  /** Requests of a day after which there are no more. */
  dailyBudget?: number;
}

export interface MindbodyFaceOptions {
  apiKey: string;
  username: string;
  password: string;
  currency: string;
  beside: Beside;
  moods: MindbodyMoods;
}

export function mindbodyFace(options: MindbodyFaceOptions, around: VendorSurroundings) {
  const { living } = around;
  const { beside, moods } = options;
  const { ids, zone, siteId } = beside;
  const tokens = new Map<string, number>();
  const logs: Row[] = [];
  const keys = new Map<string, string>();
  let today = { day: 0, asked: 0 };

  const alive = <K extends RecordKind>(kind: K): Standing<K>[] =>
    living
      .all(kind)
      .filter(({ deletedAt }) => deletedAt === null)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const back = (kind: RecordKind, given: unknown): string | null =>
    typeof given === 'number' || typeof given === 'string' ? (ids.back(kind, String(given)) ?? null) : null;

  function isStaff({ headers }: VendorRequest): boolean {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    return (tokens.get(token) ?? 0) > living.serverNow();
  }

  function list(key: string, all: Row[], { query }: VendorRequest, more: Row = {}): VendorAnswer {
    const limit = Math.min(Number(query.get('request.limit') ?? 100), MOST_ROWS);
    const offset = Number(query.get('request.offset') ?? 0);
    const told = around.habits().repeatedRow === true && limit > 1 ? repeating(all, limit) : all;
    const shown = told.slice(offset, offset + limit);
    const page = { RequestedLimit: limit, RequestedOffset: offset, PageSize: shown.length, TotalResults: told.length };
    return { status: 200, body: { PaginationResponse: page, [key]: shown, ...more } };
  }

  /** Times of searches are local, and today's where nothing is said. */
  function isInside(row: Row, field: string, query: URLSearchParams, [from, to]: [string, string]): boolean {
    const now = (local(living.serverNow(), zone) ?? '').slice(0, 10);
    const start = query.get(`request.${from}`) ?? now;
    const end = query.get(`request.${to}`) ?? start;
    const value = typeof row[field] === 'string' ? row[field] : '';
    return value >= start && value.slice(0, Math.max(end.length, 10)) <= end;
  }

  function clients(request: VendorRequest): VendorAnswer {
    const { query } = request;
    const staff = isStaff(request);
    const asked = query.getAll('request.clientIDs');
    if (asked.length > 20) return problem(400, 'At most 20 clientIDs');
    const since = query.has('request.lastModifiedDate') ? Date.parse(query.get('request.lastModifiedDate') ?? '') : 0;
    const all = alive('patient')
      .filter((one) => one.updatedAt >= since)
      .filter(({ data }) => data.archivedAt === null || query.get('request.includeInactive') === 'true')
      .map((one) => rows.clientRow(beside, one, staff && moods.hidesContacts !== true))
      .filter(({ Id }) => asked.length === 0 || asked.includes(String(Id)));
    return list('Clients', all, request);
  }

  const appointmentRow = (one: Standing<'appointment'>) => rows.appointmentRow(beside, one, keys.get(one.id) ?? null);

  function appointments(request: VendorRequest): VendorAnswer {
    const { query } = request;
    const asked = query.getAll('request.appointmentIds');
    const client = query.get('request.clientId');
    const all = alive('appointment')
      .filter(({ data }) => data.status !== 'void' && data.classId === null)
      .map(appointmentRow)
      .filter((row) => isInside(row, 'StartDateTime', query, ['startDate', 'endDate']))
      .filter(({ Id }) => asked.length === 0 || asked.includes(String(Id)))
      .filter(({ ClientId }) => client === null || ClientId === client);
    return list('Appointments', all, request);
  }

  /** Who called off in time is in no list of a class any more. */
  function inClasses(): Map<string, Standing<'appointment'>[]> {
    const classes = new Map<string, Standing<'appointment'>[]>();
    for (const one of alive('appointment')) {
      const { classId, status, cancelledBy } = one.data;
      if (classId === null || (status === 'cancelled' && cancelledBy !== 'clinic')) continue;
      classes.set(classId, [...(classes.get(classId) ?? []), one]);
    }
    return classes;
  }

  function classes(request: VendorRequest): VendorAnswer {
    const all = [...inClasses().values()].map((visits) => rows.classRow(beside, visits));
    const names: [string, string] = ['startDateTime', 'endDateTime'];
    return list(
      'Classes',
      all.filter((row) => isInside(row, 'StartDateTime', request.query, names)),
      request,
    );
  }

  function classVisits({ query }: VendorRequest): VendorAnswer {
    const visits = inClasses().get(ids.back('class', query.get('request.classID') ?? '') ?? '');
    if (visits === undefined) return problem(400, 'No such class', 'ClassNotFound');
    const Visits = visits.map((one) => rows.classVisitRow(beside, one));
    return { status: 200, body: { Class: { ...rows.classRow(beside, visits), Visits } } };
  }

  function contracts(request: VendorRequest): VendorAnswer {
    const owner = back('patient', request.query.get('request.clientId'));
    const all = alive('membership').filter(({ data }) => data.patientId === owner);
    return list(
      'Contracts',
      all.map((one) => rows.contractRow(beside, one)),
      request,
    );
  }

  function sales(request: VendorRequest): VendorAnswer {
    const all = alive('payment')
      .filter(({ data }) => data.status !== 'failed')
      .map((one) => rows.saleRow(beside, one))
      .filter((row) => isInside(row, 'SaleDateTime', request.query, ['startSaleDateTime', 'endSaleDateTime']));
    return list('Sales', all, request);
  }

  function transactions(request: VendorRequest): VendorAnswer {
    const names: [string, string] = ['transactionStartDateTime', 'transactionEndDateTime'];
    const all = alive('payment').map((one) => rows.transactionRow(beside, one));
    return list(
      'Transactions',
      all.filter((row) => isInside(row, 'TransactionTime', request.query, names)),
      request,
    );
  }

  function memberships(request: VendorRequest): VendorAnswer {
    const asked = request.query.getAll('request.clientIds');
    if (asked.length === 0 || asked.length > 200) return problem(400, 'Between 1 and 200 clientIds');
    const running = alive('membership').filter(
      ({ data }) => !['cancelled', 'expired', 'paused'].includes(data.status ?? ''),
    );
    const owners = asked.map((ClientId) => ({
      ClientId,
      Memberships: running
        .filter(({ data }) => ids.of('patient', data.patientId) === ClientId)
        .map((one) => rows.membershipRow(beside, one)),
    }));
    return list('ClientMemberships', owners, request);
  }

  function services(request: VendorRequest): VendorAnswer {
    const asked = request.query.getAll('request.clientIds');
    const all = alive('package')
      .map((one) => rows.serviceRow(beside, one))
      .filter(({ ClientID }) => asked.includes(String(ClientID)))
      .filter((row) => isInside(row, 'PaymentDate', request.query, ['startDate', 'endDate']));
    return list('ClientServices', all, request);
  }

  function signIn({ body }: VendorRequest): VendorAnswer {
    const { Username, Password } = (body ?? {}) as Row;
    if (Username !== options.username || Password !== options.password) {
      return problem(401, 'Username or password is wrong', 'InvalidStaffCredentials');
    }
    const token = `staff${tokens.size}token${living.serverNow()}`;
    tokens.set(token, living.serverNow() + TOKEN_HOLDS_MS);
    const expires = new Date(living.serverNow() + TOKEN_HOLDS_MS).toISOString();
    return { status: 200, body: { TokenType: 'Bearer', AccessToken: token, Expires: expires } };
  }

  function addLog({ body }: VendorRequest): VendorAnswer {
    const { ClientId, Text, ContactMethod } = (body ?? {}) as Row;
    if (back('patient', ClientId) === null) return problem(400, 'No such client', 'ClientNotFound');
    const log = {
      Id: logs.length + 1,
      Text,
      ContactMethod,
      CreatedDateTime: local(living.serverNow(), zone),
      Client: { Id: ClientId },
    };
    logs.push(log);
    return { status: 200, body: log };
  }

  function contactLogs(request: VendorRequest): VendorAnswer {
    const client = request.query.get('request.clientId');
    return list(
      'ContactLogs',
      logs.filter((log) => (log['Client'] as Row)['Id'] === client),
      request,
    );
  }

  function book({ body }: VendorRequest): VendorAnswer {
    const asked = (body ?? {}) as Row;
    const patientId = back('patient', asked['ClientId']);
    const practitionerId = back('practitioner', asked['StaffId']);
    if (patientId === null || practitionerId === null) return problem(400, 'Not complete', 'InvalidParameter');
    const startsAt = fromLocal(String(asked['StartDateTime']), zone);
    const endsAt =
      typeof asked['EndDateTime'] === 'string' ? fromLocal(asked['EndDateTime'], zone) : startsAt + 1_800_000;
    const id = `booked-${living.all('appointment').length + 1}`;
    if (typeof asked['PartnerExternalId'] === 'string') keys.set(id, asked['PartnerExternalId']);
    living.put('appointment', id, {
      ...{ patientId, practitionerId, startsAt, endsAt, status: 'booked', rawStatus: null, planId: null },
      ...{ locationId: back('location', asked['LocationId']), serviceId: back('service', asked['SessionTypeId']) },
      ...{ cancelledAt: null, cancelledBy: null, cancelReason: null, deletedAt: null, seriesId: null, classId: null },
      ...{ telehealth: null, walkIn: null, pendingRequest: null },
    });
    return answerAppointment(id);
  }

  function change({ body }: VendorRequest): VendorAnswer {
    const { AppointmentId, Execute } = (body ?? {}) as Row;
    const id = back('appointment', AppointmentId);
    const one = id === null ? undefined : living.get('appointment', id);
    if (id === null || one === undefined || one.deletedAt !== null)
      return problem(400, 'No such appointment', 'AppointmentNotFound');
    if (Execute !== 'cancel') return problem(400, 'Not known', 'InvalidParameter');
    living.put('appointment', id, { ...one.data, status: 'cancelled', cancelledAt: living.now() });
    return answerAppointment(id);
  }

  function answerAppointment(id: string): VendorAnswer {
    const one = living.get('appointment', id);
    return one === undefined ? problem(500, 'Lost') : { status: 200, body: { Appointment: appointmentRow(one) } };
  }

  function sites(request: VendorRequest): VendorAnswer {
    const site = {
      Id: siteId,
      Name: 'Simulated Studio',
      TimeZone: zone,
      CurrencyIsoCode: options.currency,
      CountryCode: 'US',
    };
    return list('Sites', [site], request);
  }

  /** More requests than the day has are refused until tomorrow, and nothing says when that is. */
  function spent(): boolean {
    const day = Math.floor(living.serverNow() / DAY);
    today = { day, asked: (today.day === day ? today.asked : 0) + 1 };
    return moods.dailyBudget !== undefined && today.asked > moods.dailyBudget;
  }

  const get = (path: string, answer: Route['answer']): Route => ({ method: 'GET', path, answer });
  const post = (path: string, answer: Route['answer']): Route => ({ method: 'POST', path, answer });
  const face: VendorFace = {
    base: '/public/v6',
    problem,
    refuse(request) {
      const { headers } = request;
      if (headers['api-key'] !== options.apiKey) return problem(401, 'The API key is not known', 'DeniedAccess');
      if (headers['siteid'] !== String(siteId)) return problem(403, 'No access to this site', 'InvalidSiteId');
      if (spent()) return problem(429, 'Too many requests', 'TooManyRequests');
      const isDoor = request.path.endsWith('/usertoken/issue');
      if (!isDoor && headers.authorization !== undefined && !isStaff(request))
        return problem(401, 'The token has expired', 'DeniedAccess');
      return null;
    },
    routes: [
      post('/usertoken/issue', signIn),
      get('/site/sites', sites),
      get('/site/locations', (request) =>
        list(
          'Locations',
          alive('location').map((one) => rows.locationRow(beside, one)),
          request,
        ),
      ),
      get('/site/sessiontypes', (request) =>
        list(
          'SessionTypes',
          alive('service').map((one) => rows.sessionTypeRow(beside, one)),
          request,
        ),
      ),
      get('/staff/staff', (request) =>
        list(
          'StaffMembers',
          alive('practitioner').map((one) => rows.staffRow(beside, one)),
          request,
        ),
      ),
      get('/client/clients', clients),
      get('/client/activeclientsmemberships', memberships),
      get('/client/clientservices', services),
      get('/client/contactlogs', contactLogs),
      post('/client/addcontactlog', addLog),
      get('/class/classes', classes),
      get('/class/classvisits', classVisits),
      get('/client/clientcontracts', contracts),
      get('/appointment/staffappointments', appointments),
      post('/appointment/addappointment', book),
      post('/appointment/updateappointment', change),
      get('/sale/sales', sales),
      get('/sale/transactions', transactions),
    ],
  };
  return { face, logs };
}

function problem(status: number, message: string, code = 'UnexpectedError'): VendorAnswer {
  return { status, body: { Error: { Message: message, Code: code } } };
}

/** The last row of a page once more at the head of the next. */
function repeating(all: Row[], size: number): Row[] {
  const told: Row[] = [];
  for (const row of all) {
    told.push(row);
    if (told.length % size === 0) told.push(row);
  }
  return told;
}
