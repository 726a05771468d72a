import { createRequire } from 'node:module';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { Client, Message } from 'node-hl7-client';
import { Server as Hl7Server } from 'node-hl7-server';
import { hl7V2 } from '../../connectors/hl7-v2/src/connector.js';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { Connection, InboxQueries, newId, SecretStore } from '@keepwell/database';
import { LivingPractice, MllpSender, simulatePractice, startClock, startHl7Feed } from '@keepwell/simulator';
import { pino } from 'pino';
import { MessageApplier } from '../../apps/worker/src/listeners/message-applier.js';
import { MessageIntake } from '../../apps/worker/src/listeners/message-intake.js';
import { type MllpServer, startMllpServer } from '../../apps/worker/src/listeners/mllp-server.js';
import { aPractice } from '../support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../support/database.js';

/** Speakers of MLLP that nobody here wrote, both ways, and a wire in between that cuts bytes anywhere. */

interface SimpleMessage {
  toString(): string;
  log(): string;
}
interface SimpleHl7 {
  tcp(): {
    use(handler: (request: { msg: SimpleMessage }, response: { end(): void }, next: () => void) => void): void;
    start(port: number): void;
    stop(): void;
  };
  Server: {
    createTcpClient(
      host: string,
      port: number,
    ): {
      send(message: SimpleMessage, done: (error: Error | null, answer: SimpleMessage) => void): void;
      close(): void;
    };
  };
  Parser: new (options: { segmentSeperator: string }) => { parse(text: string): SimpleMessage };
}
const simple = createRequire(import.meta.url)('simple-hl7') as SimpleHl7;

const siu = (control: string) =>
  [
    `MSH|^~\\&|FOREIGN|NORTH|KEEPWELL|HERE|20260301090000||SIU^S12^SIU_S12|${control}|P|2.5.1`,
    `SCH||${control}^NORTH|||||||30|MIN|^^30^20260310100000^20260310103000|||||||||||||||Booked`,
    'PID|1||4711^^^NORTH^MR||Example^Zoe||19800101|F',
    'AIP|1|A|D7^Miller^Sam',
  ].join('\r');

let test: TestDatabase;
let practiceId: string;
let server: MllpServer;
let wire: Server;
let wirePort: number;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  test = await databaseForThisFile();
  practiceId = (await aPractice(test.db)).id;
  const connectionId = newId();
  await test.db.inPractice(practiceId, (tx) =>
    tx.save(Connection, { practiceId, id: connectionId, connector: 'hl7-v2', name: 'engine', settings: {} }),
  );
  const opened = openTestContext(hl7V2, { settings: { port: 1, security: 'plain', timezone: 'Europe/London' } });
  const intake = new MessageIntake({
    ...{ database: test.db, connector: hl7V2, context: opened.context, log: pino({ level: 'silent' }) },
    secrets: new SecretStore(test.masterKey),
    connection: { practiceId, connectionId },
  });
  server = await startMllpServer({
    settings: { port: 0, address: '127.0.0.1', tls: null, allow: [], maxFrameBytes: 1024 * 1024 },
    handle: (message) => intake.handle(message),
    tell: () => undefined,
  });
  closing.push(
    () => server.close(),
    () => intake.end(),
    () => opened.close(),
  );
  wire = cuttingWire(() => server.port);
  await new Promise<void>((done) => wire.listen(0, '127.0.0.1', done));
  wirePort = (wire.address() as AddressInfo).port;
  closing.unshift(() => new Promise((done) => wire.close(() => done(null))));
});

afterAll(async () => {
  for (const close of closing) await close();
  await test.close();
});

/** Passes what is sent on in pieces of one to seven bytes. Answers pass whole: node-hl7-client takes no other. */
function cuttingWire(to: () => number): Server {
  return createServer((near) => {
    const far = connect(to(), '127.0.0.1');
    far.setNoDelay(true);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    far.on('data', (chunk: Buffer) => near.write(chunk));
    let order = Promise.resolve();
    near.on('data', (chunk: Buffer) => {
      for (let at = 0, size = 1; at < chunk.length; at += size, size = (size % 7) + 1) {
        const piece = chunk.subarray(at, at + size);
        order = order.then(() => new Promise((done) => setImmediate(() => far.write(piece, () => done()))));
      }
    });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

describe.each([
  ['directly', () => server.port],
  ['over a wire that cuts bytes anywhere', () => wirePort],
])('hl7-interop: %s', (way, portOf) => {
  it('H-04 node-hl7-client is answered AA', async () => {
    const client = new Client({ host: '127.0.0.1' });
    const answers: string[] = [];
    const line = client.createConnection({ port: portOf() }, async (answer) => {
      answers.push(answer.getMessage().get('MSA.1').toString(), answer.getMessage().get('MSA.2').toString());
    });
    for (let n = 0; n < 3; n += 1) {
      await line.sendMessage(new Message({ text: siu(`NHC${way.length}${n}`) }));
      while (answers.length < (n + 1) * 2) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(answers).toEqual([0, 1, 2].flatMap((n) => ['AA', `NHC${way.length}${n}`]));
    await line.close();
  }, 20_000);

  it('H-04 simple-hl7 is answered AA', async () => {
    const client = simple.Server.createTcpClient('127.0.0.1', portOf());
    const message = new simple.Parser({ segmentSeperator: '\r' }).parse(siu(`SIMPLE${way.length}`));
    const answer = await new Promise<string>((done, failed) =>
      client.send(message, (error, ack) => (error === null ? done(ack.toString()) : failed(error))),
    );
    client.close();
    expect(answer).toContain(`MSA|AA|SIMPLE${way.length}`);
  }, 20_000);
});

describe('hl7-interop: our simulated sender', () => {
  it('is understood and answered by node-hl7-server', async () => {
    const port = await freePort();
    const heard: string[] = [];
    const inbound = new Hl7Server({ bindAddress: '127.0.0.1' }).createInbound({ port }, (request, response) => {
      heard.push(request.getMessage().get('MSH.10').toString());
      void response.sendResponse('AA');
    });
    const sender = new MllpSender('127.0.0.1', port);
    const answer = await sender.send(Buffer.from(`${siu('OURS1')}\r`));
    expect([heard, answer]).toEqual([['OURS1'], { code: 'AA', controlId: 'OURS1' }]);
    sender.close();
    await inbound.close();
  }, 20_000);

  it('is understood and answered by simple-hl7', async () => {
    const port = await freePort();
    const heard: string[] = [];
    const app = simple.tcp();
    app.use((request, response) => {
      heard.push(request.msg.toString().split('\r')[0]?.split('|')[9] ?? '');
      response.end();
    });
    app.start(port);
    const sender = new MllpSender('127.0.0.1', port);
    const answer = await sender.send(Buffer.from(`${siu('OURS2')}\r`));
    expect([heard, answer]).toEqual([['OURS2'], { code: 'AA', controlId: 'OURS2' }]);
    sender.close();
    app.stop();
  }, 20_000);

  it.each(['S26', 'SCH-25', 'S15-reason', 'S14-word', 'AIS'] as const)(
    'tells a missed visit by %s, with every habit of a bad line',
    async (noShow) => {
      const clock = startClock({ from: Date.parse('2026-03-02T12:00:00Z'), speed: 0 });
      const living = new LivingPractice(
        simulatePractice({ seed: noShow, patients: 12, asOf: clock.now(), months: 3, dirt: 0 }),
        clock,
      );
      living.settle();
      const { practiceId: fed, listen } = await aFedPractice();
      const line = await listen();
      const random = lcg(7);
      const feed = startHl7Feed({
        ...{ living, host: '127.0.0.1', port: line.port, random },
        dialect: { noShow, zone: 'Europe/London' },
        habits: { repeated: 0.1, swapped: 0.1, inPieces: true },
      });
      feed.tellAll();
      const sent = await feed.sent();
      expect(sent).toBeGreaterThan(50);
      await feed.close();
      await line.applyAll();
      const states = await test.asSuperuser<{ state: string; n: number }>(
        `select state, count(*)::int as n from inbox_item where practice_id = $1 group by 1 order by 1`,
        [fed],
      );
      expect(states.map(({ state }) => state).filter((state) => !['applied', 'duplicate'].includes(state))).toEqual([]);
      expect(states.reduce((sum, { n }) => sum + n, 0)).toBe(sent);
      const there = await test.asSuperuser<{ id: string; status: string }>(
        `select source_id as id, status from appointment where practice_id = $1 order by 1`,
        [fed],
      );
      const truth = living
        .all('appointment')
        .map(({ id, data, deletedAt }) => {
          const isGone = deletedAt !== null || data.deletedAt !== null;
          return { id: `SIMNORTH/${id}`, status: isGone ? 'void' : (SAME[data.status] ?? data.status) };
        })
        .sort((one, other) => (one.id < other.id ? -1 : 1));
      expect(there).toEqual(truth);
      expect(there.some(({ status }) => status === 'no_show')).toBe(true);
    },
    60_000,
  );
});

/** What this sender has no word of its own for. */
const SAME: Record<string, string> = { late_cancelled: 'cancelled', rescheduled: 'cancelled', proposed: 'pending' };

function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

/** A practice with a connection whose messages are kept by a listener and applied in batches. */
async function aFedPractice() {
  const fed = (await aPractice(test.db)).id;
  const connectionId = newId();
  await test.db.inPractice(fed, (tx) =>
    tx.save(Connection, {
      ...{ practiceId: fed, id: connectionId, connector: 'hl7-v2', name: 'engine' },
      settings: { port: 1, security: 'plain', timezone: 'Europe/London' },
    }),
  );
  const opened = openTestContext(hl7V2, { settings: { port: 1, security: 'plain', timezone: 'Europe/London' } });
  const log = pino({ level: 'silent' });
  const secrets = new SecretStore(test.masterKey);
  const intake = new MessageIntake({
    ...{ database: test.db, connector: hl7V2, context: opened.context, log, secrets },
    connection: { practiceId: fed, connectionId },
  });
  return {
    practiceId: fed,
    listen: async () => {
      const line = await startMllpServer({
        settings: { port: 0, address: '127.0.0.1', tls: null, allow: [], maxFrameBytes: 1024 * 1024 },
        handle: (message) => intake.handle(message),
        tell: () => undefined,
      });
      return {
        port: line.port,
        applyAll: async () => {
          await line.close();
          await intake.end();
          const inbox = new InboxQueries(secrets);
          const applier = new MessageApplier(secrets);
          const connection = { practiceId: fed, connectionId };
          for (;;) {
            const items = await test.db.inPractice(fed, (tx) => inbox.waiting(tx, connection, new Date(), 100));
            if (items.length === 0) break;
            const read = await MessageApplier.read(opened.context, hl7V2, items);
            await test.db.inPractice(fed, async (tx) => {
              const settled = await applier.apply(tx, { ...connection, connector: hl7V2 }, read);
              await inbox.settle(tx, fed, settled);
            });
          }
          await opened.close();
        },
      };
    },
  };
}
