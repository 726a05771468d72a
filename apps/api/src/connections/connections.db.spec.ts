import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolders } from '@keepwell/connector-sdk';
import { newId } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { diary } from '../../../../test/support/diary-connector.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import type {
  CheckResultDto,
  ConnectionDetailDto,
  ConnectionDto,
  QuarantinePageDto,
  RunPageDto,
} from './dto/connection.dto.js';
import type { ConnectorDto } from './dto/connector.dto.js';

let api: ApiUnderTest;
let practice: Practice;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diary-'));
  api = await apiUnderTest({ connectors: [diary], folders: openFolders({ allow: [folder] }) });
  practice = await api.practice();
  browser = await api.signedIn(practice.id, ['integrator']);
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const create = (given: object = {}) =>
  browser.post<ConnectionDetailDto & { code: string; field: string }>('/api/v1/connections', {
    connector: 'diary',
    name: `Diary ${newId()}`,
    settings: { dir: folder, token: 'hunter2-hunter2' },
    ...given,
  });
const jobs = (connectionId: string) =>
  api.database.asSuperuser<{ kind: string; state: string; due: boolean }>(
    'select kind, state, due_at <= clock_timestamp() as due from job where subject_id = $1 order by kind',
    [connectionId],
  );

it('connectors are listed with the form of their settings', async () => {
  const { body } = await browser.get<ConnectorDto[]>('/api/v1/connectors');
  expect(body).toEqual([
    {
      id: 'diary',
      name: 'Diary',
      description: 'A diary in a folder.',
      settings: diary.settings,
      keeps: { patient: ['givenName'] },
      manifest: { waysIn: ['file'], gives: {}, writes: {}, throttle: null },
    },
  ]);
});

describe('a new connection', () => {
  it('W-05 is stored with its secrets sealed and apart, and begins to be read at once', async () => {
    const { status, body, text } = await create();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      connector: 'diary',
      state: 'ready',
      settings: { dir: folder, answer: 'well', days: 30 },
      secretsSet: ['token'],
      pollSeconds: 900,
      lastRun: null,
      latency: null,
      latencyMissing: 'first_read',
    });
    expect(text).not.toContain('hunter2');
    expect(await jobs(body.id)).toEqual([{ kind: 'sync', state: 'waiting', due: true }]);
    const everywhere = await api.database.asSuperuser<{ row: string }>(
      'select to_jsonb(c)::text as row from connection c union all select to_jsonb(s)::text from connection_secret s union all select to_jsonb(a)::text from audit_event a',
    );
    expect(everywhere.map(({ row }) => row).join('') + api.log.join('')).not.toContain('hunter2');
  });

  it('warms up for 14 days, or as the practice says', async () => {
    const warmUp = async (id: string) => {
      const [row] = await api.database.asSuperuser<{ until: Date | null }>(
        'select warm_up_until as until from connection where id = $1',
        [id],
      );
      return row?.until?.getTime() ?? null;
    };
    const days = 24 * 3_600_000;
    expect(await warmUp((await create()).body.id)).toBe(api.clock.now + 14 * days);
    await api.database.asSuperuser(`update practice set settings = '{"warmUpDays": 0}' where id = $1`, [practice.id]);
    expect(await warmUp((await create()).body.id)).toBeNull();
  });

  it.each([
    ['an unknown connector', { connector: 'fax' }, 'connector'],
    ['a missing setting', { settings: {} }, 'dir'],
    ['an unknown setting', { settings: { dir: '/', color: 'red' } }, 'color'],
    ['a word not in the list', { settings: { dir: '/', answer: 'maybe' } }, 'answer'],
    ['a setting of another shape', { settings: { dir: { $ne: '' } } }, 'dir'],
  ])('is refused with %s, by the name of the field', async (_case, given, field) => {
    expect(await create(given)).toMatchObject({ status: 422, body: { code: 'settings_wrong', field } });
  });

  it('is refused under a name that is taken', async () => {
    const { body } = await create();
    expect(await create({ name: body.name })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it.each([{ name: '' }, { pollSeconds: 1 }, { pollSeconds: '60' }, { settings: 'x' }, { settings: null }])(
    'is refused when it is not one: %j',
    async (given) => {
      expect(await create(given)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    },
  );
});

describe('a check', () => {
  const check = (settings: object) =>
    browser.post<CheckResultDto & { code: string; field: string }>('/api/v1/connections/check', {
      connector: 'diary',
      settings,
    });

  it('S2-29 says what the source is and what it cannot give', async () => {
    expect((await check({ dir: folder, token: '12345' })).body).toEqual({
      ok: true,
      sourceName: 'Diary opened with a token of 5 letters',
      timezone: 'Europe/London',
      problems: [],
      missing: [{ part: 'payments', says: 'This source gives no payments: R21 says "no data".' }],
      counts: { patient: 3 },
      notes: ['guessed'],
    });
  });

  it('uses the stored secret of a saved connection', async () => {
    const { body } = await create();
    const answer = await browser.post<CheckResultDto>(`/api/v1/connections/${body.id}/check`);
    expect(answer.body.sourceName).toBe('Diary opened with a token of 15 letters');
  });

  it('names the setting to blame, or says in a sentence what the other side does', async () => {
    expect(await check({ dir: folder, answer: 'wrong' })).toMatchObject({
      status: 422,
      body: { code: 'settings_wrong', field: 'token' },
    });
    expect(await check({ dir: folder, answer: 'busy' })).toMatchObject({
      status: 200,
      body: { ok: false, problems: ['The diary is busy.'] },
    });
    expect(await check({ dir: folder, answer: 'broken' })).toMatchObject({
      status: 200,
      body: { ok: false, problems: ['The diary speaks another language.'] },
    });
  });

  it('X-40 does not repeat what a fault of ours says', async () => {
    const answer = await check({ dir: folder, answer: 'fault' });
    expect([answer.status, answer.body.code]).toEqual([500, 'internal']);
    expect(answer.text + api.log.join('')).not.toContain('Given7');
  });

  it.each(['/etc', '/', '../../..', '/proc/self'])('reads only the folders of the operator: %s', async (dir) => {
    expect(await check({ dir })).toMatchObject({ status: 422, body: { code: 'settings_wrong', field: 'dir' } });
  });
});

describe('a change', () => {
  it('keeps the secret that is left out and forgets what was wrong', async () => {
    const { body } = await create();
    await api.database.asSuperuser(
      `update connection set state = 'needs_attention', problem = 'Wrong token' where id = $1`,
      [body.id],
    );
    await api.database.asSuperuser(`update job set due_at = 'infinity' where subject_id = $1`, [body.id]);
    const changed = await browser.patch<ConnectionDetailDto>(`/api/v1/connections/${body.id}`, {
      settings: { dir: folder, answer: 'well', days: 60 },
      pollSeconds: 60,
    });
    expect(changed.body).toMatchObject({ state: 'ready', problem: null, secretsSet: ['token'], pollSeconds: 60 });
    expect((await browser.post<CheckResultDto>(`/api/v1/connections/${body.id}/check`)).body.sourceName).toContain(
      '15 letters',
    );
    expect(await jobs(body.id)).toEqual([{ kind: 'sync', state: 'waiting', due: true }]);
    await browser.patch(`/api/v1/connections/${body.id}`, { settings: { dir: folder, token: 'new' } });
    expect((await browser.post<CheckResultDto>(`/api/v1/connections/${body.id}/check`)).body.sourceName).toContain(
      '3 letters',
    );
  });

  const there = { url: 'https://diary.example.org/v1', client_id: 'clinic' };
  it.each([
    ['another server', { ...there, url: 'https://elsewhere.example.net/v1' }],
    ['another path of the server', { ...there, url: 'https://diary.example.org/v2' }],
    ['no server', { client_id: 'clinic' }],
    ['another client', { ...there, client_id: 'somebody' }],
  ])('W-05 needs the stored secret again for %s, and sends it there only then', async (_case, target) => {
    const { body } = await create({ settings: { dir: folder, token: 'hunter2-hunter2', ...there } });
    const change = (settings: object) =>
      browser.patch<ConnectionDetailDto & { code: string; field: string }>(`/api/v1/connections/${body.id}`, {
        settings: { dir: folder, ...settings },
      });
    const refused = await change(target);
    expect(refused).toMatchObject({ status: 422, body: { code: 'settings_wrong', field: 'token' } });
    expect(refused.text).not.toContain('hunter2');
    const after = await browser.get<ConnectionDetailDto>(`/api/v1/connections/${body.id}`);
    expect(after.body).toMatchObject({ settings: there, secretsSet: ['token'] });

    expect((await change({ ...there, days: 7 })).status).toBe(200);
    expect((await change({ ...target, token: 'new' })).body).toMatchObject({ settings: target, secretsSet: ['token'] });
    expect((await browser.post<CheckResultDto>(`/api/v1/connections/${body.id}/check`)).body.sourceName).toContain(
      '3 letters',
    );
    expect((await change({ ...there, token: '' })).body).toMatchObject({ settings: there, secretsSet: [] });
  });

  it('of the name or the pace leaves alone what is wrong, also when the same settings come with it', async () => {
    const { body } = await create();
    await api.database.asSuperuser(
      `update connection set state = 'needs_attention', problem = 'Wrong token' where id = $1`,
      [body.id],
    );
    await api.database.asSuperuser(`update job set due_at = 'infinity' where subject_id = $1`, [body.id]);
    const name = `Renamed ${newId()}`;
    const changed = await browser.patch<ConnectionDetailDto>(`/api/v1/connections/${body.id}`, {
      name,
      pollSeconds: 120,
      settings: body.settings,
    });
    const wrong = { state: 'needs_attention', problem: 'Wrong token' };
    expect(changed.body).toMatchObject({ name, pollSeconds: 120, ...wrong });
    expect((await jobs(body.id)).map(({ due }) => due)).toEqual([false]);
    await api.database.asSuperuser(`update connection set state = 'ready' where id = $1`, [body.id]);
    expect(
      (await browser.patch<ConnectionDetailDto>(`/api/v1/connections/${body.id}`, { name: body.name })).body,
    ).toMatchObject({ name: body.name, state: 'ready', problem: 'Wrong token' });
  });

  it('does not undo what a sync finds out meanwhile', async () => {
    const { body } = await create();
    const changing = await api.database.db.inPractice(practice.id, async (tx) => {
      await tx.query(`update connection set state = 'needs_attention', problem = 'Wrong token' where id = $1`, [
        body.id,
      ]);
      const answer = browser.patch<ConnectionDetailDto>(`/api/v1/connections/${body.id}`, { pollSeconds: 240 });
      const waiting = async () =>
        (
          await api.database.asSuperuser(
            `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          )
        ).length;
      for (let i = 0; i < 100 && (await waiting()) === 0; i += 1) await new Promise((done) => setTimeout(done, 20));
      return { answer };
    });
    expect((await changing.answer).body).toMatchObject({
      pollSeconds: 240,
      state: 'needs_attention',
      problem: 'Wrong token',
    });
  });

  it('pauses and resumes', async () => {
    const { body } = await create();
    expect(
      (await browser.patch<ConnectionDetailDto>(`/api/v1/connections/${body.id}`, { state: 'paused' })).body.state,
    ).toBe('paused');
    expect(await browser.post(`/api/v1/connections/${body.id}/sync`)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect(
      (await browser.patch<ConnectionDetailDto>(`/api/v1/connections/${body.id}`, { state: 'ready' })).body.state,
    ).toBe('ready');
    expect(await browser.patch(`/api/v1/connections/${body.id}`, { state: 'needs_attention' })).toMatchObject({
      status: 400,
    });
  });

  it('removal is for connections that have read nothing', async () => {
    const { body } = await create();
    expect((await browser.delete(`/api/v1/connections/${body.id}`)).status).toBe(204);
    expect((await browser.get(`/api/v1/connections/${body.id}`)).status).toBe(404);
    expect(await jobs(body.id)).toEqual([]);
    const { connectionId } = await fillWorklist(api.database, practice.id, { cases: 1 });
    expect(await browser.delete(`/api/v1/connections/${connectionId}`)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
  });
});

describe('reading', () => {
  it('now makes the job due, and says so when it is being read already', async () => {
    const { body } = await create();
    await api.database.asSuperuser(`update job set due_at = now() + interval '1 hour' where subject_id = $1`, [
      body.id,
    ]);
    const answer = await browser.post<{ jobId: string }>(`/api/v1/connections/${body.id}/sync`);
    expect([answer.status, answer.body.jobId]).toEqual([202, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(await jobs(body.id)).toEqual([{ kind: 'sync', state: 'waiting', due: true }]);
    await api.database.asSuperuser(
      `update job set state = 'running', lease_until = now() + interval '1 minute' where subject_id = $1`,
      [body.id],
    );
    expect(await browser.post(`/api/v1/connections/${body.id}/sync`)).toMatchObject({
      status: 409,
      body: { code: 'sync_running' },
    });
    expect(await browser.delete(`/api/v1/connections/${body.id}`)).toMatchObject({
      status: 409,
      body: { code: 'sync_running' },
    });
  });

  it('S-09 runs are shown newest first and add up; what was put aside is listed without what it said', async () => {
    const { body } = await create();
    for (let i = 1; i <= 5; i += 1) {
      await api.database.asSuperuser(
        `insert into sync_run (practice_id, id, connection_id, trigger, state, started_at, finished_at, read, applied, unchanged, quarantined, streams)
         values ($1, $2, $3, 'schedule', 'partial', $4, $4, $5, 2, $5 - 3, 1, '{"patients.csv":{"read":3,"applied":2,"unchanged":0,"quarantined":1}}')`,
        [practice.id, newId(), body.id, new Date(api.clock.now + i), 3 + i],
      );
      await api.database.asSuperuser(
        `insert into quarantine (practice_id, id, connection_id, stream, kind, source_id, code, reason, where_found, fingerprint, raw_ciphertext, connector_version)
         values ($1, $2, $3, 'patients.csv', 'patient', $4, 'status_unknown', 'The word is not known.', 'patients.csv line 7', $5, '\\xdeadbeef', 1)`,
        [practice.id, newId(), body.id, `P-${i}`, Buffer.from([i])],
      );
    }
    const runs = await browser.get<RunPageDto>(`/api/v1/connections/${body.id}/runs?limit=3`);
    const more = await browser.get<RunPageDto>(
      `/api/v1/connections/${body.id}/runs?limit=3&cursor=${runs.body.nextCursor ?? ''}`,
    );
    expect([...runs.body.items, ...more.body.items].map(({ read }) => read)).toEqual([8, 7, 6, 5, 4]);
    for (const run of runs.body.items) expect(run.read).toBe(run.applied + run.unchanged + run.quarantined);
    expect(runs.body.items[0]?.streams).toEqual({
      'patients.csv': { read: 3, applied: 2, unchanged: 0, quarantined: 1 },
    });
    expect(more.body.nextCursor).toBeNull();

    const aside = await browser.get<QuarantinePageDto>(`/api/v1/connections/${body.id}/quarantine`);
    expect(aside.body.items.map(({ sourceId }) => sourceId)).toEqual(['P-5', 'P-4', 'P-3', 'P-2', 'P-1']);
    expect(aside.body.items[0]).toEqual({
      id: expect.any(String),
      stream: 'patients.csv',
      kind: 'patient',
      sourceId: 'P-5',
      code: 'status_unknown',
      reason: 'The word is not known.',
      where: 'patients.csv line 7',
      state: 'open',
      at: expect.stringMatching(/Z$/),
    });
    expect(aside.text).not.toContain('deadbeef');
    const list = await browser.get<ConnectionDto[]>('/api/v1/connections');
    expect(list.body.find(({ id }) => id === body.id)).toMatchObject({
      quarantined: 5,
      lastRun: { read: 8 },
      gaveRecords: true,
      connector: 'diary',
      connectorName: 'Diary',
    });
    expect(list.body.filter(({ lastRun }) => lastRun === null).map(({ gaveRecords }) => gaveRecords)).toContain(false);
    expect((await browser.post(`/api/v1/connections/${body.id}/quarantine/replay`)).status).toBe(202);
    expect((await jobs(body.id)).map(({ kind }) => kind)).toEqual(['replay_quarantine', 'sync']);
  });
});
