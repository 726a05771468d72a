import { Connection, newId, SecretStore } from '@keepwell/database';
import { apiUnderTest, type ApiUnderTest } from '../../../../test/support/api-under-test.js';
import { PushingVendor, pushingConnector } from '../../../../test/support/pushing-vendor.js';

const PUBLIC = 'https://keepwell.example.org';
let api: ApiUnderTest;
let vendor: PushingVendor;
beforeAll(async () => {
  vendor = await new PushingVendor().open();
  api = await apiUnderTest({ connectors: [pushingConnector(vendor)], publicUrl: PUBLIC });
});
afterAll(async () => {
  await api.close();
  await vendor.close();
});

async function aConnection(given: { secret?: string; state?: Connection['state'] } = {}) {
  const { id: practiceId } = await api.practice();
  const id = newId();
  const secrets = new SecretStore(api.database.masterKey);
  const secret = given.secret ?? `hooks of ${id}`;
  await api.database.db.inPractice(practiceId, async (tx) => {
    await tx.save(Connection, {
      practiceId,
      id,
      connector: 'pushing',
      name: id,
      settings: {},
      state: given.state ?? 'ready',
    });
    await secrets.putConnectionSecrets(tx, practiceId, id, { api_key: vendor.key, hook_secret: secret });
  });
  const path = `/api/hooks/connections/${practiceId}/${id}`;
  const send = async (
    body: string,
    more: { secret?: string; headers?: Record<string, string>; url?: string; to?: string } = {},
  ) => {
    const headers = vendor.signed(body, more.url ?? PUBLIC + path, more.secret ?? secret);
    const answer = await fetch(api.url + (more.to ?? path), {
      method: 'POST',
      body,
      headers: { ...headers, ...more.headers },
    });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const kept = () =>
    api.database.asSuperuser<{ state: string; verified: string; type: string }>(
      'select state, verified, type from inbox_item where practice_id = $1 order by id',
      [practiceId],
    );
  const owed = () =>
    api.database.asSuperuser<{ kind: string }>('select kind from job where practice_id = $1 and subject_id = $2', [
      practiceId,
      id,
    ]);
  return { practiceId, id, path, secret, send, kept, owed };
}

const event = (id: string, more: object = { record: 'b1' }) => JSON.stringify({ id, ...more });

describe('a webhook', () => {
  it('is kept and committed before it is answered, and its work is owed', async () => {
    const { send, kept, owed, practiceId } = await aConnection();
    const answer = await send(event('e1'));
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await kept()).toEqual([{ state: 'received', verified: 'strong', type: 'appointment' }]);
    expect(await owed()).toEqual([{ kind: 'intake' }]);
    const [written] = await api.database.asSuperuser<{ event: string }>(
      'select event from audit_event where practice_id = $1',
      [practiceId],
    );
    expect(written?.event).toBe('connection.hook_received');
  });

  it('X-30 with a bad signature is 403, and nothing of it is kept', async () => {
    const { send, kept, owed } = await aConnection();
    expect((await send(event('e1'), { secret: 'not theirs' })).status).toBe(403);
    expect((await send(event('e1'), { headers: { 'x-signature': '' } })).status).toBe(403);
    expect([await kept(), await owed()]).toEqual([[], []]);
  });

  it('X-31 is measured by the address this server publishes, whatever Host it names', async () => {
    const { send, path, kept } = await aConnection();
    expect(
      (await send(event('e1'), { url: `https://evil.example${path}`, headers: { host: 'evil.example' } })).status,
    ).toBe(403);
    expect((await send(event('e2'), { headers: { 'x-forwarded-host': 'evil.example' } })).status).toBe(204);
    expect(await kept()).toHaveLength(1);
  });

  it("X-32 with another account's signature is 403", async () => {
    const [ours, theirs] = [await aConnection(), await aConnection()];
    expect((await ours.send(event('e1'), { secret: theirs.secret })).status).toBe(403);
    expect((await ours.send(event('e1'), { secret: theirs.secret, url: PUBLIC + theirs.path })).status).toBe(403);
    expect(await ours.kept()).toEqual([]);
  });

  it('X-32 played again has no effect: the same answer, nothing new to do', async () => {
    const { send, kept, practiceId } = await aConnection();
    await send(event('e1'));
    await api.database.asSuperuser(`update job set due_at = 'infinity' where practice_id = $1`, [practiceId]);
    for (let n = 0; n < 3; n += 1) expect((await send(event('e1'))).status).toBe(204);
    expect((await kept()).map(({ state }) => state)).toEqual(['received', 'duplicate', 'duplicate', 'duplicate']);
    const due = await api.database.asSuperuser(`select from job where practice_id = $1 and due_at < 'infinity'`, [
      practiceId,
    ]);
    expect(due).toEqual([]);
  });

  it('takes another delivery of one event for a repetition, though it counts its tries in its body', async () => {
    const { send, kept } = await aConnection();
    await send(event('e1', { record: 'b1', attempt: 1 }));
    await send(event('e1', { record: 'b1', attempt: 2 }));
    await send(event('e1', { record: 'b2' }));
    expect((await kept()).map(({ state }) => state)).toEqual(['received', 'duplicate', 'quarantined']);
  });

  it('answers a handshake and keeps nothing of it', async () => {
    const { path, kept } = await aConnection();
    const answer = await fetch(`${api.url}${path}?challenge=seven`);
    expect([answer.status, await answer.text()]).toEqual([200, 'seven']);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await kept()).toEqual([]);
  });

  it('N-04 of a connection that is paused, of another practice, or nowhere is answered alike', async () => {
    const [paused, ours] = [await aConnection({ state: 'paused' }), await aConnection()];
    const elsewhere = `/api/hooks/connections/${ours.practiceId}/${paused.id}`;
    const nowhere = `/api/hooks/connections/${newId()}/${newId()}`;
    const nonsense = '/api/hooks/connections/x/y';
    const answers = [await paused.send(event('e1'))];
    for (const to of [elsewhere, nowhere, nonsense])
      answers.push(await ours.send(event('e1'), { to, url: PUBLIC + to }));
    const gists = answers.map(({ status, text }) => [status, { ...(JSON.parse(text) as object), requestId: '' }]);
    for (const gist of gists) expect(gist).toEqual(gists[0]);
    expect(gists[0]?.[0]).toBe(404);
    expect([await paused.kept(), await ours.kept()]).toEqual([[], []]);
  });

  it('X-28 nested 100,000 deep is refused within a second and without the memory for it', async () => {
    const { send, kept } = await aConnection();
    const deep = `{"id":"e1","record":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const before = process.memoryUsage().rss;
    const from = performance.now();
    expect((await send(deep)).status).toBe(400);
    expect(performance.now() - from).toBeLessThan(1_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    expect(await kept()).toEqual([]);
  });

  it.each([
    [
      'X-26 entity bombs',
      'application/xml',
      '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>',
    ],
    ['X-27 a packed body', 'application/zip', 'PK\u0003\u0004 whatever'],
    ['nonsense', 'text/plain', '%%%'],
  ])('%s are nobody’s to unpack: refused as not understood', async (_case, type, body) => {
    const { send, kept } = await aConnection();
    expect((await send(body, { headers: { 'content-type': type } })).status).toBe(400);
    expect(await kept()).toEqual([]);
  });

  it('above 1 MiB is refused, below it is kept whatever media type it names', async () => {
    const { send } = await aConnection();
    const padded = (bytes: number) => event('e1', { record: 'b1', more: 'x'.repeat(bytes) });
    expect((await send(padded(1024 * 1024))).status).toBe(413);
    expect((await send(padded(1000 * 1024), { headers: { 'content-type': 'application/vnd.odd' } })).status).toBe(204);
  });

  it('V-05 while ten thousand wait the sender is asked to come again, and nothing that was kept is dropped', async () => {
    const { send, practiceId, id, kept } = await aConnection();
    await api.database.asSuperuser(
      `insert into inbox_item (practice_id, id, connection_id, way, dedupe_key, body_hash, verified, size, state, received_at)
       select $1, gen_random_uuid(), $2, 'stream', int4send(n), '\\x00', 'none', 0, 'received', now() from generate_series(1, 10001) n`,
      [practiceId, id],
    );
    const answer = await send(event('e1'));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60']);
    const other = await aConnection();
    expect((await other.send(event('e1'))).status).toBe(204);
    expect(await kept()).toHaveLength(10_001);
    await api.database.asSuperuser(
      `update inbox_item set state = 'applied' where practice_id = $1 and dedupe_key = int4send(1)`,
      [practiceId],
    );
    expect((await send(event('e1'))).status).toBe(204);
  });
});

describe('a webhook whose secret is wrong here', () => {
  const alarms = (practiceId: string) =>
    api.database.asSuperuser<{ code: string; open: boolean; at: string }>(
      `select code, closed_at is null as open, detail->>'lastAt' as at from alarm where practice_id = $1 order by opened_at`,
      [practiceId],
    );
  const wrong = { secret: 'not theirs' };

  it('X-30 is told once five calls in a row were refused, once however many more are, until a right one comes', async () => {
    const { send, practiceId, path } = await aConnection();
    const call = async (n: number) => {
      for (let i = 0; i < n; i += 1) expect((await send(event(`w${i}`), wrong)).status).toBe(403);
    };
    await call(4);
    expect((await send(event('e1'))).status).toBe(204);
    await call(4);
    expect(await alarms(practiceId)).toEqual([]);
    await call(1);
    const [alarm] = await alarms(practiceId);
    expect(alarm).toMatchObject({ code: 'webhook_refused', open: true });
    // At most one write a minute, and one row whatever comes.
    await call(20);
    expect(await alarms(practiceId)).toEqual([alarm]);
    api.clock.now += 61_000;
    await call(1);
    const [later, ...more] = await alarms(practiceId);
    expect([Number(later?.at) - Number(alarm?.at), more]).toEqual([61_000, []]);
    // Whoever only asks proves nothing.
    await fetch(`${api.url}${path}?challenge=seven`);
    expect((await alarms(practiceId)).map(({ open }) => open)).toEqual([true]);
    expect((await send(event('e2'))).status).toBe(204);
    expect((await alarms(practiceId)).map(({ open }) => open)).toEqual([false]);
  });

  it('X-30 is not told of calls days apart, nor of another connection, and a right call of which nothing is kept ends it', async () => {
    const [ours, theirs] = [await aConnection(), await aConnection()];
    for (let n = 0; n < 6; n += 1) {
      await ours.send(event('w'), wrong);
      if (n < 4) await theirs.send(event('w'), wrong);
      api.clock.now += 6 * 3_600_000;
    }
    expect([await alarms(ours.practiceId), await alarms(theirs.practiceId)]).toEqual([[], []]);
    for (let n = 0; n < 5; n += 1) await ours.send(event('w'), wrong);
    expect(await alarms(ours.practiceId)).toMatchObject([{ open: true }]);
    expect((await ours.send(JSON.stringify({ id: 'e1' }))).status).toBe(204);
    expect(await ours.kept()).toEqual([]);
    expect(await alarms(ours.practiceId)).toMatchObject([{ open: false }]);
  });
});
