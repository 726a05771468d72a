import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { hl7V2 } from '../../../../connectors/hl7-v2/src/connector.js';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { Connection, newId, SecretStore } from '@keepwell/database';
import { pino } from 'pino';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { Deframer, framed } from './deframer.js';
import { MessageIntake } from './message-intake.js';
import { type MllpServer, SERVER_LIMITS, type ServerLimits, startMllpServer } from './mllp-server.js';

const log = pino({ level: 'silent' });
let test: TestDatabase;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  test = await databaseForThisFile();
});
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});
afterAll(() => test.close());

interface Bench {
  practiceId: string;
  connectionId: string;
  server: MllpServer;
}

async function aListener(limits: ServerLimits = SERVER_LIMITS, settings: Record<string, unknown> = {}): Promise<Bench> {
  const practiceId = (await aPractice(test.db)).id;
  const connectionId = newId();
  await test.db.inPractice(practiceId, (tx) =>
    tx.save(Connection, { practiceId, id: connectionId, connector: 'hl7-v2', name: 'engine', settings: {} }),
  );
  const opened = openTestContext(hl7V2, {
    settings: { port: 1, security: 'plain', timezone: 'Europe/London', ...settings },
  });
  const intake = new MessageIntake({
    ...{ database: test.db, log, connector: hl7V2, context: opened.context },
    secrets: new SecretStore(test.masterKey),
    connection: { practiceId, connectionId },
  });
  const server = await startMllpServer({
    settings: { port: 0, address: '127.0.0.1', tls: null, allow: [], maxFrameBytes: 1024 * 1024 },
    limits,
    handle: (message) => intake.handle(message),
    tell: () => undefined,
  });
  open.push(opened, { close: () => intake.end() }, server);
  return { practiceId, connectionId, server };
}

/** A sender of MLLP that knows nothing of ours but the frames. */
class Sender {
  readonly answers: string[] = [];
  private readonly deframer = new Deframer(1024 * 1024);
  constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) =>
      this.answers.push(...this.deframer.push(chunk).map((frame) => frame.toString('latin1'))),
    );
    socket.on('error', () => undefined);
  }
  static async to(port: number): Promise<Sender> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.setNoDelay(true);
    return new Sender(socket);
  }
  async until(answers: number): Promise<string[]> {
    const deadline = Date.now() + 10_000;
    while (this.answers.length < answers) {
      if (Date.now() > deadline || this.socket.destroyed)
        throw new Error(`${this.answers.length} of ${answers} answers came`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return this.answers;
  }
  async ask(message: string | Buffer): Promise<string> {
    const before = this.answers.length;
    this.socket.write(framed(Buffer.from(message)));
    return (await this.until(before + 1)).at(-1) ?? '';
  }
}

const siu = (control: string, more = '', head = 'P|2.5.1') =>
  [
    `MSH|^~\\&|ENGINE|NORTH|KEEPWELL|HERE|20260301090000||SIU^S12^SIU_S12|${control}|${head}`,
    'SCH|P1|F1^NORTH|||||||30|MIN|^^30^20260310100000^20260310103000|||||||||||||||Booked',
    `PID|1||4711^^^NORTH^MR||Example^Ada||19800101|F|||||020 7946 0001${more}`,
    'AIP|1|A|D7^Miller^Sam',
    '',
  ].join('\r');

const segment = (answer: string, name: string): string[] =>
  answer
    .split('\r')
    .find((line) => line.startsWith(name))
    ?.split('|') ?? [];

async function rowsOf({ practiceId }: Bench) {
  return test.asSuperuser<{ state: string; type: string; n: number }>(
    `select state, type, count(*)::int as n from inbox_item where practice_id = $1 group by 1, 2 order by 1, 2`,
    [practiceId],
  );
}

describe('a listener for HL7 over MLLP', () => {
  it('H-01 answers AA once the message is committed, to the sender, with its control id', async () => {
    const bench = await aListener();
    const sender = await Sender.to(bench.server.port);
    const answer = await sender.ask(siu('A1'));
    expect(segment(answer, 'MSH').slice(2, 6)).toEqual(['KEEPWELL', 'HERE', 'ENGINE', 'NORTH']);
    expect(segment(answer, 'MSH').slice(8, 12)).toEqual(['ACK^S12^ACK', expect.stringMatching(/^KW/), 'P', '2.5.1']);
    expect(segment(answer, 'MSA').slice(0, 3)).toEqual(['MSA', 'AA', 'A1']);
    expect(await rowsOf(bench)).toEqual([{ state: 'received', type: 'SIU^S12', n: 1 }]);
    const [{ owed } = { owed: 0 }] = await test.asSuperuser<{ owed: number }>(
      `select count(*)::int as owed from job where practice_id = $1 and kind = 'intake' and subject_id = $2`,
      [bench.practiceId, bench.connectionId],
    );
    expect(owed).toBe(1);
  });

  it('H-01 says nothing while the message cannot be committed', async () => {
    const bench = await aListener();
    const sender = await Sender.to(bench.server.port);
    await sender.ask(siu('A2'));
    const held = test.asSuperuser('do $$ begin lock table inbox_item in exclusive mode; perform pg_sleep(2); end $$');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const asked = sender.ask(siu('A3'));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(sender.answers).toHaveLength(1);
    await held;
    expect(segment(await asked, 'MSA')[1]).toBe('AA');
    expect(await rowsOf(bench)).toEqual([{ state: 'received', type: 'SIU^S12', n: 2 }]);
  });

  it('H-02 answers a repetition as the first time, and puts another message of the same number aside with AE', async () => {
    const bench = await aListener();
    const sender = await Sender.to(bench.server.port);
    const codes: (string | undefined)[] = [];
    for (const message of [siu('B1'), siu('B1'), siu('B1', '~020 7946 0002')]) {
      codes.push(segment(await sender.ask(message), 'MSA')[1]);
    }
    expect(codes).toEqual(['AA', 'AA', 'AE']);
    expect(await rowsOf(bench)).toEqual([
      { state: 'duplicate', type: 'SIU^S12', n: 1 },
      { state: 'quarantined', type: 'SIU^S12', n: 1 },
      { state: 'received', type: 'SIU^S12', n: 1 },
    ]);
  });

  it.each([
    ['another processing id', siu('C1', '', 'T|2.5.1'), '202'],
    ['another version', siu('C2', '', 'P|3.0'), '203'],
    ['no message type', siu('C3').replace('SIU^S12^SIU_S12', ''), '200'],
  ])('refuses %s with AR and says why', async (_, message, code) => {
    const bench = await aListener();
    const answer = await (await Sender.to(bench.server.port)).ask(message);
    expect(segment(answer, 'MSA')[1]).toBe('AR');
    expect(segment(answer, 'ERR')[3]?.split('^')[0]).toBe(code);
    expect((await rowsOf(bench)).map(({ state }) => state)).toEqual(['refused']);
  });

  it('answers in enhanced mode what was asked for, and nothing where nothing was', async () => {
    const bench = await aListener();
    const sender = await Sender.to(bench.server.port);
    const wanting = (control: string, modes: string) => siu(control, '', `P|2.5.1|||${modes}`);
    expect(segment(await sender.ask(wanting('D1', 'AL|NE')), 'MSA')[1]).toBe('CA');
    expect(segment(await sender.ask(wanting('D2', 'NE|AL')), 'MSA')[1]).toBe('AA');
    sender.socket.write(framed(Buffer.from(wanting('D3', 'NE|NE'))));
    sender.socket.write(framed(Buffer.from(wanting('D4', 'ER|NE'))));
    sender.socket.write(framed(Buffer.from(wanting('D5', 'AL|AL'))));
    const answers = (await sender.until(4)).slice(2).map((answer) => segment(answer, 'MSA').slice(1, 3));
    expect(answers).toEqual([
      ['CA', 'D5'],
      ['AA', 'D5'],
    ]);
    expect(await rowsOf(bench)).toEqual([{ state: 'received', type: 'SIU^S12', n: 5 }]);
  });

  it('H-04 answers pipelined messages in their order, whatever pieces the bytes come in', async () => {
    const bench = await aListener();
    const sender = await Sender.to(bench.server.port);
    const bytes = Buffer.concat([1, 2, 3, 4, 5, 6].map((n) => framed(Buffer.from(siu(`E${n}`)))));
    for (let at = 0; at < bytes.length; at += 7) sender.socket.write(bytes.subarray(at, at + 7));
    const answers = await sender.until(6);
    expect(answers.map((answer) => segment(answer, 'MSA')[2])).toEqual(['E1', 'E2', 'E3', 'E4', 'E5', 'E6']);
    expect(await rowsOf(bench)).toEqual([{ state: 'received', type: 'SIU^S12', n: 6 }]);
  });

  it('H-03 X-23 closes a line on 64 MiB without an end before 1.1 MiB are taken, and keeps no memory of it', async () => {
    const bench = await aListener();
    const sender = await Sender.to(bench.server.port);
    const before = process.memoryUsage().rss;
    sender.socket.write(Buffer.from([0x0b]));
    const piece = Buffer.alloc(64 * 1024, 0x41);
    let sent = 0;
    while (!sender.socket.destroyed && sent < 64 * 1024 * 1024) {
      sent += piece.length;
      if (!sender.socket.write(piece))
        await Promise.race([once(sender.socket, 'drain'), once(sender.socket, 'close')]).catch(() => undefined);
    }
    expect(sender.socket.destroyed).toBe(true);
    // What the two ends of the socket hold in the system's buffers counts as sent.
    expect(sender.socket.bytesWritten).toBeLessThan(16 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(48 * 1024 * 1024);
    expect(await rowsOf(bench)).toEqual([]);
  });

  it('H-03 X-24 closes what does not arrive whole in time, and answers a good peer among 500 slow ones', async () => {
    const bench = await aListener({ frameMs: 300, idleMs: 5_000, perPeer: 600, inAll: 600 });
    const slow = await Promise.all(Array.from({ length: 500 }, () => Sender.to(bench.server.port)));
    for (const { socket } of slow) socket.write(Buffer.from([0x0b, 0x4d]));
    const good = await Sender.to(bench.server.port);
    const took: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      const from = performance.now();
      expect(segment(await good.ask(siu(`F${n}`)), 'MSA')[1]).toBe('AA');
      took.push(performance.now() - from);
    }
    took.sort((one, other) => one - other);
    expect(took[37]).toBeLessThan(500);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(slow.filter(({ socket }) => !socket.destroyed && socket.readyState === 'open')).toEqual([]);
    for (const { socket } of slow) socket.destroy();
    good.socket.destroy();
  });

  it('H-03 takes ten lines of one peer and no more', async () => {
    const bench = await aListener();
    const senders = await Promise.all(Array.from({ length: 11 }, () => Sender.to(bench.server.port)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(senders.filter(({ socket }) => socket.readyState === 'open').length).toBe(10);
    for (const { socket } of senders) socket.destroy();
  });

  it('X-25 closes a line that sends 64 KiB of anything but frames', async () => {
    const bench = await aListener();
    const sender = await Sender.to(bench.server.port);
    sender.socket.write(Buffer.alloc(66 * 1024, 0x20));
    await once(sender.socket, 'close');
    expect(await rowsOf(bench)).toEqual([]);
  });

  it('H-08 answers 50 messages a second for 30 s, 95 of 100 within 200 ms', async () => {
    const bench = await aListener();
    const sender = await Sender.to(bench.server.port);
    const took: number[] = [];
    const began = performance.now();
    for (let n = 0; n < 1_500; n += 1) {
      const due = began + n * 20;
      const ahead = due - performance.now();
      if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
      sender.socket.write(framed(Buffer.from(siu(`H${n}`))));
      // Counted from when it was to be sent: a slow answer must not excuse the next.
      void sender.until(n + 1).then(() => took.push(performance.now() - due));
    }
    await sender.until(1_500);
    await new Promise((resolve) => setTimeout(resolve, 50));
    took.sort((one, other) => one - other);
    expect(took).toHaveLength(1_500);
    expect(took[1_425]).toBeLessThan(200);
  }, 90_000);

  it('P-01 told to stop answers what came whole and then hangs up', async () => {
    const bench = await aListener();
    const sender = await Sender.to(bench.server.port);
    sender.socket.write(Buffer.concat([framed(Buffer.from(siu('G1'))), framed(Buffer.from(siu('G2')))]));
    while ((await rowsOf(bench)).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await bench.server.close();
    expect((await sender.until(2)).map((answer) => segment(answer, 'MSA')[1])).toEqual(['AA', 'AA']);
    open.splice(open.indexOf(bench.server), 1);
  });
});
