import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ConnectorBroken,
  defineConnector,
  OutcomeUnknown,
  RetryLater,
  SettingsWrong,
  type Connector,
  type ConnectorContext,
  type Manifest,
  type WriteAnswer,
  type WriteOperation,
} from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import { record } from './source-records.js';

interface Row {
  id: string;
  version: number;
  patientId?: string;
  startsAt?: number;
  endsAt?: number | null;
  status?: string;
  note?: string | null;
  key?: string;
}

/** How the vendor behaves until it is told otherwise. */
export type Habit = (
  request: IncomingMessage,
) => { status: number; headers?: Record<string, string>; wrote?: true } | 'silence' | 'wrote_in_silence' | null;

/** A vendor of bookings on loopback, over real HTTP: rows to read, calls to make, bookings to take. */
export class PushingVendor {
  readonly patients = new Map<string, Row>();
  readonly bookings = new Map<string, Row>();
  readonly notes: { patientId: string; key: string; text: string }[] = [];
  /** Method, path and when; never more. */
  readonly asked: { method: string; path: string; at: number }[] = [];
  habit: Habit = () => null;
  key = 'first key';
  hookSecret = 'a secret of hooks';
  now: () => number = Date.now;
  refusal: string | null = null;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.asked.push({ method: request.method ?? '', path: request.url ?? '', at: this.now() });
        const habit = this.habit(request);
        if (habit === 'silence') return void response.destroy();
        const body = Buffer.concat(chunks).toString('utf8');
        if (habit !== null && habit !== 'wrote_in_silence') {
          if (habit.wrote === true) this.answer(request.method ?? '', request.url ?? '', JSON.parse(body) as Row);
          response.writeHead(habit.status, habit.headers);
          return void response.end('{}');
        }
        if (request.headers['x-key'] !== this.key) {
          response.writeHead(401);
          return void response.end('{}');
        }
        const { status, answer } = this.answer(
          request.method ?? '',
          request.url ?? '',
          body === '' ? null : (JSON.parse(body) as Row & { text?: string }),
        );
        if (habit === 'wrote_in_silence') return void response.destroy();
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      });
    });
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What a call of the vendor carries. */
  signed(body: string, url: string, secret = this.hookSecret): Record<string, string> {
    return {
      'x-signature': createHmac('sha256', secret).update(url).update(body).digest('hex'),
      'content-type': 'application/json',
    };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(
    method: string,
    path: string,
    body: (Row & { text?: string }) | null,
  ): { status: number; answer: unknown } {
    const [, kind = '', id = ''] = path.split(/[/?]/);
    const rows = kind === 'patients' ? this.patients : this.bookings;
    if (method === 'GET' && path.startsWith('/bookings?key=')) {
      const found = [...rows.values()].filter(({ key }) => key === decodeURIComponent(path.split('=')[1] ?? ''));
      return { status: 200, answer: found };
    }
    if (method === 'GET' && kind === 'notes') return { status: 200, answer: this.notes };
    if (method === 'GET' && id === '') return { status: 200, answer: [...rows.values()] };
    if (method === 'GET') return rows.has(id) ? { status: 200, answer: rows.get(id) } : { status: 404, answer: {} };
    if (this.refusal !== null) return { status: 422, answer: { says: this.refusal } };
    if (method === 'POST' && kind === 'notes') {
      this.notes.push({ patientId: body?.patientId ?? '', key: body?.key ?? '', text: body?.text ?? '' });
      return { status: 201, answer: { id: `note-${this.notes.length}` } };
    }
    if (method === 'POST') {
      const made = { ...body, id: `b${rows.size + 1}`, version: 1, status: 'booked' } as Row;
      rows.set(made.id, made);
      return { status: 201, answer: made };
    }
    const row = rows.get(id);
    if (row === undefined) return { status: 404, answer: {} };
    Object.assign(row, { status: 'cancelled', version: row.version + 1 });
    return { status: 200, answer: row };
  }
}

/** A connector of that vendor, with every way in and out there is. */
export function pushingConnector(vendor: PushingVendor, manifest: Partial<Manifest> = {}): Connector {
  const ask = async (context: ConnectorContext, method: 'GET' | 'POST' | 'DELETE', path: string, data?: unknown) => {
    const { settings, http } = context;
    const key = String(settings['api_key'] ?? '');
    const answer = await http.axios.request<unknown>({
      ...{ method, url: `${vendor.origin}${path}`, headers: { 'x-key': key }, validateStatus: () => true },
      ...(data === undefined ? {} : { data }),
    });
    if (answer.status === 401) throw new SettingsWrong('api_key', 'The vendor does not take this key.');
    if (answer.status === 429 || answer.status >= 500) {
      if (method !== 'GET' && answer.status >= 500) throw new OutcomeUnknown(`The vendor answered ${answer.status}.`);
      throw new RetryLater(`The vendor answered ${answer.status}.`, null);
    }
    return answer;
  };
  const booking = (row: Row): SourceRecord =>
    record(
      'appointment',
      row.id,
      {
        patientId: row.patientId ?? '',
        startsAt: row.startsAt ?? 0,
        endsAt: row.endsAt ?? null,
        status: row.status === 'cancelled' ? 'cancelled' : 'booked',
      },
      { updated: row.version },
    );
  const patient = (row: Row): SourceRecord => record('patient', row.id, {}, { updated: row.version });
  const found = async (context: ConnectorContext, operation: WriteOperation): Promise<WriteAnswer | null> => {
    if (operation.kind === 'log_contact') {
      const { data } = await ask(context, 'GET', '/notes');
      return (data as { key: string }[]).some(({ key }) => key === operation.key)
        ? { state: 'confirmed', ref: 'note' }
        : null;
    }
    if (operation.kind === 'cancel') {
      const { data } = await ask(context, 'GET', `/bookings/${operation.appointmentId}`);
      return (data as Row).status === 'cancelled' ? { state: 'confirmed', ref: operation.appointmentId } : null;
    }
    const { data } = await ask(context, 'GET', `/bookings?key=${encodeURIComponent(operation.key)}`);
    const [row] = data as Row[];
    return row === undefined ? null : { state: 'confirmed', ref: row.id };
  };
  return defineConnector({
    ...{ id: 'pushing', version: 1, name: 'The vendor', description: 'For tests.', keeps: {} },
    settings: {
      type: 'object',
      properties: {
        api_key: { type: 'string', title: 'Key', secret: true },
        hook_secret: { type: 'string', title: 'Secret of hooks', secret: true },
      },
      required: ['api_key'],
    },
    manifest: {
      waysIn: ['poll', 'webhook'],
      gives: {},
      writes: {
        log_contact: { confidence: 'verified' },
        book: { confidence: 'verified' },
        cancel: { confidence: 'verified' },
      },
      throttle: null,
      ...manifest,
    },
    streams: () =>
      Promise.resolve(
        (['patient', 'appointment'] as const).map((kind) => ({
          ...{
            name: `${kind}s`,
            kinds: [kind],
            mode: 'delta',
            deletes: 'explicit',
            merges: 'none',
            confidence: 'verified',
          },
        })),
      ) as ReturnType<Connector['streams']>,
    async check(context) {
      const { status } = await ask(context, 'GET', '/patients').catch((error: unknown) => {
        if (error instanceof SettingsWrong) return { status: 401 };
        throw error;
      });
      const ok = status === 200;
      return {
        ok,
        sourceName: 'The vendor',
        timezone: null,
        problems: ok ? [] : ['The key is refused.'],
        missing: [],
        counts: {},
        notes: [],
      };
    },
    async pull(context, stream) {
      const isPatients = stream === 'patients';
      const { data } = await ask(context, 'GET', isPatients ? '/patients' : '/bookings');
      const records = (data as Row[]).map(isPatients ? patient : booking);
      return { records, unreadable: [], nextCursor: { v: 1 }, done: true };
    },
    async fetchOne(context, kind: RecordKind, id) {
      const answer = await ask(context, 'GET', `/${kind === 'patient' ? 'patients' : 'bookings'}/${id}`);
      if (answer.status === 404) return 'gone';
      if (answer.status === 403) return 'forbidden';
      if (answer.status !== 200) throw new ConnectorBroken(`The vendor answered ${answer.status}.`);
      return kind === 'patient' ? patient(answer.data as Row) : booking(answer.data as Row);
    },
    readWebhook(context, request) {
      const secret = String(context.settings['hook_secret'] ?? '');
      const given = Buffer.from(request.headers['x-signature'] ?? '', 'hex');
      const expected = createHmac('sha256', secret).update(request.url).update(request.body).digest();
      if (request.method !== 'POST') {
        const challenge = new URL(request.url).searchParams.get('challenge') ?? '';
        return Promise.resolve({
          verified: 'weak',
          dedupeKey: challenge,
          hints: [],
          reply: { status: 200, headers: { 'content-type': 'text/plain' }, body: challenge },
        });
      }
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        return Promise.resolve({ verified: 'no', dedupeKey: '', hints: [] });
      const event = JSON.parse(request.body.toString('utf8')) as {
        id: string;
        kind?: RecordKind;
        record?: string;
        booking?: Row;
      };
      const hints =
        event.record === undefined ? [] : [{ kind: event.kind ?? 'appointment', id: event.record, at: null }];
      const records = event.booking === undefined ? [] : [booking(event.booking)];
      return Promise.resolve({ verified: 'strong', dedupeKey: event.id, hints, records });
    },
    async write(context, operation) {
      const sent =
        operation.kind === 'log_contact'
          ? await ask(context, 'POST', '/notes', operation)
          : operation.kind === 'book'
            ? await ask(context, 'POST', '/bookings', operation)
            : await ask(context, 'DELETE', `/bookings/${operation.appointmentId}`);
      const answer = sent.data as { id?: string; says?: string };
      if (sent.status === 202) return { state: 'accepted', ref: null };
      if (sent.status === 422) return { state: 'refused', says: answer.says ?? 'No.' };
      return { state: 'confirmed', ref: answer.id ?? '' };
    },
    findWritten: found,
  });
}
