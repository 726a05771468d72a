import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { newId } from '@keepwell/database';
import { Deframer, framed, GroupCommit } from '@keepwell/worker';
import type pg from 'pg';

export interface BenchServer {
  port: number;
  close(): Promise<void>;
}

const FIXED = framed(Buffer.from('MSH|^~\\&|||||||ACK|1|P|2.5.1\rMSA|AA|1\r'));
/** Both readers are CommonJS and untyped; they are taken along for tests and measurements alone. */
const load = createRequire(import.meta.url);

async function serve(onSocket: (socket: Socket) => void): Promise<BenchServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** The floor of answering: the same answer for each end of a frame, and nothing read. */
export function fixedAnswers(): Promise<BenchServer> {
  return serve((socket) =>
    socket.on('data', (chunk: Buffer) => {
      let frames = 0;
      for (let at = chunk.indexOf(0x1c); at !== -1; at = chunk.indexOf(0x1c, at + 1)) frames += 1;
      if (frames > 0) socket.write(frames === 1 ? FIXED : Buffer.concat(Array.from({ length: frames }, () => FIXED)));
    }),
  );
}

interface StandardMessage {
  transform(): void;
  get(path: string): unknown;
}

/** What a server around hl7-standard reads of a message to keep and answer it. */
export function standardReader(): ((bytes: Buffer) => string) | null {
  const Standard = optional<new (text: string) => StandardMessage>('hl7-standard');
  if (Standard === null) return null;
  return (bytes) => {
    const message = new Standard(bytes.toString());
    message.transform();
    return ['MSH.3', 'MSH.4', 'MSH.7', 'MSH.9', 'MSH.10', 'MSH.11', 'MSH.12', 'PID.3.1', 'PID.3.4', 'SCH.1', 'SCH.2.1']
      .map((path) => String(message.get(path)))
      .join('|');
  };
}

export function hl7parserReader(): ((bytes: Buffer) => string) | null {
  const parser = optional<{ create(text: string): { get(path: string): unknown } }>('hl7parser');
  if (parser === null) return null;
  return (bytes) => {
    // It takes a CR at the end for a segment without a name.
    const message = parser.create(bytes.toString().trimEnd());
    return [
      'MSH.3',
      'MSH.4',
      'MSH.7',
      'MSH.9.2',
      'MSH.10',
      'MSH.11',
      'MSH.12',
      'PID.3.1',
      'PID.3.4',
      'SCH.1',
      'SCH.2.1',
    ]
      .map((path) => String(message.get(path)))
      .join('|');
  };
}

function optional<T>(name: string): T | null {
  try {
    return load(name) as T;
  } catch {
    return null;
  }
}

export async function standardServer(read: (bytes: Buffer) => string): Promise<BenchServer> {
  return serve((socket) => {
    const deframer = new Deframer(1024 * 1024);
    socket.on('data', (chunk: Buffer) => {
      for (const frame of deframer.push(chunk)) {
        const [app = '', facility = '', , , id = ''] = read(frame).split('|');
        socket.write(
          framed(Buffer.from(`MSH|^~\\&|K||${app}|${facility}|20260301||ACK|${id}|P|2.5.1\rMSA|AA|${id}\r`)),
        );
      }
    });
  });
}

const TABLE =
  'create table if not exists bench_message (id uuid primary key, hash bytea not null unique, body bytea not null)';

/** What a first listener does: one transaction for each message. */
export async function commitEach(pool: pg.Pool): Promise<BenchServer> {
  await pool.query(TABLE);
  return answering(async (frame) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const hash = createHash('sha256').update(frame).digest();
      await client.query('insert into bench_message values ($1, $2, $3) on conflict do nothing', [
        newId(),
        hash,
        frame,
      ]);
      await client.query('commit');
    } finally {
      client.release();
    }
  });
}

/** The floor of keeping: bytes appended in groups to a table without keys, and nothing asked of them. */
export async function appendOnly(pool: pg.Pool): Promise<BenchServer> {
  await pool.query('create table if not exists bench_append (body bytea not null)');
  const group = new GroupCommit<Buffer, true>(async (frames) => {
    await pool.query('insert into bench_append select unnest($1::bytea[])', [frames]);
    return frames.map(() => true);
  });
  return answering(async (frame) => void (await group.add(frame)));
}

async function answering(keep: (frame: Buffer) => Promise<void>): Promise<BenchServer> {
  return serve((socket) => {
    const deframer = new Deframer(1024 * 1024);
    let order: Promise<void> = Promise.resolve();
    socket.on('data', (chunk: Buffer) => {
      for (const frame of deframer.push(chunk)) {
        const kept = keep(frame);
        order = order.then(() => kept).then(() => void socket.write(FIXED));
      }
    });
  });
}
