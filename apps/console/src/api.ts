import type {
  CheckResult,
  Connection,
  ConnectorInfo,
  LiveEvents,
  Page,
  PatientPage,
  QuarantinedRecord,
  Role,
  RuleRow,
  Session,
  Settings,
  SyncRun,
  TimelineEntry,
  UserRow,
  WorklistCounts,
  WorklistPage,
  WorklistQuery,
} from './api.types.js';

/** The one door to the server: nothing else in the console calls `fetch` or opens a stream. */

/** An answer the API gave as `application/problem+json`, or the fact that it gave none. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly status: number,
    /** Stable word, e.g. `sign_in_failed`; `unreachable` when no answer came. */
    readonly code: string,
    message: string,
    readonly requestId: string | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
interface Request {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  signal?: AbortSignal;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

async function problemOf(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get('x-request-id');
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body: unknown = isJson ? await response.json() : null;
  const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return new ApiProblem(
    response.status,
    text(problem['code']) ?? `http_${response.status}`,
    text(problem['detail']) ?? text(problem['title']) ?? `The server answered ${response.status} without saying why.`,
    text(problem['requestId']) ?? requestId,
  );
}

async function send<T>(method: Method, path: string, { query, body, signal }: Request = {}): Promise<T> {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) address.set(name, String(value));
  const search = address.size > 0 ? `?${address}` : '';
  const headers: Record<string, string> = { accept: 'application/json', 'x-keepwell': '1' };
  if (body !== undefined) headers['content-type'] = 'application/json';

  let response: Response;
  try {
    response = await fetch(`/api/v1${path}${search}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: signal ?? null,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiProblem(0, 'unreachable', 'Keepwell cannot be reached. Check the network, then try again.', null, {
      cause,
    });
  }
  if (!response.ok) throw await problemOf(response);
  const content = await response.text();
  return (content === '' ? undefined : JSON.parse(content)) as T;
}

const id = encodeURIComponent;

/** The session, or `null` when nobody is signed in. */
export async function getSession(signal?: AbortSignal): Promise<Session | null> {
  try {
    return await send<Session>('GET', '/session', { signal });
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401) return null;
    throw problem;
  }
}

export const signIn = (email: string, password: string) =>
  send<void>('POST', '/session', { body: { email, password } });
export const signInByLink = (body: { token: string; password?: string; displayName?: string }) =>
  send<void>('POST', '/session/link', { body });
export const signOut = () => send<void>('DELETE', '/session');
export const changePractice = (practiceId: string) => send<void>('POST', '/session/practice', { body: { practiceId } });

/** Text is searched by body so that a name never stands in an address, a log or a history. */
export function getWorklist(query: WorklistQuery, cursor: string | null, limit: number, signal?: AbortSignal) {
  const page = { ...query, cursor: cursor ?? undefined, limit };
  return query.q === undefined
    ? send<WorklistPage>('GET', '/worklist', { query: page, signal })
    : send<WorklistPage>('POST', '/worklist/search', { body: page, signal });
}

export const getWorklistCounts = (signal?: AbortSignal) => send<WorklistCounts>('GET', '/worklist/counts', { signal });
export const getPatient = (personId: string, signal?: AbortSignal) =>
  send<PatientPage>('GET', `/patients/${id(personId)}`, { signal });
export const getTimeline = (personId: string, signal?: AbortSignal) =>
  send<{ items: TimelineEntry[] }>('GET', `/patients/${id(personId)}/timeline`, { signal });
export const getRules = (signal?: AbortSignal) => send<RuleRow[]>('GET', '/rules', { signal });

export const getConnectors = (signal?: AbortSignal) => send<ConnectorInfo[]>('GET', '/connectors', { signal });
export const getConnections = (signal?: AbortSignal) => send<Connection[]>('GET', '/connections', { signal });
export const getConnection = (connectionId: string, signal?: AbortSignal) =>
  send<Connection>('GET', `/connections/${id(connectionId)}`, { signal });

export interface NewConnection {
  connector: string;
  name: string;
  settings: Settings;
  pollSeconds: number;
}
export const addConnection = (connection: NewConnection) =>
  send<Connection>('POST', '/connections', { body: connection });
export const changeConnection = (
  connectionId: string,
  changes: { name?: string; settings?: Settings; pollSeconds?: number; state?: 'ready' | 'paused' },
) => send<Connection>('PATCH', `/connections/${id(connectionId)}`, { body: changes });
export const removeConnection = (connectionId: string) => send<void>('DELETE', `/connections/${id(connectionId)}`);
export const checkSettings = (connector: string, settings: Settings) =>
  send<CheckResult>('POST', '/connections/check', { body: { connector, settings } });
export const checkConnection = (connectionId: string) =>
  send<CheckResult>('POST', `/connections/${id(connectionId)}/check`);
export const syncNow = (connectionId: string) =>
  send<{ jobId: string }>('POST', `/connections/${id(connectionId)}/sync`);
export const replayQuarantine = (connectionId: string) =>
  send<{ jobId: string }>('POST', `/connections/${id(connectionId)}/quarantine/replay`);
export const getRuns = (connectionId: string, cursor: string | null, signal?: AbortSignal) =>
  send<Page<SyncRun>>('GET', `/connections/${id(connectionId)}/runs`, {
    query: { cursor: cursor ?? undefined, limit: 20 },
    signal,
  });
export const getQuarantine = (connectionId: string, cursor: string | null, signal?: AbortSignal) =>
  send<Page<QuarantinedRecord>>('GET', `/connections/${id(connectionId)}/quarantine`, {
    query: { cursor: cursor ?? undefined, limit: 50 },
    signal,
  });

export const getUsers = (signal?: AbortSignal) => send<{ items: UserRow[] }>('GET', '/users', { signal });
export const addUser = (user: { email: string; displayName: string; roles: Role[] }) =>
  send<{ link: string }>('POST', '/users', { body: user });

export interface LiveHandlers {
  onWorklist: (event: LiveEvents['worklist']) => void;
  onRun: (event: LiveEvents['run']) => void;
  /** `false` while the stream is broken; the browser reconnects by itself. */
  onConnected: (connected: boolean) => void;
}

/** Opens the live channel; the answer closes it. */
export function openLiveChannel(handlers: LiveHandlers): () => void {
  const source = new EventSource('/api/v1/events', { withCredentials: true });
  const listen = <K extends keyof LiveEvents>(name: K, handle: (event: LiveEvents[K]) => void) =>
    source.addEventListener(name, (message) => {
      handle(JSON.parse(String((message as MessageEvent<unknown>).data)) as LiveEvents[K]);
    });
  listen('worklist', handlers.onWorklist);
  listen('run', handlers.onRun);
  source.addEventListener('open', () => handlers.onConnected(true));
  source.addEventListener('error', () => handlers.onConnected(false));
  return () => source.close();
}
