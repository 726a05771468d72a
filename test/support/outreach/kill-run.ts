import { JobQueries } from '@keepwell/database';
import { appendFileSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from '../database.js';
import { aSendingPractice } from './a-sending-practice.js';
import { startSender, type SenderChild } from './children.js';
import { diceOf, startFakeTwilio, USUAL_DICE, type Accepted } from './fake-twilio.js';
import { compare, fillOutbox, settled } from './fault-matrix.js';
import { sendByTwilio } from './outreach-under-test.js';

export interface KillRun {
  steps: number;
  kills: number;
  duplicates: number;
  lost: number;
  /** Left to a person: nobody could find out. */
  review: number;
  seconds: number;
}

/**
 * Safety O-02: senders that are killed at random while a provider accepts without a word, fails and hangs. Goes on until everything
 * has come to an end and at least so many were killed. The provider's own file says what left.
 */
export async function killAtRandom(
  test: TestDatabase,
  given: { steps: number; kills: number; seed: number; atOnce: number; naive?: boolean; withinMs: number },
): Promise<KillRun> {
  const from = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'keepwell-provider-'));
  const store = join(folder, 'accepted.jsonl');
  appendFileSync(store, '');
  const twilio = await startFakeTwilio({ seed: given.seed, dice: USUAL_DICE, store });
  const practice = await aSendingPractice(test.db, {
    at: Date.now(),
    settings: { sending: { enabled: true, resendUnknown: true } },
  });
  await sendByTwilio(test, practice.id);
  // The brake is another proof's business: somebody has let this many pass today.
  await test.asSuperuser(
    `insert into sending_hold (practice_id, id, reason, says, numbers, at, released_at)
     values ($1, gen_random_uuid(), 'blast_radius', '', $2, now(), now())`,
    [practice.id, JSON.stringify({ would: given.steps * 2 })],
  );
  const ids = await fillOutbox(test, practice, given.steps);
  await test.db.inPractice(practice.id, (tx) => new JobQueries().owe(tx, practice.id, 'outreach', practice.id));
  const settings = {
    ...{ databaseUrl: test.databaseUrl, masterKey: test.masterKey.toString('hex'), practiceId: practice.id },
    ...{ twilioUrl: twilio.url, redisUrl: null, naive: given.naive === true },
  };
  const dice = diceOf(given.seed + 1);
  let kills = 0;
  let isOver = false;
  const keepOneAlive = async () => {
    while (!isOver) {
      const child: SenderChild = await startSender(settings);
      const mayLive = kills >= given.kills;
      const life = mayLive ? 1_000 : 40 + dice() * 400;
      for (;;) {
        await new Promise((later) => setTimeout(later, life));
        if (isOver || kills < given.kills) break;
      }
      child.signal('SIGKILL');
      await child.exited;
      if (!isOver) kills += 1;
    }
  };
  const senders = Array.from({ length: given.atOnce }, keepOneAlive);
  try {
    const until = from + given.withinMs;
    while (kills < given.kills && performance.now() < until) await new Promise((later) => setTimeout(later, 100));
    await settled(test, practice.id, Math.max(1_000, until - performance.now()));
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
    `select count(*)::int as n from outbox_message where practice_id = $1 and state = 'review'`,
    [practice.id],
  );
  const result = await compare(test, practice.id, ids, { accepted });
  const seconds = Math.round((performance.now() - from) / 1000);
  return { steps: ids.length, kills, ...result, review: row?.n ?? 0, seconds };
}
