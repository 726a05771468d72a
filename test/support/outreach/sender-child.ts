/**
 * A worker that sends, to be killed, frozen and cut off: the real dispatcher, queue, runner and Twilio client. Loads all it needs, says
 * `warm`, and starts when a line tells its settings; says `at POINT` at the fault point it was given and goes on when a line comes in.
 * Takes callbacks and STOPs on a port of its own, as the API does.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import {
  ContactLock,
  type Database,
  openDatabase,
  OutboxQueries,
  SecretStore,
  SuppressionQueries,
} from '@keepwell/database';
import { createGuardedHttp, createGuardedSockets } from '@keepwell/outbound';
import { createQueue, outreachJob } from '@keepwell/queues';
import { pino } from 'pino';
import { Dispatcher } from '../../../apps/worker/src/dispatch/dispatcher.js';
import type { FaultPoint, Faults } from '../../../apps/worker/src/outreach/fault-points.js';
import { outreachSystem } from '../../../apps/worker/src/outreach/outreach-system.js';
import type { OutreachTimes } from '../../../apps/worker/src/outreach/outreach-times.js';
import { OutreachWork } from '../../../apps/worker/src/outreach/outreach.work.js';
import { whereaboutsAt } from './a-sending-practice.js';
import { naiveSender } from './naive-sender.js';

export interface ChildSettings {
  databaseUrl: string;
  masterKey: string;
  practiceId: string;
  twilioUrl: string;
  redisUrl: string | null;
  times: OutreachTimes;
  /** Stands still there, once. */
  fault: FaultPoint | null;
  /** Says `passed` when it has come by so many points; null: never. */
  sayAfter: number | null;
  /** Sends again on any error: what the proofs must catch. */
  naive: boolean;
}

const input = createInterface({ input: process.stdin });
const told = once(input, 'line');
// The sender loads it with the first message: here that is over before anybody counts the time.
void import('twilio').then(() => process.stdout.write('warm\n'));
void told.then(([line]) => send(JSON.parse(String(line)) as ChildSettings));

process.on('unhandledRejection', (error) => {
  process.stderr.write(`unhandled: ${String(error)}\n`);
  process.exit(3);
});

async function send(settings: ChildSettings): Promise<void> {
  const { times } = settings;
  let fault: FaultPoint | null = settings.fault;
  let passed = 0;
  const faults = async (point: FaultPoint): Promise<void> => {
    passed += 1;
    if (passed === settings.sayAfter) process.stdout.write('passed\n');
    if (point !== fault) return;
    fault = null;
    const goOn = once(input, 'line');
    process.stdout.write(`at ${point}\n`);
    await goOn;
  };
  const masterKey = Buffer.from(settings.masterKey, 'hex');
  const database = await openDatabase({ url: settings.databaseUrl, poolSize: 4 });
  const exceptions = [new URL(settings.twilioUrl).origin];
  const http = createGuardedHttp({ exceptions });
  const log = pino({ level: 'silent' });
  const { runner } = settings.naive
    ? naiveSender(database, settings.twilioUrl)
    : outreachSystem({
        ...{ database, masterKey, http, sockets: createGuardedSockets({ exceptions, ports: [] }), log, times, faults },
        ...{ whereabouts: whereaboutsAt('always'), publicUrl: 'https://clinic.example', twilioUrl: settings.twilioUrl },
      });
  const queue = await createQueue(settings.redisUrl, { onError: () => undefined });
  const kind = { ...outreachJob, concurrency: 1, leaseMs: times.claimLeaseMs };
  const dispatcher = new Dispatcher({
    ...{ database, queue, log, random: () => 0 },
    works: [new OutreachWork(() => Promise.resolve(runner), log, kind)],
  });
  await dispatcher.start();
  const sweep = () => void dispatcher.sweep().catch(() => undefined);
  setInterval(sweep, 250);
  sweep();
  takeWord({ ...settings, database, faults });
}

type Given = Pick<ChildSettings, 'practiceId' | 'masterKey'> & { database: Database; faults: Faults };

/** Callbacks and STOPs, as the API takes them. */
function takeWord(given: Given): void {
  const hooks = createServer((request, response) => {
    const asked = new URL(request.url ?? '', 'http://child');
    const work = asked.pathname === '/stop' ? stop(given, asked.searchParams) : callback(given, asked.searchParams);
    work.then(
      () => response.writeHead(204).end(),
      () => response.writeHead(500).end(),
    );
  });
  hooks.listen(0, '127.0.0.1', () => process.stdout.write(`ready ${(hooks.address() as AddressInfo).port}\n`));
}

async function callback({ database, practiceId, faults }: Given, params: URLSearchParams): Promise<void> {
  await database.inPractice(practiceId, async (tx) => {
    await new OutboxQueries().applyCallback(tx, practiceId, {
      ...{ attemptId: params.get('attempt'), provider: 'twilio', providerId: params.get('sid'), at: new Date() },
      ...{ key: `${params.get('sid')}:delivered`, state: 'delivered', providerStatus: 'delivered' },
      ...{ errorCode: null, errorSays: null },
    });
    await faults('callback_before_commit');
  });
  await faults('callback_before_answer');
}

async function stop({ database, practiceId, masterKey, faults }: Given, params: URLSearchParams): Promise<void> {
  await database.inPractice(practiceId, async (tx) => {
    await new ContactLock().exclusive(tx, practiceId);
    const hash = await new SecretStore(Buffer.from(masterKey, 'hex')).addressHasher(tx, practiceId);
    await new SuppressionQueries().set(tx, practiceId, {
      ...{ addressHash: hash(params.get('from') ?? ''), channel: 'sms', scope: 'automated', reason: 'stop' },
      ...{ personId: null, at: new Date(), byUserId: null, sourceMessageId: null, needsReview: false },
    });
    await faults('suppression_before_commit');
  });
}
