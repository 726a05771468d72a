import type { Instant, RecordKind } from '@keepwell/domain/records';
import { missingParts } from '../../capability.js';
import {
  defineConnector,
  type Connector,
  type ConnectorContext,
  type Cursor,
  type PullOptions,
  type PullPage,
  type Stream,
} from '../../connector.js';
import { cursorOf } from '../../cursors.js';
import { ConnectorBroken, RetryLater, SettingsWrong } from '../../errors.js';
import { tokenSource, type TokenSource } from '../../http/tokens.js';
import { vendorHttp, type VendorHttp, type VendorHttpOptions } from '../../http/vendor-http.js';
import type { Manifest } from '../../manifest.js';
import { pageMark } from '../../pages.js';
import { statusWords } from '../../status-words.js';
import {
  askFrom,
  finishWalk,
  NO_MARKS,
  noteAnswer,
  OVERLAP_MS,
  slicesOf,
  watermarkOf,
  windowAround,
  type DeltaMarks,
  type Slice,
} from '../../walks.js';
import type { WriteAnswer, WriteOperation } from '../../write-back.js';
import { ACME_WORDS, mapRow, type AcmeMapping, type Mapped } from './acme-map.js';
import { iso, type AcmeKind } from './acme-store.js';
import { readAcmeMessage, receiveAcmeMessage } from './acme-messages.js';
import { readAcmeHook } from './acme-webhook.js';

/** How the connector goes about it; each planted fault that cannot be put around it from outside changes one. */
export interface AcmeWays {
  overlapMs: number;
  /** Never: what the vendor's clock says, were it tomorrow. */
  trustsTomorrow: boolean;
  /** Never: ours instead of the vendor's. */
  ownClock: boolean;
  asksForEnded: boolean;
  /** Never: rows move between pages. */
  byPageNumber: boolean;
  /** Whether a page that comes again and again is noticed. */
  guardsPages: boolean;
  heedsPeople: boolean;
  map: typeof mapRow;
  client: (context: ConnectorContext) => Pick<VendorHttp, 'get' | 'getOne' | 'send'>;
}

const NAMES = { vendor: 'Acme', urlField: 'url', signInField: 'api_key' };

export const HONEST: AcmeWays = {
  overlapMs: OVERLAP_MS,
  trustsTomorrow: false,
  ownClock: false,
  asksForEnded: true,
  byPageNumber: false,
  guardsPages: true,
  heedsPeople: true,
  map: mapRow,
  client: (context) => acmeHttp(context),
};

export function acmeHttp(context: ConnectorContext, more: Partial<VendorHttpOptions> = {}): VendorHttp {
  return vendorHttp(context, {
    ...NAMES,
    baseUrl: String(context.settings['url']),
    tokens: acmeTokens(context),
    errorInside: (body, what) =>
      isRow(body) && body['ok'] === false ? new RetryLater(`Acme could not answer the ${what}.`) : null,
    ...more,
  });
}

export function acmeTokens(context: ConnectorContext): TokenSource {
  const baseUrl = String(context.settings['url']);
  const signingIn = vendorHttp(context, { ...NAMES, baseUrl: new URL('/', baseUrl).href });
  return tokenSource(context, {
    connector: 'acme',
    ...NAMES,
    async signIn() {
      const { body } = await signingIn.ask('token', { key: context.settings['api_key'] }, { what: 'sign-in' });
      const { access_token: token, expires_in: seconds } = body as Record<string, unknown>;
      if (typeof token !== 'string') throw new ConnectorBroken('Acme answered the sign-in without a token.');
      return { token, holdsMs: typeof seconds === 'number' ? seconds * 1000 : null };
    },
  });
}

interface Position {
  marks: DeltaMarks;
  /** The address of the next page; null: the walk (or its next slice) begins. */
  next: string | null;
  walk: string | null;
  slice: number;
  mark: string | null;
  pages: number;
}

const START: Position = { marks: NO_MARKS, next: null, walk: null, slice: 0, mark: null, pages: 0 };
const cursors = cursorOf(
  1,
  (value): value is Position => isRow(value) && isRow(value['marks']) && typeof value['pages'] === 'number',
);

const STREAMS: (Stream & { kind: AcmeKind })[] = [
  {
    name: 'locations',
    kind: 'location',
    kinds: ['location'],
    mode: 'snapshot',
    deletes: 'absence',
    merges: 'none',
    confidence: 'verified',
    compares: true,
  },
  {
    name: 'patients',
    kind: 'patient',
    kinds: ['patient'],
    mode: 'delta',
    deletes: 'explicit',
    merges: 'pointer',
    confidence: 'verified',
    compares: true,
  },
  {
    name: 'appointments',
    kind: 'appointment',
    kinds: ['appointment'],
    mode: 'delta',
    deletes: 'explicit',
    merges: 'none',
    confidence: 'verified',
    compares: true,
  },
  {
    name: 'invoices',
    kind: 'invoice',
    kinds: ['invoice'],
    mode: 'window',
    deletes: 'absence',
    merges: 'none',
    confidence: 'verified',
  },
];

const MANIFEST: Manifest = {
  waysIn: ['poll', 'webhook', 'stream'],
  gives: Object.fromEntries(
    STREAMS.map(({ kind, mode, deletes, merges, confidence }) => [kind, { mode, deletes, merges, confidence }]),
  ),
  writes: {
    log_contact: { confidence: 'verified' },
    book: { confidence: 'verified' },
    cancel: { confidence: 'verified' },
  },
  throttle: { scope: 'connection', keyFields: ['api_key'], budgets: [{ requests: 100, perMs: 60_000 }] },
};

/** A small honest connector to an invented vendor: what the kit is tried on, and what a new one can be copied from. */
export function acmeConnector(changed: Partial<AcmeWays> = {}): Connector {
  const ways: AcmeWays = { ...HONEST, ...changed };
  return defineConnector({
    id: 'acme',
    version: 1,
    name: 'Acme',
    description: 'An invented practice system.',
    settings: {
      type: 'object',
      properties: {
        url: { type: 'string', title: 'Address', format: 'uri' },
        api_key: { type: 'string', title: 'API key', secret: true },
        webhook_secret: { type: 'string', title: 'Webhook secret', secret: true },
      },
      required: ['url', 'api_key'],
    },
    manifest: MANIFEST,
    keeps: {
      location: ['name', 'timezone', 'openDays', 'opensAt', 'closedOn'],
      patient: ['givenName', 'familyName', 'phone', 'archivedAt', 'mergedInto'],
      appointment: ['patientId', 'startsAt', 'endsAt', 'status', 'rawStatus', 'cancelledAt', 'locationId'],
      invoice: ['patientId', 'issuedAt', 'totalMinor', 'currency'],
    },
    async streams(context) {
      await zoneOf(ways, context);
      return STREAMS.map(({ kind: _kind, ...stream }) => stream);
    },
    check: (context) => checkAcme(ways, context),
    pull: (context, stream, cursor, options) => pullAcme(ways, context, stream, cursor, options),
    async fetchOne(context, kind, id) {
      const what = `reading of one ${kind}`;
      const answer = await ways.client(context).getOne(`${kind}s/${encodeURIComponent(id)}`, { what });
      if (answer === 'gone' || answer === 'forbidden') return answer;
      const mapped = ways.map(kind as AcmeKind, answer.body as Record<string, unknown>, await mappingOf(ways, context));
      return 'record' in mapped ? mapped.record : 'forbidden';
    },
    readWebhook: async (context, request) => readAcmeHook(String(context.settings['webhook_secret'] ?? ''), request),
    receiveMessage: (_context, message) => receiveAcmeMessage(message),
    readMessage: async (_context, message) => readAcmeMessage(message),
    write: (context, operation) => writeAcme(ways, context, operation),
    findWritten: (context, operation) => findAcme(ways, context, operation),
  });
}

async function zoneOf(ways: AcmeWays, context: ConnectorContext): Promise<string> {
  const { body } = await ways.client(context).get('account', { what: 'look at the account' });
  const { zone } = body as Record<string, unknown>;
  if (typeof zone !== 'string') throw new ConnectorBroken('Acme describes its account in another way than it used to.');
  return zone;
}

async function mappingOf(ways: AcmeWays, context: ConnectorContext): Promise<AcmeMapping> {
  const zone = context.timezone ?? (await zoneOf(ways, context));
  return { zone, statuses: statusWords(ACME_WORDS, ways.heedsPeople ? context.statusMap : undefined) };
}

async function checkAcme(ways: AcmeWays, context: ConnectorContext) {
  const kinds: RecordKind[] = STREAMS.map(({ kind }) => kind);
  const result = { sourceName: 'Acme', timezone: null, missing: missingParts(kinds), counts: {}, notes: [] };
  try {
    return { ...result, ok: true, problems: [], timezone: await zoneOf(ways, context) };
  } catch (error) {
    if (error instanceof SettingsWrong || error instanceof RetryLater || error instanceof ConnectorBroken) {
      return { ...result, ok: false, problems: [error.message] };
    }
    throw error;
  }
}

async function pullAcme(
  ways: AcmeWays,
  context: ConnectorContext,
  name: string,
  cursor: Cursor | null,
  { limit, compare }: PullOptions,
): Promise<PullPage> {
  const stream = STREAMS.find((each) => each.name === name);
  if (stream === undefined) throw new ConnectorBroken(`Acme has no stream ${name}.`);
  const delta = stream.mode === 'delta' && compare === undefined;
  const at = cursors.read(cursor) ?? START;
  const walk = at.walk ?? `${name} ${iso(context.now())}`;
  const slices = slicesFor(stream, walk, compare);
  const slice = slices[at.slice] ?? null;

  const answer = await ways.client(context).get(at.next ?? `${name}`, {
    what: `list of ${name}`,
    ...(at.next !== null && !ways.byPageNumber ? {} : { query: queryOf(ways, at, slice, delta, limit) }),
  });
  const { rows, next } = listOf(answer.body, name);
  const mark = ways.guardsPages
    ? pageMark(
        rows.map((row) => JSON.stringify([row['id'], row['updated_at']])),
        at.next === null ? null : at.mark,
        'Acme',
      )
    : null;
  const mapping = await mappingOf(ways, context);
  const mapped = rows.map((row) => ways.map(stream.kind, row, mapping));
  const records = mapped.flatMap((each) => ('record' in each ? each.record : []));
  const marks = noteAnswer(
    at.marks,
    ways.ownClock ? context.now() : answer.at,
    records.map(({ updatedAt }) => updatedAt),
  );

  const lastSlice = at.slice >= slices.length - 1;
  const more = ways.byPageNumber ? (rows.length < limit ? null : name) : next;
  const done = more === null && lastSlice;
  const reached = ways.trustsTomorrow ? finishWalk(marks) : finishWalk(marks, { now: context.now() });
  const pages = at.pages + 1;
  const following: Position = done
    ? { ...START, marks: delta ? reached : NO_MARKS }
    : {
        marks,
        walk,
        next: more,
        slice: more === null ? at.slice + 1 : at.slice,
        mark,
        pages: more === null || (ways.guardsPages && !ways.byPageNumber) ? 0 : pages,
      };
  return {
    records,
    unreadable: mapped.flatMap((each: Mapped) => ('aside' in each ? each.aside : [])),
    nextCursor: cursors.write(following),
    done,
    ...(done ? { watermark: watermarkOf(marks) } : {}),
    ...(delta ? {} : { sweep: sweepOf(walk, slices, stream.kind) }),
  };
}

/** The window of a walk follows from the day on which it began: the cursor holds that in its name. */
function slicesFor(stream: Stream, walk: string, compare: PullOptions['compare']): (Slice | null)[] {
  if (compare?.from !== undefined && compare.from !== null && compare.to !== null)
    return [{ from: compare.from, to: compare.to }];
  if (stream.mode !== 'window') return [null];
  const begun = Date.parse(walk.split(' ')[1] ?? '');
  return slicesOf(windowAround(begun, { past: 60, future: 60 }), 31);
}

function sweepOf(walk: string, slices: (Slice | null)[], kind: AcmeKind): NonNullable<PullPage['sweep']> {
  const [first, last] = [slices[0] ?? null, slices.at(-1) ?? null];
  const dated = kind === 'appointment' || kind === 'invoice';
  return { walk, ...(dated && first !== null && last !== null ? { from: first.from, to: last.to } : {}) };
}

function queryOf(ways: AcmeWays, at: Position, slice: Slice | null, delta: boolean, size: number) {
  const since: Instant | null = delta ? askFrom(at.marks, ways.overlapMs) : null;
  return {
    size,
    include: ways.asksForEnded ? 'ended,deleted' : 'deleted',
    ...(since === null ? {} : { since: iso(since) }),
    ...(slice === null ? {} : { from: iso(slice.from), to: iso(slice.to) }),
    ...(ways.byPageNumber ? { page: at.pages + 1 } : {}),
  };
}

function listOf(body: unknown, name: string): { rows: Record<string, unknown>[]; next: string | null } {
  const { rows, next } = isRow(body) ? body : {};
  if (!Array.isArray(rows) || !rows.every(isRow))
    throw new ConnectorBroken(`Acme answered the list of ${name} without rows.`);
  return { rows, next: typeof next === 'string' ? next : null };
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function writeAcme(ways: AcmeWays, context: ConnectorContext, operation: WriteOperation): Promise<WriteAnswer> {
  const { path, body, what } = requestOf(operation);
  const { status, body: told } = await ways.client(context).send('POST', path, body, { what });
  if (status >= 400) return { state: 'refused', says: `Acme refuses the ${what} (${status}).` };
  return { state: 'confirmed', ref: String((told as { id?: unknown }).id) };
}

function requestOf(operation: WriteOperation) {
  switch (operation.kind) {
    case 'log_contact':
      return { path: 'notes', what: 'note', body: { key: operation.key, text: operation.text } };
    case 'book': {
      const { patientId: patient, startsAt, endsAt } = operation;
      return {
        path: 'appointments',
        what: 'booking',
        body: { patient, starts_at: iso(startsAt), ends_at: iso(endsAt) },
      };
    }
    case 'cancel':
      return {
        path: `appointments/${encodeURIComponent(operation.appointmentId)}/cancel`,
        what: 'cancellation',
        body: {},
      };
  }
}

async function findAcme(
  ways: AcmeWays,
  context: ConnectorContext,
  operation: WriteOperation,
): Promise<WriteAnswer | null> {
  const client = ways.client(context);
  if (operation.kind === 'cancel') {
    const answer = await client.getOne(`appointments/${encodeURIComponent(operation.appointmentId)}`, {
      what: 'reading of one appointment',
    });
    const cancelled = typeof answer === 'object' && isRow(answer.body) && answer.body['status'] === 'Cancelled';
    return cancelled ? { state: 'confirmed', ref: operation.appointmentId } : null;
  }
  if (operation.kind === 'log_contact') {
    const { body } = await client.get('notes', { what: 'look for the note', query: { key: operation.key } });
    const [note] = listOf(body, 'notes').rows;
    return note === undefined ? null : { state: 'confirmed', ref: String(note['id']) };
  }
  const { startsAt, patientId } = operation;
  const query = { from: iso(startsAt), to: iso(startsAt + 1), size: 100 };
  const { body } = await client.get('appointments', { what: 'look for the booking', query });
  const found = listOf(body, 'appointments').rows.find(
    (row) => String(row['patient']) === patientId && row['status'] === 'Booked',
  );
  return found === undefined ? null : { state: 'confirmed', ref: String(found['id']) };
}
