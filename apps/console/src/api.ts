import createClient from 'openapi-fetch';
import type { paths } from './api.schema.js';
import type {
  ConnectionChanges,
  LiveEvents,
  NewConnection,
  NewUser,
  Session,
  Settings,
  WorklistSearch,
  WorklistTab,
} from './api.types.js';

/** The one door to the server: nothing else in the console calls `fetch` or opens a stream. */

/** An answer the API gave as `application/problem+json`, or the fact that it gave none. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** One sentence for each thing that is wrong, where there may be several; else empty. */
  readonly errors: readonly string[];
  /** Where in what was sent, e.g. `changes.0.parameters.PT`; null: nowhere in particular. */
  readonly field: string | null;
  constructor(
    readonly status: number,
    /** Stable word, e.g. `sign_in_failed`; `unreachable` when no answer came. */
    readonly code: string,
    message: string,
    readonly requestId: string | null,
    options?: ErrorOptions & { errors?: readonly string[]; field?: string | null },
  ) {
    super(message, options);
    this.errors = options?.errors ?? [];
    this.field = options?.field ?? null;
  }
}

/** A person who acted this recently is behind a request; older, the console asks by itself. */
const PERSON_BEHIND_IT_MS = 5_000;
let personActedAt = Date.now();

/** To be called when a person does something on the page. */
export function notePersonActivity(at: number = Date.now()): void {
  personActedAt = at;
}

/** Whether a person did something on the page after that instant. */
export const personActedSince = (at: number) => personActedAt > at;

export async function send(request: Request): Promise<Response> {
  request.headers.set('x-keepwell', '1');
  // What the console fetches by itself must not keep an unattended session alive (safety I-04).
  if (Date.now() - personActedAt > PERSON_BEHIND_IT_MS) request.headers.set('x-keepwell-passive', '1');
  try {
    return await fetch(request);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    const sentence = 'Keepwell cannot be reached. Check the network, then try again.';
    throw new ApiProblem(0, 'unreachable', sentence, null, { cause });
  }
}

export const client = createClient<paths>({ fetch: send, credentials: 'same-origin', cache: 'no-store' });

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/** Of a body that was not understood the server names the fields; those are for whoever writes to the API. */
const sentencesOf = (errors: unknown): string[] =>
  Array.isArray(errors) ? errors.filter((one): one is string => typeof one === 'string') : [];

export function problemOf(error: unknown, response: Response): ApiProblem {
  const problem = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  return new ApiProblem(
    response.status,
    text(problem['code']) ?? `http_${response.status}`,
    text(problem['detail']) ?? text(problem['title']) ?? `The server answered ${response.status} without saying why.`,
    text(problem['requestId']) ?? response.headers.get('x-request-id'),
    { errors: sentencesOf(problem['errors']), field: text(problem['field']) },
  );
}

/** The data of an answer, or the problem as an exception. */
export async function dataOf<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) throw problemOf(error, response);
  return data as T;
}

const byId = (id: string) => ({ params: { path: { id } } });
const byPerson = (personId: string) => ({ params: { path: { personId } } });

/** The session, or `null` when nobody is signed in. */
export async function getSession(signal?: AbortSignal): Promise<Session | null> {
  try {
    return await dataOf(client.GET('/api/v1/session', { signal }));
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401) return null;
    throw problem;
  }
}

export const signIn = (email: string, password: string) =>
  dataOf(client.POST('/api/v1/session', { body: { email, password } }));
export const signInByLink = (body: { token: string; password?: string; displayName?: string }) =>
  dataOf(client.POST('/api/v1/session/link', { body }));
export const signOut = () => dataOf(client.DELETE('/api/v1/session'));
export const changePractice = (practiceId: string) =>
  dataOf(client.POST('/api/v1/session/practice', { body: { practiceId } }));

export type WorklistQuery = Omit<WorklistSearch, 'q' | 'cursor' | 'limit'> & { q?: string };

/** Text is searched by body so that a name never stands in an address, a log or a history. */
export function getWorklist({ q, ...view }: WorklistQuery, cursor: string | null, limit: number, signal?: AbortSignal) {
  const page = { ...view, limit, ...(cursor === null ? {} : { cursor }) };
  return q === undefined
    ? dataOf(client.GET('/api/v1/worklist', { params: { query: page }, signal }))
    : dataOf(client.POST('/api/v1/worklist/search', { body: { ...page, q }, signal }));
}

/** The numbers beside the list; those of the filters are of one tab. */
export const getWorklistCounts = (tab: WorklistTab, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/worklist/counts', { params: { query: { tab } }, signal }));
export const getPatient = (personId: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/patients/{personId}', { ...byPerson(personId), signal }));
/** Anybody known here; by body, because a name or a number never stands in an address. */
export const searchPatients = (q: string, signal?: AbortSignal) =>
  dataOf(client.POST('/api/v1/patients/search', { body: { q }, signal }));
export const getTimeline = (personId: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/patients/{personId}/timeline', { ...byPerson(personId), signal }));
export const getRules = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/rules', { signal }));

export const getConnectors = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/connectors', { signal }));
export const getConnections = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/connections', { signal }));
export const getConnection = (id: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/connections/{id}', { ...byId(id), signal }));
export const addConnection = (body: NewConnection) => dataOf(client.POST('/api/v1/connections', { body }));
export const changeConnection = (id: string, body: ConnectionChanges) =>
  dataOf(client.PATCH('/api/v1/connections/{id}', { ...byId(id), body }));
export const removeConnection = (id: string) => dataOf(client.DELETE('/api/v1/connections/{id}', byId(id)));
export const checkSettings = (connector: string, settings: Settings) =>
  dataOf(client.POST('/api/v1/connections/check', { body: { connector, settings } }));
export const checkConnection = (id: string) => dataOf(client.POST('/api/v1/connections/{id}/check', byId(id)));
export const syncNow = (id: string) => dataOf(client.POST('/api/v1/connections/{id}/sync', byId(id)));
export const replayQuarantine = (id: string) =>
  dataOf(client.POST('/api/v1/connections/{id}/quarantine/replay', byId(id)));

const pageOf = (cursor: string | null, limit: number) => (cursor === null ? { limit } : { limit, cursor });
export const getRuns = (id: string, cursor: string | null, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/connections/{id}/runs', { params: { path: { id }, query: pageOf(cursor, 20) }, signal }));

export const getUsers = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/users', { signal }));
export const addUser = (body: NewUser) => dataOf(client.POST('/api/v1/users', { body }));

export interface LiveHandlers {
  onWorklist: (event: LiveEvents['worklist']) => void;
  onRun: (event: LiveEvents['run']) => void;
  onLease: (event: LiveEvents['lease']) => void;
  onOutbox: (event: LiveEvents['outbox']) => void;
  onInbound: (event: LiveEvents['inbound']) => void;
  /** `false` while the stream is broken; it is opened again by itself. */
  onConnected: (connected: boolean) => void;
  /** The server would not have it: the session may have ended. */
  onRefused: () => void;
}

/** After a refusal the browser gives up for good; this does not. */
const REOPEN_AFTER_MS = 10_000;

/** Opens the live channel; the answer closes it. */
export function openLiveChannel(handlers: LiveHandlers): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const open = (): EventSource => {
    const opened = new EventSource('/api/v1/events', { withCredentials: true });
    const listen = <K extends keyof LiveEvents>(name: K, handle: (event: LiveEvents[K]) => void) =>
      opened.addEventListener(name, (message) => {
        handle(JSON.parse(String((message as MessageEvent<unknown>).data)) as LiveEvents[K]);
      });
    listen('worklist', handlers.onWorklist);
    listen('run', handlers.onRun);
    listen('outbox', handlers.onOutbox);
    listen('inbound', handlers.onInbound);
    listen('lease', handlers.onLease);
    opened.addEventListener('open', () => handlers.onConnected(true));
    opened.addEventListener('error', () => {
      handlers.onConnected(false);
      if (opened.readyState !== EventSource.CLOSED) return;
      handlers.onRefused();
      timer = setTimeout(() => {
        source = open();
      }, REOPEN_AFTER_MS);
    });
    return opened;
  };
  let source = open();
  return () => {
    if (timer !== null) clearTimeout(timer);
    source.close();
  };
}
