import type { Instant } from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';
import type { VendorAnswer, VendorFace, VendorRequest, VendorSurroundings } from '../vendor-server.js';
import * as rows from './rows.js';
import { ownId, stripeId, tableOf, type Books, type Row } from './rows.js';

const EVENTS_KEPT_MS = 30 * 86_400_000;

/** What can go wrong at this vendor and no other. */
export interface StripeMoods {
  /** Lists that the restricted key may not read. */
  forbids?: string[];
  /** Customers in whose metadata nobody wrote who they are. */
  unnamed?: Set<string>;
  /** Payments refused before there was a charge, newest first: as Stripe writes them. */
  intents?: Row[];
  /** How disputes stand. Default: `needs_response`. */
  disputes?: string;
}

export interface StripeFaceOptions {
  apiKey: string;
  books: Books;
  moods: StripeMoods;
}

interface Event {
  id: string;
  type: string;
  created: number;
  object: () => Row;
  previous?: Row;
}

type List = 'subscriptions' | 'invoices' | 'charges' | 'refunds' | 'payment_intents' | 'customers' | 'disputes';

export function stripeFace({ apiKey, books, moods }: StripeFaceOptions, around: VendorSurroundings) {
  const { living } = around;
  const events: Event[] = [];

  function tell(at: Instant, type: string, object: () => Row, previous?: Row): void {
    if (at < living.serverNow() - EVENTS_KEPT_MS) return;
    const id = `evt_${books.ids.of('event', String(events.length + 1))}`;
    events.push({ id, type, created: Math.floor(at / 1000), object, ...(previous === undefined ? {} : { previous }) });
  }

  living.onChange((now, before) => {
    const type = typeOf(now, before);
    if (type !== null) tell(now.updatedAt, type, () => objectOf(now));
  });

  const standing = {
    subscriptions: () => living.all('membership').map((one) => rows.subscriptionRow(books, one)),
    invoices: () => alive('invoice').map((one) => rows.invoiceRow(books, one)),
    charges: () => payments('charge').map((one) => rows.chargeRow(books, one)),
    refunds: () => payments('refund').map((one) => rows.refundRow(books, one)),
    payment_intents: () => moods.intents ?? [],
    customers: () => living.all('patient').map(({ id }) => rows.customerRow(books, id)),
    disputes: () =>
      payments('charge')
        .filter(({ data }) => data.status === 'disputed')
        .map(disputeRow),
  } satisfies Record<List, () => Row[]>;

  function alive(kind: 'invoice') {
    return living.all(kind).filter(({ deletedAt }) => deletedAt === null);
  }

  function payments(table: 'charge' | 'refund'): Standing<'payment'>[] {
    return living.all('payment').filter((one) => tableOf(one) === table);
  }

  function disputeRow({ id, updatedAt }: Standing<'payment'>): Row {
    const status = moods.disputes ?? 'needs_response';
    const created = Math.floor(updatedAt / 1000);
    return {
      id: `dp_${books.ids.of('dispute', id)}`,
      object: 'dispute',
      created,
      charge: stripeId(books, 'charge', id),
      status,
    };
  }

  function objectOf(one: Standing): Row {
    if (one.kind === 'membership') return rows.subscriptionRow(books, one as Standing<'membership'>);
    if (one.kind === 'invoice') return rows.invoiceRow(books, one as Standing<'invoice'>);
    if (one.kind === 'patient') return rows.customerRow(books, one.id);
    const payment = one as Standing<'payment'>;
    return tableOf(payment) === 'refund' ? rows.refundRow(books, payment) : rows.chargeRow(books, payment);
  }

  /** An object by its id, whatever table it is of. */
  function find(given: string): Row | null {
    const intent = moods.intents?.find(({ id }) => id === given);
    if (intent !== undefined) return intent;
    const own = ownId(books, given);
    if (own === null) return null;
    if (own.table === 'customer') return rows.customerRow(books, own.id);
    const kind = own.table === 'membership' ? 'membership' : own.table === 'invoice' ? 'invoice' : 'payment';
    const one = living.get(kind, own.id);
    const gone = one === undefined || (one.kind === 'invoice' && one.deletedAt !== null);
    return gone ? null : objectOf(one);
  }

  /** Puts the whole object where its id stands, as asked: `charge.customer`. */
  function expand(row: Row, paths: string[]): Row {
    const shown: Row = { ...row };
    for (const path of paths) {
      const [first = '', ...rest] = path.split('.');
      const value = shown[first];
      if (typeof value === 'string') shown[first] = first === 'default_payment_method' ? cardOf(row) : find(value);
      const inner = shown[first];
      if (rest.length > 0 && typeof inner === 'object' && inner !== null)
        shown[first] = expand(inner as Row, [rest.join('.')]);
    }
    return shown;
  }

  function cardOf(row: Row): Row | null {
    const own = ownId(books, String(row['id']));
    const one = own === null ? undefined : living.get('membership', own.id);
    return one === undefined ? null : rows.cardRow(one);
  }

  function list(name: List | 'events', all: Row[], request: VendorRequest): VendorAnswer {
    const { query } = request;
    if (moods.forbids?.includes(name)) return problem(403, 'The provided key does not have the required permissions');
    const size = Number(query.get('limit') ?? 10);
    if (!Number.isInteger(size) || size < 1 || size > 100) return problem(400, 'limit must be between 1 and 100');
    const since = Number(query.get('created[gte]') ?? 0);
    const fitting = all
      .filter((row) => Number(row['created'] ?? 0) >= since)
      .filter((row) => ['customer', 'charge'].every((field) => !query.has(field) || row[field] === query.get(field)));
    const ordered = name === 'events' ? fitting : newestFirst(fitting);
    const after = query.get('starting_after');
    const place = after === null ? -1 : ordered.findIndex(({ id }) => id === after);
    if (after !== null && place < 0) return problem(400, `No such object: ${after}`);
    const repeats = around.habits().repeatedRow === true && after !== null && size > 1;
    const from = repeats ? place : place + 1;
    const shown = ordered.slice(from, from + size);
    const paths = query.getAll('expand[]').map((path) => path.replace(/^data\./, ''));
    const more = from + size < ordered.length;
    if (more) drift(shown[0]);
    return {
      status: 200,
      body: { object: 'list', url: `/v1/${name}`, has_more: more, data: shown.map((row) => expand(row, paths)) },
    };
  }

  function drift(row: Row | undefined): void {
    const own = row === undefined || around.habits().driftWhilePaging !== true ? null : ownId(books, String(row['id']));
    if (own?.table === 'membership' || own?.table === 'invoice') living.touch(own.table, own.id);
  }

  function answerEvents(request: VendorRequest): VendorAnswer {
    const types = request.query.getAll('types[]');
    if (types.length > 20) return problem(400, 'types may name at most 20');
    const oldest = Math.floor((living.serverNow() - EVENTS_KEPT_MS) / 1000);
    const told = events.filter(
      ({ type, created }) => created >= oldest && (types.length === 0 || types.includes(type)),
    );
    // By their own time; what was committed late stands where it would have stood.
    const sorted = told.toSorted((a, b) => b.created - a.created || (a.id < b.id ? 1 : -1));
    return list('events', sorted.map(eventRow), request);
  }

  function listOne(name: List, request: VendorRequest): VendorAnswer {
    const open = ({ status }: Row) => status !== 'canceled' && status !== 'incomplete_expired';
    const all: Row[] = standing[name]();
    const hides = name === 'subscriptions' && request.query.get('status') !== 'all';
    return list(name, hides ? all.filter(open) : all, request);
  }

  function one(name: List, { params, query }: VendorRequest): VendorAnswer {
    if (moods.forbids?.includes(name)) return problem(403, 'The provided key does not have the required permissions');
    const row = find(params['id'] ?? '');
    const fits = row !== null && `${String(row['object'])}s` === name;
    return fits ? { status: 200, body: expand(row, query.getAll('expand[]')) } : problem(404, 'No such object');
  }

  const NAMES: List[] = ['subscriptions', 'invoices', 'charges', 'refunds', 'payment_intents', 'customers', 'disputes'];
  const face: VendorFace = {
    base: '/v1',
    problem,
    refuse: ({ headers }) =>
      headers.authorization === `Bearer ${apiKey}` ? null : problem(401, 'Invalid API Key provided'),
    limits: (): Record<string, string> => ({ 'stripe-should-retry': 'true' }),
    routes: [
      { method: 'GET', path: '/events', answer: answerEvents },
      ...NAMES.flatMap((name): VendorFace['routes'] => [
        { method: 'GET', path: `/${name}`, answer: (request) => listOne(name, request) },
        { method: 'GET', path: `/${name}/:id`, answer: (request) => one(name, request) },
      ]),
    ],
  };
  return { face, tell };
}

function problem(status: number, message: string): VendorAnswer {
  const type = status === 429 ? 'rate_limit_error' : status >= 500 ? 'api_error' : 'invalid_request_error';
  return { status, body: { error: { type, message } } };
}

function newestFirst(all: Row[]): Row[] {
  return [...all].sort(
    (a, b) => Number(b['created']) - Number(a['created']) || (String(a['id']) < String(b['id']) ? 1 : -1),
  );
}

function eventRow({ id, type, created, object, previous }: Event): Row {
  const data = { object: object(), ...(previous === undefined ? {} : { previous_attributes: previous }) };
  return { id, object: 'event', api_version: '2025-02-24.acacia', created, type, livemode: false, data };
}

/** The event by which Stripe tells of a change; null: it does not. */
function typeOf(now: Standing, before: Standing | undefined): string | null {
  const isNew = before === undefined;
  if (now.kind === 'membership') {
    const { status } = (now as Standing<'membership'>).data;
    return `customer.subscription.${isNew ? 'created' : status === 'cancelled' ? 'deleted' : 'updated'}`;
  }
  if (now.kind === 'invoice') {
    if (now.deletedAt !== null) return 'invoice.deleted';
    const { status } = (now as Standing<'invoice'>).data;
    return `invoice.${isNew ? 'created' : status === 'paid' ? 'paid' : 'updated'}`;
  }
  if (now.kind === 'payment') {
    const one = now as Standing<'payment'>;
    if (tableOf(one) === 'refund') return isNew ? 'refund.created' : 'refund.updated';
    if (!isNew) return one.data.status === 'disputed' ? 'charge.dispute.created' : 'charge.updated';
    return `charge.${one.data.status === 'failed' || one.data.status === 'pending' ? one.data.status : 'succeeded'}`;
  }
  return now.kind === 'patient' ? `customer.${isNew ? 'created' : 'updated'}` : null;
}
