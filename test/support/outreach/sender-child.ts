/**
 * A worker that sends, to be killed, frozen and cut off: the real dispatcher, queue, runner and Twilio client. Told of its settings in
 * the environment; says `at POINT` at the fault point it was given and goes on when a line comes in. Takes callbacks and STOPs on a
 * port of its own, as the API does.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { ContactLock, openDatabase, OutboxQueries, SecretStore, SuppressionQueries } from '@keepwell/database';
import { createGuardedHttp, createGuardedSockets } from '@keepwell/outbound';
import { createQueue, outreachJob } from '@keepwell/queues';
import { pino } from 'pino';
import { Dispatcher } from '../../../apps/worker/src/dispatch/dispatcher.js';
import type { FaultPoint } from '../../../apps/worker/src/outreach/fault-points.js';
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
  /** Sends again on any error: what the proofs must catch. */
  naive: boolean;
}

const settings = JSON.parse(process.env.SENDER_CHILD ?? '{}') as ChildSettings;
const { practiceId, times } = settings;
const input = createInterface({ input: process.stdin });
let fault: FaultPoint | null = settings.fault;
const faults = async (point: FaultPoint): Promise<void> => {
  if (point !== fault) return;
  fault = null;
  const goOn = once(input, 'line');
  process.stdout.write(`at ${point}\n`);
  await goOn;
};

process.on('unhandledRejection', (error) => {
  process.stderr.write(`unhandled: ${String(error)}\n`);
  process.exit(3);
});

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
setInterval(() => void dispatcher.sweep().catch(() => undefined), 100);

const hooks = createServer((request, response) => {
  const asked = new URL(request.url ?? '', 'http://child');
  const work = asked.pathname === '/stop' ? stop(asked.searchParams) : callback(asked.searchParams);
  work.then(
    () => response.writeHead(204).end(),
    () => response.writeHead(500).end(),
  );
});

async function callback(params: URLSearchParams): Promise<void> {
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

async function stop(params: URLSearchParams): Promise<void> {
  await database.inPractice(practiceId, async (tx) => {
    await new ContactLock().exclusive(tx, practiceId);
    const hash = await new SecretStore(masterKey).addressHasher(tx, practiceId);
    await new SuppressionQueries().set(tx, practiceId, {
      ...{ addressHash: hash(params.get('from') ?? ''), channel: 'sms', scope: 'automated', reason: 'stop' },
      ...{ personId: null, at: new Date(), byUserId: null, sourceMessageId: null, needsReview: false },
    });
    await faults('suppression_before_commit');
  });
}

hooks.listen(0, '127.0.0.1', () => process.stdout.write(`ready ${(hooks.address() as AddressInfo).port}\n`));
