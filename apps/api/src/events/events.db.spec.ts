import { tellPractice } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';

let api: ApiUnderTest;
let practice: Practice;
let other: Practice;

beforeAll(async () => {
  api = await apiUnderTest({ pingMs: 200 });
  practice = await api.practice();
  other = await api.practice();
});
afterAll(() => api.close());

/** One open window: what has arrived so far. */
class Window {
  text = '';
  private readonly stop = new AbortController();
  private constructor(
    readonly status: number,
    readonly headers: Headers,
  ) {}

  static async open(browser: Browser): Promise<Window> {
    const stop = new AbortController();
    const response = await fetch(`${browser.url}/api/v1/events`, {
      headers: { cookie: browser.cookie ?? '' },
      signal: stop.signal,
    });
    const window = new Window(response.status, response.headers);
    stop.signal.addEventListener('abort', () => window.stop.abort());
    window.closeWith(stop);
    if (response.ok) window.ended = window.read(response);
    return window;
  }

  close: () => void = () => undefined;
  /** Resolves when the server has closed it. */
  ended: Promise<void> = Promise.resolve();

  get events(): { type: string; data: unknown }[] {
    return this.text
      .split('\n\n')
      .map((block) => ({ type: /^event: (.*)$/m.exec(block)?.[1] ?? '', data: /^data: (.*)$/m.exec(block)?.[1] }))
      .filter(({ data }) => data !== undefined)
      .map(({ type, data }) => ({ type, data: JSON.parse(data ?? 'null') as unknown }));
  }

  /** Waits until something of this type is there. */
  async until(type: string): Promise<unknown> {
    for (let i = 0; i < 200; i += 1) {
      const found = this.events.find((event) => event.type === type);
      if (found !== undefined) return found.data;
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error(`no ${type} among ${JSON.stringify(this.events)}`);
  }

  private closeWith(stop: AbortController): void {
    this.close = () => stop.abort();
  }

  private async read(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) this.text += decoder.decode(chunk as Uint8Array, { stream: true });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
    }
  }
}

const tell = (practiceId: string, type: string, more: Record<string, string | number | boolean | string[]>) =>
  api.database.db.inPractice(practiceId, (tx) => tellPractice(tx, { practiceId, type, ...more }));

it('N-04 each practice hears of its own, and of nothing else', async () => {
  const ours = await Window.open(await api.signedIn(practice.id, ['coordinator']));
  const theirs = await Window.open(await api.signedIn(other.id, ['coordinator']));
  await Promise.all([ours.until('ping'), theirs.until('ping')]);
  expect(ours.headers.get('content-type')).toContain('text/event-stream');
  expect(ours.headers.get('content-security-policy')).toContain("default-src 'self'");

  await tell(practice.id, 'worklist', { changed: ['p1'], counts: true });
  await tell(other.id, 'run', { connectionId: 'c', runId: 'r', state: 'running', read: 5, total: 10 });
  expect(await ours.until('worklist')).toEqual({ changed: ['p1'], counts: true });
  expect(await theirs.until('run')).toEqual({ connectionId: 'c', runId: 'r', state: 'running', read: 5, total: 10 });
  expect(ours.text).not.toContain('"runId"');
  expect(theirs.text).not.toContain('p1');
  expect(ours.text + theirs.text).not.toContain(practice.id);
  ours.close();
  theirs.close();
});

it('says that something may have been missed when the database was away', async () => {
  const window = await Window.open(await api.signedIn(practice.id, ['coordinator']));
  await window.until('ping');
  await api.database.asSuperuser(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'keepwell events' and datname = current_database()`,
  );
  expect(await window.until('worklist')).toEqual({ changed: [], counts: true });
  await tell(practice.id, 'run', { runId: 'after' });
  expect(await window.until('run')).toEqual({ runId: 'after' });
  window.close();
});

it('opens eight windows for one person and no ninth; a closed one makes room', async () => {
  const browser = await api.signedIn(practice.id, ['coordinator']);
  const windows: Window[] = [];
  for (let i = 0; i < 8; i += 1) windows.push(await Window.open(browser));
  expect(windows.map(({ status }) => status)).toEqual(Array(8).fill(200));
  const ninth = await browser.get<{ code: string }>('/api/v1/events', { accept: 'text/event-stream' });
  expect([ninth.status, ninth.body.code]).toEqual([429, 'too_many_streams']);
  windows[0]?.close();
  for (let i = 0; i < 100; i += 1) {
    const again = await Window.open(browser);
    if (again.status === 200) {
      for (const window of [...windows, again]) window.close();
      return;
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error('the closed window made no room');
});

it('I-05 a window is closed when its session ends or its owner loses the practice', async () => {
  const signedOut = await api.signedIn(practice.id, ['coordinator']);
  const user = await api.user(practice.id, ['coordinator']);
  const windows = [await Window.open(signedOut), await Window.open(await api.browser().signIn(user))];
  await Promise.all(windows.map((window) => window.until('ping')));
  await signedOut.delete('/api/v1/session');
  await api.database.asSuperuser('delete from membership_role where user_id = $1', [user.id]);
  await Promise.all(windows.map((window) => window.ended));
  await tell(practice.id, 'worklist', { changed: ['later'], counts: true });
  expect(windows.map(({ text }) => text.includes('later'))).toEqual([false, false]);
});

it('an unreadable notice is passed over', async () => {
  const window = await Window.open(await api.signedIn(practice.id, ['coordinator']));
  await window.until('ping');
  for (const payload of ['', 'x', '[]', '{"type":"worklist"}', 'null']) {
    await api.database.asSuperuser(`select pg_notify('keepwell_events', $1)`, [payload]);
  }
  await tell(practice.id, 'worklist', { changed: [], counts: true });
  expect(await window.until('worklist')).toEqual({ changed: [], counts: true });
  window.close();
});
