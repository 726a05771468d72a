import type { Appointment, Communication, RecordKind } from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';
import type { Route } from '../routes.js';
import type { VendorAnswer, VendorFace, VendorRequest, VendorSurroundings } from '../vendor-server.js';
import { FilterWrong } from './queries.js';
import { clinikoTables, type ClinikoTables } from './tables.js';
import { answerList, answerOne, notFound } from './lists.js';
import type { Memo } from './rows.js';

export interface ClinikoFaceOptions {
  apiKey: string;
  /** Where a date has no time: the practice's zone. */
  zone: string;
}

/** The practice as Cliniko shows it: API v1 as the vendor's own description of November 2025 has it. */
export function clinikoFace(
  { apiKey, zone }: ClinikoFaceOptions,
  server: VendorSurroundings,
): VendorFace & { tables: ClinikoTables } {
  const { living } = server;
  const memos = new Map<string, Memo>();
  const tables = clinikoTables(server, zone, memos);
  const lists: Route[] = tables.all.flatMap((table): Route[] => [
    { method: 'GET', path: `/${table.path}`, answer: (request) => answerList(server, table, request) },
    ...(table.single
      ? [
          {
            method: 'GET' as const,
            path: `/${table.path}/:id`,
            answer: (request: VendorRequest) => answerOne(table, request),
          },
        ]
      : []),
  ]);
  const authorization = (headers: VendorRequest['headers']) =>
    Buffer.from((headers.authorization ?? '').replace(/^Basic /i, ''), 'base64').toString();

  const standing = <K extends RecordKind>(kind: K, list: string, given: string): Standing<K> | undefined => {
    const id = tables.ids.back(list, given);
    const found = id === undefined ? undefined : living.get(kind, id);
    return found === undefined || found.deletedAt !== null ? undefined : found;
  };

  return {
    tables,
    base: '/v1',
    problem,
    fault: (error) => (error instanceof FilterWrong ? problem(400, error.message) : null),
    limits: (seconds, now) => ({
      'x-ratelimit-limit': '200',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(now / 1000) + (seconds ?? 60)),
    }),
    refuse({ headers }) {
      if (authorization(headers) !== `${apiKey}:`) return problem(401, 'You do not have the required authorization');
      if (!/.+ \(.+@.+\)/.test(headers['user-agent'] ?? ''))
        return problem(400, 'A User-Agent with a contact is needed');
      return null;
    },
    routes: [
      ...lists,
      {
        method: 'GET',
        path: '/individual_appointments/:id/conflicts',
        answer: () => ({ status: 200, body: { conflicts: { exist: false } } }),
      },
      { method: 'POST', path: '/individual_appointments', answer: (request) => book(request, standing, tables) },
      {
        method: 'PATCH',
        path: '/individual_appointments/:id/cancel',
        answer: (request) =>
          cancel(request, standing('appointment', 'individual_appointments', request.params['id'] ?? '')),
      },
      {
        method: 'PATCH',
        path: '/attendees/:id/cancel',
        answer: (request) => cancel(request, standing('appointment', 'attendees', request.params['id'] ?? '')),
      },
      { method: 'POST', path: '/communications', answer: (request) => logMemo(request, standing, tables) },
    ],
  };

  function cancel({ body }: VendorRequest, found: Standing<'appointment'> | undefined): VendorAnswer {
    if (found === undefined) return notFound();
    const { cancellation_reason: reason } = fieldsOf(body);
    if (typeof reason !== 'number' || ![10, 20, 30, 40, 50, 60].includes(reason))
      return invalid('cancellation_reason', 'is not included in the list');
    if (found.data.status !== 'cancelled') {
      const word = { 60: 'work', 30: 'sick', 40: 'away' }[reason] ?? null;
      living.put('appointment', found.id, {
        ...found.data,
        status: 'cancelled',
        cancelledAt: living.now(),
        cancelReason: word,
      });
    }
    return { status: 204 };
  }

  function book({ body }: VendorRequest, find: typeof standing, { ids, individual }: ClinikoTables): VendorAnswer {
    const fields = fieldsOf(body);
    const named = (field: string) => textOf(fields[field]);
    const startsAt = Date.parse(named('starts_at'));
    if (Number.isNaN(startsAt)) return invalid('starts_at', "can't be blank");
    const patient = find('patient', 'patients', named('patient_id'));
    const practitioner = find('practitioner', 'practitioners', named('practitioner_id'));
    const business = find('location', 'businesses', named('business_id'));
    const type = find('service', 'appointment_types', named('appointment_type_id'));
    for (const [field, found] of Object.entries({ patient, practitioner, business, appointment_type: type })) {
      if (found === undefined) return invalid(`${field}_id`, 'must exist');
    }
    const endsAt = Date.parse(named('ends_at'));
    const id = `booked-${living.now().toString(36)}-${(made += 1)}`;
    living.put('appointment', id, {
      ...NOTHING_ELSE,
      patientId: patient?.id ?? '',
      practitionerId: practitioner?.id ?? null,
      locationId: business?.id ?? null,
      serviceId: type?.id ?? null,
      planId: ids.back('patient_cases', named('patient_case_id')) ?? null,
      startsAt,
      endsAt: Number.isNaN(endsAt) ? startsAt + 30 * 60_000 : endsAt,
    });
    return created(individual.find(ids.of('individual_appointments', id)));
  }

  function logMemo(
    { body }: VendorRequest,
    find: typeof standing,
    { ids, communications }: ClinikoTables,
  ): VendorAnswer {
    const fields = fieldsOf(body);
    if (fields['category_code'] !== 12) return invalid('category_code', 'is not included in the list');
    const patient = find('patient', 'patients', textOf(fields['patient_id']));
    if (patient === undefined) return invalid('patient_id', 'must exist');
    const channel = { 1: 'sms', 2: 'email', 3: 'call' }[Number(fields['type_code'])] ?? null;
    const id = `memo-${living.now().toString(36)}-${(made += 1)}`;
    const text = (field: string) => (typeof fields[field] === 'string' ? fields[field] : null);
    memos.set(id, {
      content: text('content'),
      from: text('from'),
      to: text('to'),
      confidential: fields['confidential'] === true,
    });
    const data: Communication = {
      ...{ patientId: patient.id, at: living.serverNow(), channel, needsReply: null, repliedAt: null, kind: null },
      direction: fields['direction_code'] === 2 ? 'in' : 'out',
    };
    living.put('communication', id, data);
    return created(communications.find(ids.of('communications', id)));
  }
}

let made = 0;

const NOTHING_ELSE: Omit<Appointment, 'patientId' | 'startsAt'> = {
  ...{ endsAt: null, status: 'booked', rawStatus: null, practitionerId: null, locationId: null, serviceId: null },
  ...{ planId: null, cancelledAt: null, cancelledBy: null, cancelReason: null, deletedAt: null, seriesId: null },
  ...{ classId: null, telehealth: null, walkIn: null, pendingRequest: null },
};

function fieldsOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function created(row: { json: Record<string, unknown> } | undefined): VendorAnswer {
  return { status: 201, body: row?.json ?? {} };
}

function problem(status: number, message: string): VendorAnswer {
  return { status, body: { message } };
}

function invalid(field: string, says: string): VendorAnswer {
  return { status: 422, body: { message: 'Validation Failed', errors: { [field]: says } } };
}
