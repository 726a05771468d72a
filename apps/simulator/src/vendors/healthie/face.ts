import { graphql } from 'graphql';
import type { Instant, RecordKind } from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';
import type { VendorIds } from '../vendor-ids.js';
import type { VendorAnswer, VendorFace, VendorRequest, VendorSurroundings } from '../vendor-server.js';
import { complexityOf, MOST_COMPLEX } from './complexity.js';
import { connectionOf, type ListArguments } from './lists.js';
import { HealthieRows, type Row } from './rows.js';
import { healthieSchema } from './schema.js';

/** What can go wrong at this vendor and no other. */
export interface HealthieMoods {
  /** Marks of pages count rows, so that a row that leaves the list pulls the others past them. */
  marksCount?: boolean;
  /** The account of the key may not see these roots: `billingItems`. */
  hides?: string[];
  /** The account is no administrator. */
  notAdmin?: boolean;
  /** Every n-th answer is an error inside status 200. */
  busyInside?: { every: number };
  /** Changes are made and their answer is lost. */
  losesAnswers?: boolean;
  /** Called after each list was answered: what the practice does meanwhile. */
  meanwhile?: (root: string) => void;
}

export interface HealthieOptions {
  apiKey: string;
  ids: VendorIds;
  moods: HealthieMoods;
}

interface AppointmentArguments extends ListArguments {
  is_org?: boolean;
  with_all_statuses?: boolean;
  filter?: string;
  startDate?: string;
  endDate?: string;
  user_id?: string;
}

const ENDED = ['Cancelled', 'Re-Scheduled', 'No-Show', 'Late Cancellation'];
const REFUSED = { messages: [{ field: 'id', message: 'is not there' }] };

export function healthieFace(
  options: HealthieOptions,
  around: VendorSurroundings,
): VendorFace & { rows: HealthieRows; tasks: Row[] } {
  const { living } = around;
  const { ids, moods } = options;
  const rows = new HealthieRows(ids);
  const tasks: Row[] = [];
  let answers = 0;

  const standing = <K extends RecordKind>(kind: K) => living.all(kind).filter(({ deletedAt }) => deletedAt === null);
  /** What was bought of the same name is paid for again and again. */
  const paidAgain = ({ data: bought }: Standing<'package'>) =>
    standing('membership').find(({ data }) => data.patientId === bought.patientId && data.name === bought.name);
  const known = <K extends RecordKind>(kind: K, given: unknown) => {
    const own = ids.back(kind, String(given));
    const one = own === undefined ? undefined : living.get(kind, own);
    return one === undefined || one.deletedAt !== null ? undefined : one;
  };

  function page(root: string, kind: RecordKind, all: (Row | null)[], asked: ListArguments) {
    const marks = moods.marksCount === true ? 'counts' : 'rows';
    const repeatsRow = around.habits().repeatedRow === true;
    const shown = connectionOf(
      all.filter((row) => row !== null),
      asked,
      { marks, repeatsRow },
    );
    const [first] = shown.nodes;
    const own = first === undefined ? undefined : ids.back(kind, String(first.id));
    if (around.habits().driftWhilePaging === true && shown.page_info.has_next_page && own !== undefined) {
      living.touch(kind, own);
    }
    moods.meanwhile?.(root);
    return shown;
  }

  /** The people of one appointment: one, or all that are booked in the same group. */
  function together(all: readonly Standing<'appointment'>[]): Standing<'appointment'>[][] {
    const groups = new Map<string, Standing<'appointment'>[]>();
    for (const one of all) {
      const key = one.data.classId === null ? `one ${one.id}` : `group ${one.data.classId}`;
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups.values()];
  }

  function appointments(asked: AppointmentArguments): (Row | null)[] {
    // The account of the key has no appointments of its own.
    if (asked.is_org !== true) return [];
    const now = living.now();
    return together(standing('appointment')).flatMap((people) => {
      const row = rows.appointment(people);
      const starts = people[0]?.data.startsAt ?? 0;
      const wanted =
        (asked.with_all_statuses === true || !ENDED.includes(String(row?.pm_status))) &&
        (asked.filter === 'all' || starts > now) &&
        starts >= timeOf(asked.startDate, -Infinity) &&
        starts <= timeOf(asked.endDate, Infinity) &&
        (asked.user_id === undefined || people.some(({ data }) => ids.of('patient', data.patientId) === asked.user_id));
      return wanted ? [row] : [];
    });
  }

  function oneAppointment(given: string, deletedToo: boolean): Row | null {
    const people = together(living.all('appointment')).find((all) => rows.appointment(all)?.id === given);
    const row = people === undefined ? null : rows.appointment(people);
    return row !== null && (row.deleted_at === null || deletedToo) ? row : null;
  }

  const payments = () => standing('payment').filter(({ data }) => data.kind !== 'refund');
  const paymentRow = (one: Standing<'payment'>) => {
    const { membershipId } = one.data;
    return rows.payment(one, membershipId === null ? undefined : living.get('membership', membershipId));
  };
  const entries = () => standing('score').filter(({ id }) => !id.startsWith('form/'));

  function forms(): (Row | null)[] {
    const sections = standing('score').filter(({ id }) => id.startsWith('form/'));
    const names = [...new Set(sections.map(({ id }) => id.split('/')[1]))];
    return names.map((name) => rows.form(sections.filter(({ id }) => id.split('/')[1] === name)));
  }

  const user = ({ id }: { id: string }) => {
    const patient = known('patient', id);
    if (patient !== undefined) return rows.user(patient);
    const member = known('practitioner', id);
    return member === undefined ? null : rows.member(member);
  };

  const root = {
    currentUser: () => ({
      ...{ id: '1', active: true, timezone: 'UTC', is_org_admin: moods.notAdmin !== true },
      organization: { id: '1', name: 'Simulated Nutrition' },
    }),
    user,
    users: (asked: ListArguments & { active_status?: string }) => {
      const archived = asked.active_status === 'archived';
      const all = standing('patient').filter(({ data }) => (data.archivedAt !== null) === archived);
      return page(
        'users',
        'patient',
        all.map((one) => rows.user(one)),
        asked,
      );
    },
    organizationMembers: (asked: ListArguments) =>
      page(
        'organizationMembers',
        'practitioner',
        standing('practitioner').map((one) => rows.member(one)),
        asked,
      ),
    appointmentTypes: (asked: ListArguments) =>
      page(
        'appointmentTypes',
        'service',
        standing('service').map((one) => rows.type(one)),
        asked,
      ),
    appointments: (asked: AppointmentArguments) => page('appointments', 'appointment', appointments(asked), asked),
    appointment: (asked: { id: string; include_deleted?: boolean }) =>
      oneAppointment(asked.id, asked.include_deleted === true),
    userPackageSelections: (asked: ListArguments) =>
      page(
        'userPackageSelections',
        'package',
        standing('package').map((one) => rows.bought(one, paidAgain(one))),
        asked,
      ),
    requestedPayments: (asked: ListArguments) =>
      page(
        'requestedPayments',
        'invoice',
        standing('invoice').map((one) => rows.invoice(one)),
        asked,
      ),
    requestedPayment: ({ id }: { id: string }) => rowOr(known('invoice', id), (one) => rows.invoice(one)),
    billingItems: (asked: ListArguments) => page('billingItems', 'payment', payments().map(paymentRow), asked),
    billingItem: ({ id }: { id: string }) => rowOr(known('payment', id), paymentRow),
    recurringPayment: ({ id }: { id: string }) => rowOr(known('membership', id), (one) => rows.recurring(one)),
    entries: (asked: ListArguments) =>
      page(
        'entries',
        'score',
        entries().map((one) => rows.entry(one)),
        asked,
      ),
    entry: ({ id }: { id: string }) => rowOr(known('score', id), (one) => rows.entry(one)),
    formAnswerGroups: (asked: ListArguments & { updated_after?: string }) => {
      const since = timeOf(asked.updated_after, -Infinity);
      const all = forms().filter((row) => Date.parse(String(row?.updated_at)) >= since);
      return page('formAnswerGroups', 'score', all, asked);
    },
    formAnswerGroup: ({ id }: { id: string }) => forms().find((row) => row?.id === id) ?? null,
    courseMemberships: (asked: ListArguments) =>
      page(
        'courseMemberships',
        'program',
        standing('program').map((one) => rows.program(one)),
        asked,
      ),
    tasks: (asked: ListArguments & { client_id?: string; keywords?: string }) => {
      const words = asked.keywords ?? '';
      const found = tasks.filter((task) => task.client_id === asked.client_id && String(task.content).includes(words));
      return connectionOf(found, asked, { marks: 'rows', repeatsRow: false });
    },
    createAppointment: ({ input }: { input: Record<string, string> }) => book(input),
    updateAppointment: ({ input }: { input: Record<string, string> }) => {
      const one = known('appointment', input.id);
      if (one === undefined || input.pm_status !== 'Cancelled') return REFUSED;
      living.put('appointment', one.id, { ...one.data, status: 'cancelled', cancelledAt: living.now() });
      return { appointment: oneAppointment(String(input.id), true), messages: [] };
    },
    createTask: ({ input }: { input: Record<string, unknown> }) => {
      if (known('patient', input.client_id) === undefined) return REFUSED;
      const created_at = new Date(living.serverNow()).toISOString();
      const task = { id: String(tasks.length + 1), complete: false, ...input, created_at };
      tasks.push(task);
      return { task, messages: [] };
    },
  };

  function book(input: Record<string, string>) {
    const patient = known('patient', input.user_id);
    const practitioner = known('practitioner', input.other_party_id);
    const startsAt = Date.parse(input.datetime ?? '');
    if (patient === undefined || practitioner === undefined || Number.isNaN(startsAt) || !input.contact_type)
      return REFUSED;
    const id = `booked-${living.all('appointment').length + 1}`;
    const endsAt = Date.parse(input.end_time ?? '');
    living.put('appointment', id, {
      ...{
        patientId: patient.id,
        startsAt,
        endsAt: Number.isNaN(endsAt) ? null : endsAt,
        status: 'booked',
        rawStatus: null,
      },
      ...{ practitionerId: practitioner.id, locationId: null, planId: null, cancelledAt: null, cancelledBy: null },
      ...{
        serviceId: ids.back('service', String(input.appointment_type_id)) ?? null,
        cancelReason: null,
        deletedAt: null,
      },
      ...{ seriesId: null, classId: null, telehealth: null, walkIn: null, pendingRequest: null },
    });
    return { appointment: oneAppointment(ids.of('appointment', id), true), messages: [] };
  }

  async function answer({ body }: VendorRequest): Promise<VendorAnswer> {
    const { query, variables = {} } = (body ?? {}) as { query?: string; variables?: Record<string, unknown> };
    if (typeof query !== 'string') return inside('BAD_REQUEST', 'No query');
    answers += 1;
    if (moods.busyInside !== undefined && answers % moods.busyInside.every === 0) {
      return inside('TOO_MANY_REQUESTS', 'Slow down');
    }
    const hidden = moods.hides?.find((name) => new RegExp(`\\b${name}\\(`).test(query));
    if (hidden !== undefined) return { status: 200, body: { data: { [hidden]: null }, errors: [notAllowed] } };
    // A question that is no GraphQL is told so by the execution, not here.
    const complexity = /^\s*(query|mutation)\b/.test(query) ? complexityOf(query, variables) : 0;
    if (complexity > MOST_COMPLEX) {
      return inside(
        'COMPLEXITY',
        `Query has complexity of ${complexity}, which exceeds max complexity of ${MOST_COMPLEX}`,
      );
    }
    const result = await graphql({ schema: healthieSchema, source: query, rootValue: root, variableValues: variables });
    if (moods.losesAnswers === true && /^\s*mutation\b/.test(query)) return { status: 502, body: '<html>Bad gateway' };
    return { status: 200, body: result };
  }

  return {
    base: '',
    ...{ rows, tasks },
    problem: (status, sentence) => ({ status, body: { errors: [{ message: sentence }] } }),
    refuse({ headers }) {
      const fits = headers.authorization === `Basic ${options.apiKey}` && headers.authorizationsource === 'API';
      return fits ? null : inside('UNAUTHENTICATED', 'API key is invalid');
    },
    routes: [{ method: 'POST', path: '/graphql', answer }],
  };
}

const notAllowed = { message: 'You are not authorized to do this', extensions: { code: 'UNAUTHORIZED' } };

/** Errors of GraphQL come with status 200. */
const inside = (code: string, message: string): VendorAnswer => ({
  status: 200,
  body: { data: null, errors: [{ message, extensions: { code } }] },
});

const rowOr = <T>(one: T | undefined, row: (one: T) => Row): Row | null => (one === undefined ? null : row(one));

function timeOf(text: string | undefined | null, otherwise: Instant): Instant {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? otherwise : at;
}
