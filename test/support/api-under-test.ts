import { openFolders } from '@keepwell/connector-sdk';
import type { AppUser, Practice, Role } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { aPractice, aUser } from './builders.js';
import { databaseForThisFile } from './database.js';
import type { TestDatabase } from './database.js';
import { createApi, createApiLogger, type ApiOptions } from '@keepwell/api';
import { hash } from '@node-rs/argon2';

export const PASSWORD = 'copper lamp seven rivers';
/** Signing in is not what most tests are about. */
export const CHEAP_PASSWORDS = { memoryKib: 64, passes: 1, lanes: 1 };

export interface Answer<T> {
  status: number;
  headers: Headers;
  text: string;
  body: T;
}

/** One browser: keeps its cookie, sends what the console sends. */
export class Browser {
  cookie: string | null = null;

  constructor(readonly url: string) {}

  get = <T = unknown>(path: string, headers: Record<string, string> = {}) =>
    this.send<T>('GET', path, undefined, headers);
  post = <T = unknown>(path: string, body?: unknown, headers: Record<string, string> = {}) =>
    this.send<T>('POST', path, body, headers);
  patch = <T = unknown>(path: string, body?: unknown) => this.send<T>('PATCH', path, body);
  delete = <T = unknown>(path: string) => this.send<T>('DELETE', path);

  async signIn(user: Pick<AppUser, 'email'>, password = PASSWORD): Promise<this> {
    const { status, text } = await this.post('/api/v1/session', { email: user.email, password });
    if (status !== 204) throw new Error(`sign-in answered ${status}: ${text}`);
    return this;
  }

  async send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        accept: 'application/json',
        'x-keepwell': '1',
        origin: this.url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie === null ? {} : { cookie: this.cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.cookie = cookie.split(';')[0] ?? null;
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : null) as T };
  }
}

export interface ApiUnderTest {
  url: string;
  database: TestDatabase;
  /** What the API wrote to its log. */
  log: string[];
  /** Moved by the test. */
  clock: { now: number };
  practice(given?: Partial<Practice>): Promise<Practice>;
  /** Somebody who may sign in with PASSWORD. */
  user(practiceId: string, roles: Role[], given?: Partial<AppUser>): Promise<AppUser>;
  browser(): Browser;
  signedIn(practiceId: string, roles: Role[]): Promise<Browser>;
  close(): Promise<void>;
}

/** The whole API on loopback over a database of this test file. */
export async function apiUnderTest(given: Partial<ApiOptions> & { poolSize?: number } = {}): Promise<ApiUnderTest> {
  const { poolSize = 5, ...options } = given;
  const database = await databaseForThisFile({ poolSize });
  const log: string[] = [];
  const clock = { now: Date.now() };
  const http = createGuardedHttp({ exceptions: [] });
  const api = await createApi({
    database: database.db,
    databaseUrl: database.databaseUrl,
    masterKey: database.masterKey,
    http,
    folders: openFolders({ allow: [] }),
    logger: createApiLogger('debug', { write: (line) => log.push(line) }),
    publicUrl: null,
    trustProxy: false,
    consoleDir: null,
    queueHealth: null,
    now: () => clock.now,
    passwordCost: CHEAP_PASSWORDS,
    ...options,
  });
  await api.listen(0, '127.0.0.1');
  const url = await api.getUrl();
  const { memoryKib, passes, lanes } = options.passwordCost ?? CHEAP_PASSWORDS;
  const passwordHash = await hash(PASSWORD, { memoryCost: memoryKib, timeCost: passes, parallelism: lanes });
  const user: ApiUnderTest['user'] = (practiceId, roles, more = {}) =>
    aUser(database.db, practiceId, roles, { passwordHash, ...more });
  return {
    url,
    database,
    log,
    clock,
    practice: (more) => aPractice(database.db, more),
    user,
    browser: () => new Browser(url),
    signedIn: async (practiceId, roles) => new Browser(url).signIn(await user(practiceId, roles)),
    close: async () => {
      await api.close();
      await http.close();
      await database.close();
    },
  };
}
