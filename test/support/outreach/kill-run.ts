import { JobQueries } from '@keepwell/database';
import { appendFileSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TestDatabase } from '../database.js';
import { aSendingPractice } from './a-sending-practice.js';
import { CHILD_TIMES, startSender, type SenderChild } from './children.js';
import { diceOf, startFakeTwilio, USUAL_DICE, type Accepted } from './fake-twilio.js';
import { compare, fillOutbox, settled } from './fault-matrix.js';
import { sendByTwilio } from './outreach-under-test.js';

export interface KillRun {
  steps: number;
  kills: number;
  /** Messages whose sender was killed between claiming them and noting what came of it: before the provider took them, and after. */
  midway: { before: number; after: number };
  duplicates: number;
  lost: number;
  /** Left to a person: nobody could find out. */
  review: number;
  seconds: number;
}

/** Small ones, so that a killed sender's claim on one leaves work for the others. */
const STEPS_OF_A_PRACTICE = 10;
const NOT_YET_MS = 86_400_000;
/** As many as a message comes by from its claim to its result. */
const MOST_POINTS = 7;
/** Whoever finds nothing to do lives no longer. */
const IDLE_MS = 4_000;

/** Shorter than where processes are frozen as well, in the same order, so that what nobody knows about is found out sooner. */
const TIMES = {
  ...CHILD_TIMES,
  ...{ claimFreshMs: 2_000, providerTimeoutMs: 1_500, claimLeaseMs: 4_000, unknownWaitMs: 6_000, lookUpGapMs: 3_000 },
};

/**
 * Safety O-02: senders that are killed at random while a provider accepts without a word, fails and hangs. Messages come due as the kills
 * go on, so that whoever is killed has something in hand. Goes on until everything has come to an end and at least so many were killed.
 * The provider's own file says what left.
 */
export async function killAtRandom(
  test: TestDatabase,
  given: { steps: number; kills: number; seed: number; atOnce: number; naive?: boolean; withinMs: number },
): Promise<KillRun> {
  const from = performance.now();
  const until = from + given.withinMs;
  const folder = await mkdtemp(join(tmpdir(), 'keepwell-provider-'));
  const store = join(folder, 'accepted.jsonl');
  appendFileSync(store, '');
  const twilio = await startFakeTwilio({ seed: given.seed, dice: USUAL_DICE, store });
  const messages = await fillPractices(test, given.steps);
  const ids = messages.map(({ id }) => id);
  const settings = {
    ...{
      databaseUrl: test.databaseUrl,
      masterKey: test.masterKey.toString('hex'),
      practiceId: messages[0]!.practiceId,
    },
    ...{ twilioUrl: twilio.url, redisUrl: null, naive: given.naive === true, times: TIMES },
  };
  const dice = diceOf(given.seed + 1);
  let kills = 0;
  let isOver = false;
  let released = 0;
  const release = async () => {
    const due = messages.slice(released, Math.ceil((messages.length * (kills + given.atOnce)) / given.kills));
    released += due.length;
    await comeDue(test, due);
  };
  const keepOneAlive = async () => {
    while (!isOver) {
      const child = await startSender({ ...settings, sayAfter: 1 + Math.floor(dice() * MOST_POINTS) });
      await (given.naive ? wait(40 + dice() * 400) : endOfLife(child, dice));
      while (!isOver && kills >= given.kills) await wait(500);
      child.signal('SIGKILL');
      await child.exited;
      if (isOver) return;
      kills += 1;
      await release();
    }
  };
  await release();
  const senders = Array.from({ length: given.atOnce }, keepOneAlive);
  try {
    while (kills < given.kills && performance.now() < until) await wait(100);
    await settled(test, ids, Math.max(1_000, until - performance.now()));
  } finally {
    isOver = true;
    await Promise.allSettled(senders);
    await twilio.close();
  }
  const accepted = readFileSync(store, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Accepted);
  await rm(folder, { recursive: true });
  const [row] = await test.asSuperuser<{ n: number }>(
    `select count(*)::int as n from outbox_message where id = any($1) and state = 'review'`,
    [ids],
  );
  const result = await compare(test, ids, { accepted });
  const midway = await leftMidway(test, accepted);
  const seconds = Math.round((performance.now() - from) / 1000);
  return { steps: ids.length, kills, midway, ...result, review: row?.n ?? 0, seconds };
}

/** Told by the sender's own progress, or on a busy machine it would die before its work began; then by the dice. */
async function endOfLife({ passed }: SenderChild, dice: () => number): Promise<void> {
  const worked = passed.then(() => wait(dice() * 25)).catch(() => undefined);
  await Promise.race([worked, wait(IDLE_MS)]);
}

interface Message {
  id: string;
  practiceId: string;
}

/** In practices of a few messages each, the first of each practice first; none is due yet. */
async function fillPractices(test: TestDatabase, steps: number): Promise<Message[]> {
  const messages: (Message & { place: number })[] = [];
  while (messages.length < steps) {
    const count = Math.min(STEPS_OF_A_PRACTICE, steps - messages.length);
    const practice = await aSendingPractice(test.db, {
      at: Date.now(),
      settings: { sending: { enabled: true, resendUnknown: true } },
    });
    await sendByTwilio(test, practice.id);
    const when = { first: messages.length, dueAt: Date.now() + NOT_YET_MS };
    const ids = await fillOutbox(test, practice, count, when);
    messages.push(...ids.map((id, place) => ({ id, practiceId: practice.id, place })));
  }
  return messages.sort((a, b) => a.place - b.place);
}

async function comeDue(test: TestDatabase, messages: Message[]): Promise<void> {
  for (const { id, practiceId } of messages) {
    await test.db.inPractice(practiceId, async (tx) => {
      await tx.query(`update outbox_message set due_at = clock_timestamp() where id = $1`, [id]);
      await new JobQueries().owe(tx, practiceId, 'outreach', practiceId);
    });
  }
}

async function leftMidway(test: TestDatabase, accepted: Accepted[]): Promise<KillRun['midway']> {
  const left = await test.asSuperuser<{ attempt: string }>(
    `select detail ->> 'attemptId' as attempt from message_event where event = 'unknown' and detail ->> 'because' = 'claim_over'`,
  );
  const taken = new Set(accepted.map(({ attempt }) => attempt));
  const after = left.filter(({ attempt }) => taken.has(attempt)).length;
  return { before: left.length - after, after };
}
