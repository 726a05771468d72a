import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../http/problem.js';

const HOUR = 3600;

interface Allowance {
  failures: number;
  seconds: number;
}

/** Safety I-07. Tests that need hundreds of attempts hand in wider limits. */
export interface SignInLimitSettings {
  perAccountAndAddress: Allowance;
  perAccount: Allowance;
  perAddress: Allowance;
  /** How long a sign-in waits once an account has had too many failures from anywhere. */
  delayMs: number;
}

export const SIGN_IN_LIMITS: SignInLimitSettings = {
  perAccountAndAddress: { failures: 5, seconds: 15 * 60 },
  perAccount: { failures: 20, seconds: HOUR },
  perAddress: { failures: 100, seconds: HOUR },
  delayMs: 1000,
};

/**
 * Counts failed sign-ins. An attempt is counted before the password is looked at and given back when it was right, so
 * that many at once get no more tries than one after the other. Strangers can slow an account down, never lock it.
 */
export class SignInLimits {
  private readonly accountAndAddress: RateLimiterMemory;
  private readonly account: RateLimiterMemory;
  private readonly address: RateLimiterMemory;
  private readonly delayMs: number;

  constructor(settings: SignInLimitSettings) {
    const limiter = (keyPrefix: string, { failures, seconds }: Allowance) =>
      new RateLimiterMemory({ keyPrefix, points: failures, duration: seconds });
    this.accountAndAddress = limiter('account-address', settings.perAccountAndAddress);
    this.account = limiter('account', settings.perAccount);
    this.address = limiter('address', settings.perAddress);
    this.delayMs = settings.delayMs;
  }

  /** Refuses with 429, or waits, or lets the attempt through; the caller reports a success with the returned function. */
  async attempt(email: string, ip: string): Promise<{ succeeded: () => Promise<void> }> {
    const account = keyOf(email);
    const both = keyOf(`${email} ${ip}`);
    const address = keyOf(ip);
    await refuseWhenSpent(this.address, address);
    await refuseWhenSpent(this.accountAndAddress, both);
    if (await isSpent(this.account, account)) await sleep(this.delayMs);
    return {
      succeeded: async () => {
        await this.accountAndAddress.delete(both);
        await this.account.reward(account);
        await this.address.reward(address);
      },
    };
  }
}

async function refuseWhenSpent(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (spent) {
    if (!(spent instanceof RateLimiterRes)) throw spent;
    const retryAfterSeconds = Math.max(1, Math.ceil(spent.msBeforeNext / 1000));
    throw new Problem('too_many_attempts', 'Too many attempts; wait a while and try again.', { retryAfterSeconds });
  }
}

async function isSpent(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  const { consumedPoints } = await limiter.penalty(key);
  return consumedPoints > limiter.points;
}

/** Addresses and accounts are kept as digests: the counters are no list of who works where. */
function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
