import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONNECTORS } from '@keepwell/connectors';
import { openFolders } from '@keepwell/connector-sdk';
import { Connection, InboxQueries, newId, sealHook, SecretStore } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { apiUnderTest, type ApiUnderTest, type Browser } from '../../../../test/support/api-under-test.js';
import { PushingVendor, pushingConnector } from '../../../../test/support/pushing-vendor.js';

let api: ApiUnderTest;
let vendor: PushingVendor;
let uploadDir: string;
beforeAll(async () => {
  vendor = await new PushingVendor().open();
  uploadDir = await mkdtemp(join(tmpdir(), 'uploads-'));
  api = await apiUnderTest({
    connectors: [...CONNECTORS, pushingConnector(vendor)],
    ...{
      uploadDir,
      folders: openFolders({ allow: [uploadDir] }),
      http: createGuardedHttp({ exceptions: [vendor.origin] }),
    },
  });
});
afterAll(async () => {
  await api.close();
  await vendor.close();
  await rm(uploadDir, { recursive: true });
});

const secrets = () => new SecretStore(api.database.masterKey);

async function aPushed(state: Connection['state'] = 'ready') {
  const { id: practiceId } = await api.practice();
  const id = newId();
  await api.database.db.inPractice(practiceId, async (tx) => {
    await tx.save(Connection, { practiceId, id, connector: 'pushing', name: id, settings: {}, state });
    await secrets().putConnectionSecrets(tx, practiceId, id, { api_key: 'first key', hook_secret: 'kept' });
  });
  const browser = await api.signedIn(practiceId, ['integrator']);
  const kept = () => api.database.db.inPractice(practiceId, (tx) => secrets().connectionSecrets(tx, practiceId, id));
  return { practiceId, id, browser, kept, url: `/api/v1/connections/${id}` };
}

describe('new credentials', () => {
  it('are tried before the old ones are forgotten, and wake a connection that waited for them', async () => {
    const { browser, kept, url } = await aPushed('needs_attention');
    vendor.key = 'second key';
    const refused = await browser.send<{ rotated: boolean; check: { problems: string[] } }>(
      'PUT',
      `${url}/credentials`,
      { settings: { api_key: 'wrong' } },
    );
    expect(refused).toMatchObject({
      status: 200,
      body: { rotated: false, check: { ok: false, problems: ['The key is refused.'] } },
    });
    expect(await kept()).toEqual({ api_key: 'first key', hook_secret: 'kept' });
    const taken = await browser.send('PUT', `${url}/credentials`, { settings: { api_key: 'second key' } });
    expect(taken).toMatchObject({ status: 200, body: { rotated: true } });
    expect(taken.text).not.toContain('second key');
    expect(await kept()).toEqual({ api_key: 'second key', hook_secret: 'kept' });
    expect((await browser.get(url)).body).toMatchObject({ state: 'ready', problem: null });
    vendor.key = 'first key';
  });

  it('are credentials and nothing else', async () => {
    const { browser, url } = await aPushed();
    expect(
      await browser.send('PUT', `${url}/credentials`, { settings: { url: 'https://evil.example' } }),
    ).toMatchObject({
      status: 422,
      body: { code: 'settings_wrong', field: 'url' },
    });
  });
});

describe('the inbox', () => {
  it('is looked into without what it says; opening an item decrypts it and is written down; what was put aside can be tried again', async () => {
    const { browser, url, practiceId, id } = await aPushed();
    const inbox = new InboxQueries(secrets());
    const { id: itemId } = await api.database.db.inPractice(practiceId, (tx) =>
      inbox.receive(tx, {
        ...{
          practiceId,
          connectionId: id,
          way: 'webhook',
          dedupeKey: 'e1',
          verified: 'strong',
          type: 'patient',
          order: [],
          receivedAt: new Date(),
        },
        body: sealHook({ raw: Buffer.from('{"name":"Canary Quill"}'), hints: [], records: [] }),
        settled: { state: 'quarantined', reason: 'It was not understood.' },
      }),
    );
    const list = await browser.get<{ items: object[] }>(`${url}/inbox?state=quarantined`);
    expect(list.text).not.toContain('Canary');
    expect(list.body).toMatchObject({
      items: [{ id: itemId, state: 'quarantined', verified: 'strong' }],
      counts: { quarantined: 1 },
    });
    const opened = await browser.get(`${url}/inbox/${itemId}`);
    expect(opened.body).toMatchObject({ body: '{"name":"Canary Quill"}', bodyForm: 'text' });
    const [written] = await api.database.asSuperuser<{ detail: { itemId: string } }>(
      `select detail from audit_event where practice_id = $1 and event = 'inbox.opened'`,
      [practiceId],
    );
    expect(written?.detail.itemId).toBe(itemId);
    expect((await browser.post(`${url}/inbox/${itemId}/retry`)).status).toBe(202);
    expect((await browser.get<{ counts: object }>(`${url}/inbox`)).body.counts).toEqual({ received: 1 });
    expect((await browser.post(`${url}/inbox/${itemId}/retry`)).status).toBe(409);
  });
});

describe('uploads', () => {
  const upload = async (browser: Browser, url: string, name: string, body: string | Buffer) => {
    const answer = await fetch(`${api.url}${url}/files?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'x-keepwell': '1', origin: api.url, cookie: browser.cookie ?? '', 'content-type': 'text/csv' },
      body: new Uint8Array(Buffer.from(body)),
    });
    return {
      status: answer.status,
      body: (await answer.json()) as { code?: string; detail?: string; name?: string; size?: number },
    };
  };
  async function aFolder() {
    const { id: practiceId } = await api.practice();
    const browser = await api.signedIn(practiceId, ['integrator']);
    const made = await browser.post<{ id: string; settings: { dir: string } }>('/api/v1/connections', {
      connector: 'csv',
      name: 'Files',
      settings: {},
      uploads: true,
    });
    expect(made.status).toBe(201);
    const dir = made.body.settings.dir;
    return { practiceId, browser, url: `/api/v1/connections/${made.body.id}`, dir, id: made.body.id };
  }

  it('go into the connection’s own folder, whole, and are read', async () => {
    const { browser, url, dir, practiceId, id } = await aFolder();
    expect(dir).toBe(join(uploadDir, practiceId, id));
    expect((await browser.get(`${url}/ways`)).body).toMatchObject({ takesFiles: true, webhookUrl: null });
    const text = 'patient_id,given_name\n1,Sam\n';
    expect(await upload(browser, url, 'patients.csv', text)).toMatchObject({
      status: 202,
      body: { name: 'patients.csv', size: text.length },
    });
    expect(await readdir(dir)).toEqual(['patients.csv']);
    expect(await readFile(join(dir, 'patients.csv'), 'utf8')).toBe(text);
    const owed = await api.database.asSuperuser(
      `select from job where practice_id = $1 and kind = 'sync' and subject_id = $2`,
      [practiceId, id],
    );
    expect(owed).toHaveLength(1);
  });

  it.each([
    ['X-27 a path out', '../../patients.csv', 'x', 'no folders'],
    ['X-27 an absolute path', '/etc/cron.d/x.csv', 'x', 'no folders'],
    ['X-27 a backslash', 'a\\b.csv', 'x', 'no folders'],
    ['X-27 a hidden name', '.profile.csv', 'x', 'no folders'],
    ['X-27 a zip by its name', 'all.zip', 'x', 'packed'],
    ['X-27 a zip by its bytes', 'patients.csv', Buffer.from('504b03041400', 'hex'), 'packed'],
    ['X-27 a gzip by its bytes', 'patients.csv', Buffer.from('1f8b0800', 'hex'), 'packed'],
    ['a program', 'run.sh', 'x', 'CSV, JSON or NDJSON'],
    ['an empty file', 'patients.csv', '', 'no file|empty'],
    ['no name', '', 'x', 'what the file is called'],
  ])('%s is refused with a sentence, and nothing is left behind', async (_case, name, body, says) => {
    const { browser, url, dir } = await aFolder();
    const answer = await upload(browser, url, name, body);
    expect([answer.status, answer.body.code]).toEqual([422, 'file_refused']);
    expect(answer.body.detail).toMatch(new RegExp(says));
    expect(await readdir(dir)).toEqual([]);
  });

  it('above 100 MB are refused on the way, and nothing is left behind', async () => {
    const { browser, url, dir } = await aFolder();
    const answer = await upload(browser, url, 'patients.csv', Buffer.alloc(101 * 1024 * 1024, 'x'));
    expect([answer.status, answer.body.code]).toEqual([413, 'too_large']);
    expect(await readdir(dir)).toEqual([]);
  });

  it('above 100 MB are refused though nobody said how large they are, and never fill the disk', async () => {
    const { browser, url, dir } = await aFolder();
    const block = Buffer.alloc(1024 * 1024, 'x');
    let sent = 0;
    let most = 0;
    const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
      const sending = request(`${api.url}${url}/files?name=patients.csv`, {
        method: 'POST',
        headers: { 'x-keepwell': '1', origin: api.url, cookie: browser.cookie ?? '', 'content-type': 'text/csv' },
      });
      let over = false;
      sending.on('response', (response) => {
        over = true;
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
          sending.destroy();
        });
      });
      // Once it has answered it need not take the rest.
      sending.on('error', (error) => !over && reject(error));
      const go = async (): Promise<void> => {
        for (; !over && sent < 400; sent += 1) {
          if (!sending.write(block)) await new Promise((go) => setTimeout(go, 1));
          for (const name of await readdir(dir)) {
            most = Math.max(most, (await stat(join(dir, name)).catch(() => ({ size: 0 }))).size);
          }
        }
        if (!over) sending.end();
      };
      go().catch(reject);
    });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'too_large',
      detail: expect.stringContaining('100 MB at most'),
    });
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(100 * 1024 * 1024);
    expect(await readdir(dir)).toEqual([]);
  });

  it('N-05 are no other practice’s to read: their folder is not checked, and not read, from a connection elsewhere', async () => {
    const [ours, theirs] = [await aFolder(), await aFolder()];
    expect((await upload(theirs.browser, theirs.url, 'patients.csv', 'patient_id,given_name\n1,Sam\n')).status).toBe(
      202,
    );
    const settings = { dir: theirs.dir };
    const check = await ours.browser.post<{ ok: boolean; problems: string[] }>('/api/v1/connections/check', {
      ...{ connector: 'csv', settings },
    });
    expect(check.body).toMatchObject({ ok: false, problems: [expect.stringContaining('lies outside')] });
    const own = await theirs.browser.post('/api/v1/connections/check', { connector: 'csv', settings });
    expect(JSON.stringify(own.body)).not.toContain('lies outside');
  });

  it('are not taken by a connection that reads a folder of somebody else', async () => {
    const { browser, practiceId } = await aFolder();
    const other = await aFolder();
    const id = newId();
    await api.database.db.inPractice(practiceId, (tx) =>
      tx.save(Connection, { practiceId, id, connector: 'csv', name: 'Theirs', settings: { dir: other.dir } }),
    );
    expect((await upload(browser, `/api/v1/connections/${id}`, 'patients.csv', 'x')).status).toBe(409);
    expect(await readdir(other.dir)).toEqual([]);
  });
});
