import { FAULT_POINTS, type FaultPoint } from '../../../apps/worker/src/outreach/fault-points.js';
import { JobQueries } from '@keepwell/database';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { TestDatabase } from '../database.js';
import { aReachablePatient, aSendingPractice } from './a-sending-practice.js';
import { CHILD_TIMES, PAUSE_MS, startSender, type SenderChild } from './children.js';
import { startFakeTwilio, type FakeTwilio, type Mode } from './fake-twilio.js';
import { sendByTwilio } from './outreach-under-test.js';
import { startTcpProxy } from './tcp-proxy.js';

export const FAULTS = ['SIGKILL', 'SIGSTOP', 'database cut', 'Redis emptied'] as const;
export type Fault = (typeof FAULTS)[number];

export interface CellResult {
  point: FaultPoint;
  fault: Fault;
  duplicates: number;
  lost: number;
  /** What is wrong beyond that, in words; empty: nothing. */
  wrong: string;
}

const MESSAGES = 4;
const STOPPED_FROM = '+447700900999';

export function cells(): { point: FaultPoint; fault: Fault }[] {
  return FAULT_POINTS.flatMap((point) => FAULTS.map((fault) => ({ point, fault })));
}

/**
 * One process comes to the point, something happens to it there, another process goes on. Then what the provider has taken is
 * compared with what the database says.
 */
export async function runCell(
  test: TestDatabase,
  redisUrl: string,
  { point, fault }: { point: FaultPoint; fault: Fault },
): Promise<CellResult> {
  const practice = await aSendingPractice(test.db, {
    at: Date.now(),
    settings: { sending: { enabled: true, resendUnknown: true } },
  });
  await sendByTwilio(test, practice.id);
  const ids = await fillOutbox(test, practice, MESSAGES);
  // Nothing to find out about, unless a message was taken without a word.
  const next = (request: number): Mode =>
    point === 'reconcile_before_commit' && request === 0 ? 'accept_then_hang' : 'accept';
  const twilio = await startFakeTwilio({ seed: 1, next });
  const server = new URL(test.databaseUrl);
  const proxy = await startTcpProxy({ host: server.hostname, port: Number(server.port) });
  const cut = new URL(test.databaseUrl);
  cut.host = `127.0.0.1:${proxy.port}`;
  const common = {
    ...{ masterKey: test.masterKey.toString('hex'), practiceId: practice.id, twilioUrl: twilio.url },
    redisUrl,
  };
  const children: SenderChild[] = [];
  const starting: Promise<SenderChild>[] = [];
  try {
    const first = await startSender({ ...common, databaseUrl: cut.href, fault: point });
    children.push(first);
    await test.db.inPractice(practice.id, (tx) => new JobQueries().owe(tx, practice.id, 'outreach', practice.id));
    const told = tellUntilHeard(point, first, twilio, () => children.at(-1) ?? first);
    told.catch(() => undefined);
    await within(60_000, first.atFault, `never came to ${point}`);
    if (fault === 'SIGKILL') first.signal('SIGKILL');
    if (fault === 'SIGSTOP') first.signal('SIGSTOP');
    if (fault === 'database cut') proxy.cut(500);
    if (fault === 'Redis emptied') await flush(redisUrl);
    first.goOn();
    if (fault === 'SIGKILL' || fault === 'SIGSTOP') {
      const second = startSender({ ...common, databaseUrl: test.databaseUrl });
      starting.push(second);
      if (fault === 'SIGSTOP') {
        await new Promise((later) => setTimeout(later, PAUSE_MS));
        first.signal('SIGCONT');
      }
      children.push(await second);
    }
    await settled(test, ids);
    await told;
    // Whoever was frozen has had time to do harm.
    await new Promise((later) => setTimeout(later, CHILD_TIMES.claimLeaseMs));
    const result = await compare(test, ids, twilio);
    return { point, fault, ...result, wrong: await alsoWrong(test, practice.id, point, first, fault) };
  } finally {
    for (const child of await Promise.allSettled(starting)) {
      if (child.status === 'fulfilled') children.push(child.value);
    }
    for (const child of children) child.signal('SIGKILL');
    await Promise.allSettled(children.map(({ exited }) => exited));
    await proxy.close();
    await twilio.close();
  }
}

/** Messages that are due, or are when they are said to be; no two with the same text. */
export async function fillOutbox(
  test: TestDatabase,
  practice: Awaited<ReturnType<typeof aSendingPractice>>,
  count: number,
  { first = 0, dueAt = Date.now() - 1000 }: { first?: number; dueAt?: number } = {},
): Promise<string[]> {
  const ids: string[] = [];
  const now = Date.now();
  for (let n = first; n < first + count; n += 1) {
    const phone = `+447700900${String(n % 900).padStart(3, '0')}`;
    const patient = await aReachablePatient(test.db, practice, { at: now, phone });
    const body = `Harbour Physio: we kept place ${n}. Call us.`;
    ids.push(await patient.message({ body, dueAt: new Date(dueAt) }));
  }
  return ids;
}

/** As a provider does: says it again until it is heard. */
async function tellUntilHeard(
  point: FaultPoint,
  first: SenderChild,
  twilio: FakeTwilio,
  current: () => SenderChild,
): Promise<void> {
  const isStop = point === 'suppression_before_commit';
  if (!isStop && !point.startsWith('callback')) return;
  const until = Date.now() + 90_000;
  let hooks = first.hooks;
  while (Date.now() < until) {
    const message = twilio.accepted[0];
    if (isStop || message !== undefined) {
      const path = isStop
        ? `/stop?from=${encodeURIComponent(STOPPED_FROM)}`
        : `/callback?sid=${message?.sid}&attempt=${message?.attempt}`;
      const heard = await fetch(`${hooks}${path}`, { method: 'POST', signal: AbortSignal.timeout(3_000) }).then(
        (answer) => answer.ok,
        () => false,
      );
      if (heard) return;
      hooks = current().hooks;
    }
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error('nobody heard the provider');
}

/** Until nothing waits, runs or is unknown. */
export async function settled(test: TestDatabase, ids: string[], withinMs = 120_000): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    const rows = await test.asSuperuser<{ state: string; n: number }>(
      `select state, count(*)::int as n from outbox_message where id = any($1)
          and state in ('planned', 'due', 'sending', 'unknown') group by state`,
      [ids],
    );
    if (rows.length === 0) return;
    if (Date.now() > until) {
      const events = await test.asSuperuser(
        'select event, count(*)::int as n from message_event group by 1 order by 1',
      );
      const jobs = await test.asSuperuser('select state, attempts, due_at, lease_until, last_error from job');
      throw new Error(`still ${JSON.stringify({ rows, events, jobs })}`);
    }
    await new Promise((later) => setTimeout(later, 100));
  }
}

/** The provider's store against the database: each message taken once, and known to be. */
export async function compare(
  test: TestDatabase,
  ids: string[],
  { accepted }: Pick<FakeTwilio, 'accepted'>,
): Promise<{ duplicates: number; lost: number }> {
  const rows = await test.asSuperuser<{ id: string; state: string; body: string; sid: string | null }>(
    'select id, state, body, provider_id as sid from outbox_message where id = any($1)',
    [ids],
  );
  let duplicates = 0;
  let lost = 0;
  for (const id of ids) {
    const row = rows.find((each) => each.id === id);
    const taken = accepted.filter(({ body }) => row !== undefined && body.startsWith(row.body));
    if (taken.length > 1) duplicates += 1;
    const isKnown = ['accepted', 'sent', 'delivered'].includes(row?.state ?? '');
    // A person still has it in hand: neither sent twice nor lost.
    if (row?.state === 'review') continue;
    if (taken.length === 0 || !isKnown || !taken.some(({ sid }) => sid === row?.sid)) lost += 1;
  }
  return { duplicates, lost };
}

async function alsoWrong(
  test: TestDatabase,
  practiceId: string,
  point: FaultPoint,
  first: SenderChild,
  fault: Fault,
): Promise<string> {
  if (fault !== 'SIGKILL' && !first.isAlive()) return 'the process ended';
  const count = async (sql: string) => (await test.asSuperuser<{ n: number }>(sql, [practiceId]))[0]?.n ?? 0;
  if (point.startsWith('callback')) {
    const heard = await count(
      `select count(*)::int as n from message_event where practice_id = $1 and event = 'callback'`,
    );
    if (heard !== 1) return `${heard} callbacks were noted`;
  }
  if (point === 'suppression_before_commit') {
    const set = await count('select count(*)::int as n from suppression where practice_id = $1');
    if (set !== 1) return `${set} suppressions stand`;
  }
  return '';
}

async function flush(redisUrl: string): Promise<void> {
  const socket = connect(Number(new URL(redisUrl).port), '127.0.0.1');
  socket.write('FLUSHALL\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  if (!answer.toString().startsWith('+OK')) throw new Error(`Redis says ${answer.toString()}`);
}

async function within<T>(ms: number, work: Promise<T>, says: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(says)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
