import { jest } from '@jest/globals';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { startFakeTwilio, type Mode } from '../../../../test/support/outreach/fake-twilio.js';
import { NOON, oneMessage } from '../../../../test/support/outreach/one-message.js';
import {
  eventsOf,
  outreachUnderTest,
  sendByTwilio,
  SHORT_TIMES,
} from '../../../../test/support/outreach/outreach-under-test.js';
import type { FaultPoint } from './fault-points.js';
import { OUTREACH_TIMES } from './outreach-times.js';

jest.setTimeout(60_000);

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile({ poolSize: 12 });
});
afterAll(() => test.close());

const never = new AbortController().signal;

describe('O-01 what a provider answers', () => {
  it.each<[Mode, string, string[]]>([
    ['accept', 'accepted', ['claimed', 'accepted']],
    ['429', 'due', ['claimed', 'try_later']],
    ['500', 'unknown', ['claimed', 'unknown']],
    ['accept_then_500', 'unknown', ['claimed', 'unknown']],
    ['accept_then_hang', 'unknown', ['claimed', 'unknown']],
    ['reset', 'unknown', ['claimed', 'unknown']],
  ])('after %s the message is %s', async (mode, state, events) => {
    const { practice, id } = await oneMessage(test);
    await sendByTwilio(test, practice.id);
    const twilio = await startFakeTwilio({ seed: 1, next: () => mode });
    const times = { ...OUTREACH_TIMES, providerTimeoutMs: 2_000 };
    const under = outreachUnderTest(test, { now: () => NOON, times, twilioUrl: twilio.url });
    try {
      expect(await under.sender.send(practice.id, id)).toBe(state);
      expect(await eventsOf(test, id)).toEqual(events);
      // Never again blindly: the next pass leaves it alone until it has been asked about.
      if (state === 'unknown') expect((await under.runner.run(practice.id, never)).counts).toEqual({});
    } finally {
      await under.close();
      await twilio.close();
    }
  });
});

describe('O-04 a claim that grew old', () => {
  it('is left before the socket is written, and the message is due again', async () => {
    const { practice, id } = await oneMessage(test);
    await sendByTwilio(test, practice.id);
    const twilio = await startFakeTwilio({ seed: 1 });
    const faults = async (point: FaultPoint) => {
      if (point === 'claim_after_commit')
        await new Promise((later) => setTimeout(later, SHORT_TIMES.claimFreshMs + 20));
    };
    const late = outreachUnderTest(test, { now: () => NOON, times: SHORT_TIMES, twilioUrl: twilio.url, faults });
    const quick = outreachUnderTest(test, { now: () => NOON, twilioUrl: twilio.url });
    try {
      expect(await late.sender.send(practice.id, id)).toBe('due');
      expect(twilio.accepted).toEqual([]);
      expect(await quick.sender.send(practice.id, id)).toBe('accepted');
      expect(twilio.accepted).toHaveLength(1);
      expect(await eventsOf(test, id)).toEqual(['claimed', 'abandoned', 'claimed', 'accepted']);
    } finally {
      await Promise.all([late.close(), quick.close()]);
      await twilio.close();
    }
  });
});

describe('O-07 many hints for one message', () => {
  it('50 at once on 4 workers make 1 send', async () => {
    const { practice, id } = await oneMessage(test);
    const workers = [1, 2, 3, 4].map(() => outreachUnderTest(test, { now: () => NOON }));
    const hints = Array.from({ length: 50 }, (_, n) => workers[n % 4]!.sender.send(practice.id, id));
    const outcomes = await Promise.all(hints);
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    const runs = await Promise.all(workers.map(({ runner }) => runner.run(practice.id, never)));
    expect(runs.map(({ counts }) => counts)).toEqual([{}, {}, {}, {}]);
    expect(await test.asSuperuser('select 1 from local_delivery where practice_id = $1', [practice.id])).toHaveLength(
      1,
    );
  });
});
