import { createServer, type AddressInfo } from 'node:net';
import { openFolders } from '@keepwell/connector-sdk';
import { Connection, newId } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { MllpSender } from '@keepwell/simulator';
import { pino } from 'pino';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { startWorker } from '../create-worker.js';
import { Listeners } from './listeners.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

const options = () => ({
  ...{ database: test.db, masterKey: test.masterKey, redisUrl: null, log: pino({ level: 'silent' }), sweepMs: 50 },
  ...{
    http: createGuardedHttp({ exceptions: [] }),
    folders: openFolders({ allow: [] }),
    syncConcurrency: 1,
    syncPageSize: 100,
  },
});

const siu = (control: string) =>
  [
    `MSH|^~\\&|ENGINE|NORTH|||20260301090000||SIU^S12^SIU_S12|${control}|P|2.5.1`,
    `SCH||${control}|||||||||^^^20260310090000`,
    'PID|1||7^^^N^MR||Example^Ada',
    '',
  ].join('\r');

const ask = async (port: number, message: string) => {
  const sender = new MllpSender('127.0.0.1', port);
  return sender.send(Buffer.from(message)).finally(() => sender.close());
};

async function aConnection(settings: Connection['settings']) {
  const practiceId = (await aPractice(test.db)).id;
  const id = newId();
  const save = (change: { settings?: Connection['settings']; state?: Connection['state'] }) =>
    test.db.inPractice(practiceId, (tx) => tx.update(Connection, { practiceId, id }, change));
  await test.db.inPractice(practiceId, (tx) =>
    tx.save(Connection, { practiceId, id, connector: 'hl7-v2', name: 'engine', settings }),
  );
  return { practiceId, id, save };
}

describe('listeners', () => {
  it('follow the settings of connections: a port, another port, a pause', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const { id, save } = await aConnection({ port: first, security: 'plain' });
    const listeners = new Listeners(options());
    await listeners.onApplicationBootstrap();
    expect(listeners.portOf(id)).toBe(first);
    expect(await ask(first, siu('A1'))).toEqual({ code: 'AA', controlId: 'A1' });
    await save({ settings: { port: second, security: 'plain' } });
    await listeners.look();
    expect(await ask(second, siu('A2'))).toMatchObject({ code: 'AA' });
    await expect(ask(first, siu('A3'))).rejects.toThrow(/ECONNREFUSED/);
    await save({ state: 'paused' });
    await listeners.look();
    expect(listeners.portOf(id)).toBeNull();
    await expect(ask(second, siu('A4'))).rejects.toThrow(/ECONNREFUSED/);
    await listeners.beforeApplicationShutdown();
  });

  it('H-06 do not start on a line that nobody protects, and say so to the practice', async () => {
    const { id, practiceId } = await aConnection({
      port: await freePort(),
      bind_address: '0.0.0.0',
      security: 'plain',
    });
    const listeners = new Listeners(options());
    await listeners.onApplicationBootstrap();
    expect(listeners.portOf(id)).toBeNull();
    const connection = await test.db.inPractice(practiceId, (tx) => tx.findOneByOrFail(Connection, { practiceId, id }));
    expect(connection).toMatchObject({ state: 'needs_attention', problem: expect.stringContaining('allow_addresses') });
    await listeners.beforeApplicationShutdown();
  });

  it('H-06 leave a port that two have to the one made first, whoever is faster, and tell the other', async () => {
    const port = await freePort();
    const older = await aConnection({ port, security: 'plain' });
    const younger = await aConnection({ port, security: 'plain' });
    const look = async ({ practiceId, id }: typeof older) => {
      const connection = await test.db.inPractice(practiceId, (tx) =>
        tx.findOneByOrFail(Connection, { practiceId, id }),
      );
      return [listeners.portOf(id), connection.state, connection.problem];
    };
    // The older one is not even there when the younger is looked at.
    await older.save({ state: 'paused' });
    const listeners = new Listeners(options());
    await listeners.onApplicationBootstrap();
    expect(await look(younger)).toEqual([
      null,
      'needs_attention',
      expect.stringMatching(/made before this one, listens on this port/),
    ]);
    await older.save({ state: 'ready' });
    await listeners.look();
    expect(await look(older)).toEqual([port, 'ready', null]);
    expect(await ask(port, siu('C1'))).toMatchObject({ code: 'AA' });
    expect((await look(younger))[0]).toBeNull();
    const heard = await test.asSuperuser('select practice_id as id from inbox_item where practice_id = any($1)', [
      [older.practiceId, younger.practiceId],
    ]);
    expect(heard).toEqual([{ id: older.practiceId }]);
    // Another port for the older one: this one is free, and nobody has to look any more.
    await older.save({ settings: { port: await freePort(), security: 'plain' } });
    await listeners.look();
    await listeners.look();
    expect(await look(younger)).toEqual([port, 'ready', null]);
    await listeners.beforeApplicationShutdown();
  });

  it('run in the worker, whose intake applies what they keep', async () => {
    const port = await freePort();
    const { practiceId } = await aConnection({ port, security: 'plain', timezone: 'Europe/London' });
    const worker = await startWorker(options());
    expect(await ask(port, siu('B1'))).toMatchObject({ code: 'AA' });
    const deadline = Date.now() + 15_000;
    const booked = () =>
      test.asSuperuser<{ id: string; state: string }>(
        `select a.source_id as id, i.state from appointment a join inbox_item i using (practice_id) where a.practice_id = $1 and i.state <> 'received'`,
        [practiceId],
      );
    while ((await booked()).length === 0 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await booked()).toEqual([{ id: 'NORTH/B1', state: 'applied' }]);
    const [stream] = await test.asSuperuser(
      `select stream, watermark is not null as heard from stream_state where practice_id = $1`,
      [practiceId],
    );
    expect(stream).toEqual({ stream: 'messages', heard: true });
    await worker.stop();
    await expect(ask(port, siu('B2'))).rejects.toThrow(/ECONNREFUSED/);
  }, 30_000);
});
