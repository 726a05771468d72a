import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { RecordKind } from '@keepwell/domain/records';
import { BodyTooLarge, readBody } from '../living/body.js';
import { CannotHappen, PracticeControl } from '../living/control.js';
import { controlRoute } from '../living/control-routes.js';
import type { DataHabits, LivingPractice } from '../living/living-practice.js';
import type { Setting } from '../practice/setting.js';
import { listenOnLoopback, LOOPBACK_HOST, stopServer } from './loopback.js';
import { routeTable, type Route } from './routes.js';
import { retryAfter, Temper, type WireHabits } from './wire.js';

/** What one request asked, read. */
export interface VendorRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: IncomingMessage['headers'];
  /** What `:name` in the route stands for, decoded. */
  params: Record<string, string>;
  /** JSON, a form as an object of its fields, or text; undefined without a body. */
  body: unknown;
  /** The body as it came. */
  text: string;
}

/** A body that is text is sent as text, anything else as JSON; none where it is undefined. */
export interface VendorAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Habits of lists that a vendor can have beyond those of the data. */
export interface ListHabits {
  /** Rows move between pages while they are read: after each list, a row of it is written once more. */
  driftWhilePaging?: boolean;
  /** The last row of a page comes again on the next. */
  repeatedRow?: boolean;
  /** Lists leave out what was cancelled, archived or deleted unless it is asked for in the vendor's own way. */
  hidesEnded?: boolean;
}

export type VendorHabits = WireHabits & DataHabits & ListHabits;

/** How one vendor's system looks from outside. */
export interface VendorFace {
  /** Path of the API, for example `/v1`; everything else is 404. */
  base: string;
  routes: Route[];
  /** What a request without the right key is answered; null lets it through. Routes marked `open` are not asked. */
  refuse(request: VendorRequest): VendorAnswer | null;
  /** An error in this vendor's words. */
  problem(status: number, sentence: string): VendorAnswer;
  /** The vendor's own headers of a 429 or of each answer: `left` requests until `resetsAt` (server's clock). */
  limits?(seconds: number | null, serverNow: number): Record<string, string>;
  /** Errors thrown by a route that are the asker's fault; null: not known. */
  fault?(error: unknown): VendorAnswer | null;
}

export interface VendorServerOptions {
  living: LivingPractice;
  face: (server: VendorSurroundings) => VendorFace;
  /** For `/_sim` over a simulated practice; a world without one has no strings. */
  setting?: Setting;
  /** 0, the default, takes a free one. */
  port?: number;
  habits?: VendorHabits;
}

/** What a face can ask of the server it hangs on. */
export interface VendorSurroundings {
  living: LivingPractice;
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** As set last. */
  habits(): VendorHabits;
}

export interface VendorServer {
  origin: string;
  /** Where the API begins. */
  url: string;
  controlUrl: string;
  living: LivingPractice;
  control: PracticeControl | null;
  /** Everything asked of the API so far: method, path and query. */
  requests(): string[];
  setHabits(habits: VendorHabits): void;
  close(): Promise<void>;
}

/** How many requests are remembered: a server of a demonstration runs for days. */
const MOST_REMEMBERED = 100_000;

/** Shows a living practice as one vendor's system, over HTTP on loopback. */
export async function serveVendor(options: VendorServerOptions): Promise<VendorServer> {
  const server = createServer({ maxHeaderSize: 64 * 1024 });
  const origin = await listenOnLoopback(server, options.port ?? 0);
  const desk = new VendorDesk(options, origin);
  server.on('request', (request, response) => {
    desk.answer(request, response).catch((error: unknown) => desk.fail(response, error));
  });
  return {
    origin,
    url: `${origin}${desk.face.base}`,
    controlUrl: `${origin}/_sim`,
    living: options.living,
    control: desk.control,
    requests: () => [...desk.asked],
    setHabits: (habits) => desk.setHabits(habits),
    close: () => stopServer(server),
  };
}

class VendorDesk {
  readonly face: VendorFace;
  readonly control: PracticeControl | null;
  readonly asked: string[] = [];
  private readonly living: LivingPractice;
  private readonly find: ReturnType<typeof routeTable>;
  private temper: Temper<VendorHabits>;

  constructor(options: VendorServerOptions, origin: string) {
    this.living = options.living;
    this.temper = new Temper(options.habits ?? {});
    this.living.setHabits(options.habits ?? {});
    this.face = options.face({ living: this.living, origin, habits: () => this.temper.habits });
    this.control = options.setting === undefined ? null : new PracticeControl(this.living, options.setting);
    this.find = routeTable(this.face.base, this.face.routes);
  }

  setHabits(habits: VendorHabits): void {
    this.temper = new Temper(habits);
    this.living.setHabits(habits);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!LOOPBACK_HOST.test(request.headers.host ?? '')) {
      return this.send(response, { status: 421, body: 'This server answers on loopback only' });
    }
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/_sim' || url.pathname.startsWith('/_sim/')) {
      if (this.control === null) return this.send(response, { status: 404, body: 'This world has no strings' });
      return controlRoute(request, response, url.pathname, {
        control: this.control,
        setHabits: (habits) => this.setHabits(habits),
        remove: (area, id) => this.remove(area, id),
      });
    }
    // What a page elsewhere makes a browser send says so: no API of a practice is asked by one.
    if (request.headers.origin !== undefined) {
      return this.send(response, { status: 403, body: 'This server is not for web pages' });
    }
    if (this.asked.length < MOST_REMEMBERED) this.asked.push(`${request.method} ${url.pathname}${url.search}`);
    const { habits } = this.temper;
    if (habits.slowMs !== undefined) await wait(habits.slowMs);
    this.send(response, this.misbehave() ?? (await this.answerApi(request, url)));
  }

  fail(response: ServerResponse, error: unknown): void {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const known = this.face.fault?.(error);
    if (known) this.send(response, known);
    else if (error instanceof BodyTooLarge) this.send(response, this.face.problem(413, error.message));
    else if (error instanceof URIError) this.send(response, this.face.problem(400, error.message));
    else this.send(response, this.face.problem(500, error instanceof Error ? error.name : 'Unknown failure'));
  }

  private misbehave(): VendorAnswer | null {
    const { habits } = this.temper;
    switch (this.temper.next()) {
      case 'html':
        return {
          status: 200,
          headers: { 'content-type': 'text/html; charset=utf-8' },
          body: '<!doctype html><title>Maintenance</title><p>We will be back shortly.</p>',
        };
      case 'too_many_requests': {
        const { as, retryAfterSeconds } = habits.tooManyRequests ?? { retryAfterSeconds: 1 };
        const own = as === 'vendor' ? this.face.limits?.(retryAfterSeconds, this.living.serverNow()) : undefined;
        const { headers, ...answer } = this.face.problem(429, 'Too many requests');
        return { ...answer, headers: { ...headers, ...retryAfter(habits.tooManyRequests), ...own } };
      }
      case 'unavailable': {
        const { headers, ...answer } = this.face.problem(503, 'Briefly away');
        return { ...answer, headers: { ...headers, ...retryAfter(habits.storm) } };
      }
      case null:
        return null;
    }
  }

  private async answerApi(request: IncomingMessage, url: URL): Promise<VendorAnswer> {
    this.living.settle();
    const found = this.find(request.method ?? 'GET', url.pathname);
    const text = await readBody(request);
    const asked: VendorRequest = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      params: found === 'no_path' || found === 'no_method' ? {} : found.params,
      body: bodyOf(text, request.headers['content-type'] ?? ''),
      text,
    };
    const open = typeof found === 'object' && found.route.open === true;
    const refused = open ? null : this.face.refuse(asked);
    if (refused !== null) return refused;
    if (found === 'no_path') return this.face.problem(404, 'There is nothing here');
    if (found === 'no_method') return this.face.problem(405, `${asked.method} is not possible here`);
    return found.route.answer(asked);
  }

  private remove(area: string, id: string): void {
    this.living.settle();
    if (!this.living.remove(area as RecordKind, id)) throw new CannotHappen(`There is no ${area} ${id} to delete`);
  }

  private send(response: ServerResponse, { status, headers, body }: VendorAnswer): void {
    const isText = typeof body === 'string' || Buffer.isBuffer(body);
    const text = body === undefined ? '' : isText ? body : JSON.stringify(body);
    response.writeHead(status, {
      ...(body === undefined
        ? {}
        : { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8' }),
      ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(text) }),
      'cache-control': 'no-store',
      // The server's own clock: what it stamps records with.
      date: new Date(this.living.serverNow()).toUTCString(),
      ...headers,
    });
    response.end(text);
  }
}

/** What is not the JSON it says it is comes as text: the face says what is wrong with it. */
function bodyOf(text: string, type: string): unknown {
  if (text === '') return undefined;
  if (type.includes('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  if (!type.includes('json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
