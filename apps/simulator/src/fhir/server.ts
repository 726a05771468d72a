import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { startClock, type Clock } from '../clock.js';
import { CannotHappen, PracticeControl } from '../living/control.js';
import { controlRoute } from '../living/control-routes.js';
import { LivingPractice } from '../living/living-practice.js';
import { listenOnLoopback, LOOPBACK_HOST, stopServer } from '../vendors/loopback.js';
import { retryAfter, Temper } from '../vendors/wire.js';
import { Random } from '../random.js';
import type { Practice } from '../simulate-practice.js';
import { answerHtml, answerJson, answerProblem } from './answer.js';
import { Authorization, type AuthorizationOptions } from './authorization.js';
import { BodyTooLarge, readBody } from '../living/body.js';
import { capabilityStatement } from './capability.js';
import { rendererFor } from './contents.js';
import { Exports } from './exports.js';
import type { Habits } from './habits.js';
import { isoInstant, RESOURCE_TYPES, type Json, type ResourceType } from './resource.js';
import type { Manners } from './manners.js';
import { PageExpired, search, SearchRefused, SearchWrong, type Page } from './search.js';
import { FhirStore } from './store.js';
import { Subscription, type SubscriptionOptions } from './subscriptions.js';

export interface FhirServerOptions {
  practice: Practice;
  /** 0, the default, takes a free one. */
  port?: number;
  clock?: Clock;
  pageSize?: number;
  habits?: Habits;
  auth?: AuthorizationOptions;
  /** How many off-track patients book by themselves in an hour of ours, beyond what the story tells. */
  comebacksPerHour?: number;
  /** Shown instead of what the practice's own story tells: a world whose records are put into it. */
  living?: LivingPractice;
  /** Bundles tell the time of the practice's server, as those of many servers do. */
  tellsTime?: boolean;
  /** Answers as this kind of server does: refuses what it refuses. */
  manners?: Manners;
}

export interface FhirServer {
  /** The FHIR base address. */
  url: string;
  /** Where the control endpoints are. */
  controlUrl: string;
  control: PracticeControl;
  /** Requests answered so far, by method and path without query. */
  requests: Map<string, number>;
  /** Everything asked so far: method, path and query. */
  asked(): string[];
  /** Writes a status word of nobody's list into an appointment. */
  setStatusWord(appointmentId: string, word: string): void;
  setHabits(habits: Habits): void;
  /** Tells an endpoint what changes from now on. */
  subscribe(options: SubscriptionOptions): Subscription;
  /** Exports that nobody has said are not needed any more. */
  exportsKept(): number;
  revokeTokens(): void;
  close(): Promise<void>;
}

/** Serves a simulated practice as a FHIR R4 server on loopback. It lives: as the clock goes on, its future happens. */
export async function serveFhir(options: FhirServerOptions): Promise<FhirServer> {
  // Readers ask for hundreds of ids in one address.
  const server = createServer({ maxHeaderSize: 64 * 1024 });
  const origin = await listenOnLoopback(server, options.port ?? 0);
  const desk = new FhirDesk(options, origin);
  server.on('request', (request, response) => {
    desk.answer(request, response).catch((error: unknown) => fail(response, error));
  });
  return {
    url: desk.base,
    controlUrl: `${origin}/_sim`,
    control: desk.control,
    requests: desk.requests,
    asked: () => [...desk.asked],
    setStatusWord: (appointmentId, word) => desk.setStatusWord(appointmentId, word),
    setHabits: (habits) => desk.setHabits(habits),
    subscribe: (subscription) => desk.subscribe(subscription),
    exportsKept: () => desk.exports.kept,
    revokeTokens: () => desk.authorization?.revokeAll(),
    close: () => stopServer(server),
  };
}

/** How many requests are remembered: a server of a demonstration runs for days. */
const MOST_REMEMBERED = 100_000;

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof SearchWrong || error instanceof URIError) answerProblem(response, 400, 'invalid', error.message);
  else if (error instanceof SearchRefused) {
    answerProblem(response, error.refused.status, error.refused.code, error.message);
  } else if (error instanceof PageExpired) answerProblem(response, 410, 'not-found', error.message);
  else if (error instanceof BodyTooLarge) answerProblem(response, 413, 'too-long', error.message);
  else answerProblem(response, 500, 'exception', error instanceof Error ? error.name : 'Unknown failure');
}

class FhirDesk {
  readonly base: string;
  readonly control: PracticeControl;
  readonly authorization: Authorization | null;
  readonly requests = new Map<string, number>();
  readonly asked: string[] = [];
  private readonly store: FhirStore;
  readonly exports: Exports;
  private subscriptions = 0;
  private readonly living: LivingPractice;
  private readonly random: Random;
  private temper: Temper<Habits>;
  private comebackAt: number;
  private readonly startedAt: number;

  constructor(
    private readonly options: FhirServerOptions,
    origin: string,
  ) {
    this.base = `${origin}/fhir`;
    const { practice, clock = startClock(), habits = {} } = options;
    this.startedAt = clock.now();
    this.temper = new Temper(habits);
    this.living = options.living ?? new LivingPractice(practice, clock, habits);
    this.store = new FhirStore(this.living, practice.setting);
    this.control = new PracticeControl(this.living, practice.setting);
    this.authorization = options.auth ? new Authorization(options.auth, `${origin}/auth/token`, Date.now) : null;
    this.exports = new Exports(this.store, this.base, {
      now: () => this.living.serverNow(),
      habits: () => this.temper.habits.exports ?? {},
      needsToken: this.authorization !== null,
    });
    this.random = new Random(`${options.practice.options.seed}:comebacks`);
    this.comebackAt = Date.now() + this.comebackMs();
  }

  setHabits(habits: Habits): void {
    this.temper = new Temper(habits);
  }

  setStatusWord(appointmentId: string, word: string): void {
    this.store.words.set(appointmentId, word);
    this.living.touch('appointment', appointmentId);
  }

  subscribe(options: SubscriptionOptions): Subscription {
    this.subscriptions += 1;
    const render = rendererFor(this.options.practice.setting.services);
    return new Subscription(String(this.subscriptions), this.living, render, options);
  }

  private remove(area: string, id: string): void {
    const type = RESOURCE_TYPES.find((known) => known === area);
    if (type === undefined) throw new CannotHappen(`There is no resource type ${area} here`);
    this.living.settle();
    if (!this.store.remove(type, id)) throw new CannotHappen(`There is no ${type}/${id} to delete`);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!LOOPBACK_HOST.test(request.headers.host ?? '')) {
      return answerProblem(response, 421, 'forbidden', 'This server answers on loopback only');
    }
    const url = new URL(request.url ?? '/', this.base);
    const key = `${request.method} ${url.pathname}`;
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
    if (this.asked.length < MOST_REMEMBERED) this.asked.push(`${request.method} ${request.url}`);
    if (url.pathname === '/_sim' || url.pathname.startsWith('/_sim/')) {
      return controlRoute(request, response, url.pathname, {
        control: this.control,
        setHabits: (habits) => this.setHabits(habits),
        remove: (area, id) => this.remove(area, id),
      });
    }
    if (url.pathname === '/auth/token' && request.method === 'POST' && this.authorization !== null) {
      const form = new URLSearchParams(await readBody(request));
      const { status, body } = this.authorization.grant(form, request.headers.authorization);
      return answerJson(response, status, body, { 'content-type': 'application/json' });
    }
    if (!url.pathname.startsWith('/fhir/')) return answerProblem(response, 404, 'not-found', 'There is nothing here');
    return this.answerFhir(request, response, url);
  }

  private async answerFhir(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { habits } = this.temper;
    if (habits.slowMs !== undefined) await wait(habits.slowMs);
    switch (this.temper.next()) {
      case 'html':
        return answerHtml(response);
      case 'too_many_requests':
        return answerProblem(response, 429, 'throttled', 'Too many requests', retryAfter(habits.tooManyRequests));
      case 'unavailable':
        return answerProblem(response, 503, 'transient', 'Briefly away', retryAfter(habits.storm));
      case null:
    }
    const [type, id] = url.pathname.split('/').slice(2);
    if (type === 'metadata') {
      const statement = capabilityStatement(
        this.base,
        this.startedAt,
        habits,
        this.authorization !== null,
        this.options.manners ?? null,
      );
      return answerJson(response, 200, statement);
    }
    if (type === '.well-known' && id === 'smart-configuration' && this.authorization !== null) {
      return answerJson(response, 200, this.authorization.configuration(), { 'content-type': 'application/json' });
    }
    if (this.authorization !== null && !this.authorization.allows(request.headers.authorization)) {
      const challenge = { 'www-authenticate': 'Bearer' };
      return answerProblem(response, 401, 'login', 'A valid access token is needed', challenge);
    }
    this.live();
    if (this.exports.answer(request, response, url)) return;
    return this.answerResource(request, response, url, type, id);
  }

  private async answerResource(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    typeName: string | undefined,
    id: string | undefined,
  ): Promise<void> {
    const { manners } = this.options;
    if (typeName === 'Group' && id === 'all' && manners?.group === true) return this.readGroup(response);
    const type = RESOURCE_TYPES.find(
      (known) => known === typeName && (manners === undefined || known in manners.searches),
    );
    if (type === undefined)
      return answerProblem(response, 404, 'not-supported', 'This server has no such resource type');
    const posted = request.method === 'POST' && id === '_search';
    if (request.method !== 'GET' && !posted) {
      return answerProblem(response, 405, 'not-supported', 'This server is read-only', { allow: 'GET' });
    }
    if (id !== undefined && !posted) return this.read(response, type, decodeURIComponent(id));
    const asked = posted ? new URLSearchParams(await readBody(request)) : url.searchParams;
    const page = search(this.store, type, asked, {
      pageSize: this.options.pageSize ?? 100,
      withoutLastUpdated: this.temper.habits.withoutLastUpdated ?? [],
      pageLifetimeMs: this.temper.habits.pageLifetimeMs ?? Infinity,
      realNow: Date.now(),
      manners: manners ?? null,
      strict: /handling=strict/.test(String(request.headers['prefer'] ?? '')),
    });
    answerJson(response, 200, this.bundle(type, asked, page));
  }

  private read(response: ServerResponse, type: ResourceType, id: string): void {
    const stored = this.store.get(type, id);
    if (stored === undefined) return answerProblem(response, 404, 'not-found', `There is no ${type}/${id}`);
    if (stored.resource === null) return answerProblem(response, 410, 'deleted', `${type}/${id} was deleted`);
    answerJson(response, 200, stored.resource, { 'last-modified': new Date(stored.lastUpdated).toUTCString() });
  }

  /** Everybody, as an organisation's group for a client has them. */
  private readGroup(response: ServerResponse): void {
    this.live();
    const member = this.store.byUpdate('Patient').map(({ id }) => ({ entity: { reference: `Patient/${id}` } }));
    answerJson(response, 200, { resourceType: 'Group', id: 'all', type: 'person', actual: true, member });
  }

  private bundle(type: ResourceType, asked: URLSearchParams, page: Page): Json {
    const { foreignNextLink, repeatedEntry } = this.temper.habits;
    const base = `${this.base}/${type}`;
    const nextBase = foreignNextLink === undefined ? base : `${foreignNextLink}/fhir/${type}`;
    const next = page.next === null ? [] : [{ relation: 'next', url: `${nextBase}?_page=${page.next}` }];
    const entries =
      repeatedEntry && page.next !== null ? [...page.resources, ...page.resources.slice(-1)] : page.resources;
    return {
      resourceType: 'Bundle',
      meta: this.options.tellsTime === true ? { lastUpdated: isoInstant(this.living.serverNow()) } : undefined,
      type: 'searchset',
      total: page.total ?? undefined,
      link: [{ relation: 'self', url: asked.size > 0 ? `${base}?${asked.toString()}` : base }, ...next],
      entry: entries.map((resource) => ({
        fullUrl: `${base}/${resource.id}`,
        resource,
        search: { mode: 'match' },
      })),
    };
  }

  /** Lets the story go on, and now and then lets somebody come back who was not going to. */
  private live(): void {
    this.living.settle();
    while (Date.now() >= this.comebackAt) {
      this.control.comeBack(this.random);
      this.comebackAt += this.comebackMs();
    }
  }

  private comebackMs(): number {
    const perHour = this.options.comebacksPerHour ?? 0;
    return perHour > 0 ? (3_600_000 / perHour) * this.random.between(0.5, 1.5) : Infinity;
  }
}
