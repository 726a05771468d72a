/**
 * How long what may take (safety O-04 to O-06), all in milliseconds. The order of the first four is what keeps a message from
 * going out twice: `checkTimes` refuses any other.
 */
export interface OutreachTimes {
  /** From claiming a message to its first byte; older, it is left for a new claim. */
  claimFreshMs: number;
  /** How long a provider may take to answer. */
  providerTimeoutMs: number;
  /** After that, whoever claimed it is taken for dead and nobody knows what became of it. */
  claimLeaseMs: number;
  /** Before a provider is asked about such a message. */
  unknownWaitMs: number;
  /** Between two such questions. */
  lookUpGapMs: number;
  /** Around the claim, where a provider looks for it. */
  lookUpBeforeMs: number;
  lookUpAfterMs: number;
  /** When what stands in the way passes by a person's hand alone: how soon it is looked at again. */
  waitMs: number;
  /** After a provider asked to wait without saying how long. */
  retryMs: number;
}

const MINUTE = 60_000;

export const OUTREACH_TIMES: OutreachTimes = {
  claimFreshMs: 5_000,
  providerTimeoutMs: 10_000,
  claimLeaseMs: MINUTE,
  unknownWaitMs: 15 * MINUTE,
  lookUpGapMs: 10 * MINUTE,
  lookUpBeforeMs: MINUTE,
  lookUpAfterMs: 15 * MINUTE,
  waitMs: 5 * MINUTE,
  retryMs: MINUTE,
};

/** Everything so many times shorter, in the same proportions. */
export function shortened(times: OutreachTimes, by: number): OutreachTimes {
  const entries = Object.entries(times) as [keyof OutreachTimes, number][];
  return Object.fromEntries(entries.map(([name, value]) => [name, value / by])) as unknown as OutreachTimes;
}

/** The times would let a message go out twice; the sentence says which two are in the wrong order. */
export class OutreachTimesWrong extends Error {
  override readonly name = 'OutreachTimesWrong';
}

/** Throws `OutreachTimesWrong`: then nothing is started that sends (O-05). */
export function checkTimes(times: OutreachTimes): OutreachTimes {
  const { claimFreshMs, providerTimeoutMs, claimLeaseMs, unknownWaitMs } = times;
  for (const [name, value] of Object.entries(times)) {
    if (!Number.isFinite(value) || value <= 0) {
      throw new OutreachTimesWrong(`Sending cannot start: ${name} must be a number of milliseconds above 0.`);
    }
  }
  if (providerTimeoutMs >= claimLeaseMs) {
    throw new OutreachTimesWrong(
      `Sending cannot start: a provider may take ${providerTimeoutMs} ms to answer, but a claim lasts ${claimLeaseMs} ms. Give the claim more than the provider.`,
    );
  }
  if (claimFreshMs + providerTimeoutMs >= claimLeaseMs) {
    throw new OutreachTimesWrong(
      `Sending cannot start: a message may wait ${claimFreshMs} ms and its provider ${providerTimeoutMs} ms, longer than its claim of ${claimLeaseMs} ms lasts.`,
    );
  }
  if (claimLeaseMs >= unknownWaitMs) {
    throw new OutreachTimesWrong(
      `Sending cannot start: a claim lasts ${claimLeaseMs} ms, but a message nobody knows about is asked after following ${unknownWaitMs} ms. Give the wait more than the claim.`,
    );
  }
  return times;
}
