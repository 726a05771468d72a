import { Worker } from 'node:worker_threads';

export interface SenderRun {
  port: number;
  connections: number;
  inFlight: number;
  messages: number;
}

export interface SenderResult {
  perSecond: number;
  p95Ms: number;
}

/** What a thread of its own runs, so that the sender does not wait for the server: plain JavaScript, since it is not built. */
const SENDER = `
const { parentPort, workerData } = require('node:worker_threads');
const net = require('node:net');
const { port, connections, inFlight, messages, from } = workerData;
const took = [];
let sent = 0, answered = 0, begun = 0;
const message = (n) => Buffer.from('\\x0b' + [
  'MSH|^~\\\\&|ENGINE|NORTH|KEEPWELL|HERE|20260301090000||SIU^S12^SIU_S12|' + n + '|P|2.5.1',
  'SCH|P' + n + '|F' + n + '^NORTH|||||CHECKUP|FOLLOWUP^Follow up|30|MIN|^^30^20260310100000^20260310103000|||||||||||||||Booked',
  'PID|1||' + (n % 5000) + '^^^NORTH^MR||Example^Ada||19800101|F|||1 Sample Way^^Town^^AB1 2CD||020 7946 0001^PRN^CP',
  'PV1|1|O|ROOM^1^^SITE||||D7^Miller^Sam', 'RGS|1|A', 'AIS|1|A|TREAT^Treatment', 'AIL|1|A|ROOM^1^^SITE', 'AIP|1|A|D7^Miller^Sam',
].join('\\r') + '\\r\\x1c\\r');
const sockets = [];
function done() {
  took.sort((a, b) => a - b);
  parentPort.postMessage({ perSecond: messages / ((performance.now() - begun) / 1000), p95Ms: took[Math.floor(took.length * 0.95)] });
  for (const socket of sockets) socket.destroy();
}
let open = 0;
for (let i = 0; i < connections; i += 1) {
  const socket = net.connect(port, '127.0.0.1', () => {
    open += 1;
    if (open === connections) { begun = performance.now(); for (const each of sockets) fill(each); }
  });
  socket.setNoDelay(true);
  socket.waiting = [];
  sockets.push(socket);
  socket.on('data', (chunk) => {
    for (let at = chunk.indexOf(0x1c); at !== -1; at = chunk.indexOf(0x1c, at + 1)) {
      took.push(performance.now() - socket.waiting.shift());
      answered += 1;
    }
    if (answered >= messages) return done();
    fill(socket);
  });
  socket.on('error', (error) => { throw error; });
}
function fill(socket) {
  const parts = [];
  while (socket.waiting.length < inFlight && sent < messages) {
    socket.waiting.push(performance.now());
    parts.push(message(from + sent++));
  }
  if (parts.length > 0) socket.write(parts.length === 1 ? parts[0] : Buffer.concat(parts));
}
`;

let numbered = 0;

/** Sends messages over MLLP from a thread of its own and waits for all answers. No control id comes twice in one process. */
export function send(run: SenderRun, signal?: AbortSignal): Promise<SenderResult> {
  const from = numbered;
  numbered += run.messages;
  return new Promise((done, failed) => {
    const worker = new Worker(SENDER, { eval: true, workerData: { ...run, from } });
    const stop = () => void worker.terminate().then(() => failed(new Error('Stopped.')));
    signal?.addEventListener('abort', stop, { once: true });
    worker.once('message', (result: SenderResult) => {
      signal?.removeEventListener('abort', stop);
      void worker.terminate().then(() => done(result));
    });
    worker.once('error', failed);
  });
}

/** The same message once, for reading alone. */
export function aMessage(n: number): Buffer {
  return Buffer.from(
    [
      `MSH|^~\\&|ENGINE|NORTH|KEEPWELL|HERE|20260301090000||SIU^S12^SIU_S12|${n}|P|2.5.1`,
      `SCH|P${n}|F${n}^NORTH|||||CHECKUP|FOLLOWUP^Follow up|30|MIN|^^30^20260310100000^20260310103000|||||||||||||||Booked`,
      `PID|1||${n % 5000}^^^NORTH^MR||Example^Ada||19800101|F|||1 Sample Way^^Town^^AB1 2CD||020 7946 0001^PRN^CP`,
      'PV1|1|O|ROOM^1^^SITE||||D7^Miller^Sam',
      'RGS|1|A',
      'AIS|1|A|TREAT^Treatment',
      'AIL|1|A|ROOM^1^^SITE',
      'AIP|1|A|D7^Miller^Sam',
      '',
    ].join('\r'),
  );
}
