import type { SendOutcome } from '@keepwell/domain';
import { ClaimTooOld } from '../provider.js';
import { isRefusal, type Answer, type Exchange } from './exchange.js';
import { meaningOfCode } from './twilio-codes.js';

/** At most an hour, whatever is asked for. */
const MOST_WAIT_MS = 3_600_000;

/**
 * The outcome table (O-01). What was never written has not left; what was written and not answered by a clear yes or no may have left, and is
 * never sent again blindly.
 */
export function outcomeOf(exchange: Exchange, now: number): SendOutcome {
  const { written, answer, failure, prevented } = exchange;
  if (prevented instanceof ClaimTooOld) return { is: 'abandoned' };
  if (prevented !== null) throw prevented;
  if (answer !== null) return outcomeOfAnswer(answer, now);
  if (written)
    return { is: 'unknown', says: 'Twilio did not answer. Nobody knows whether the message left.', code: null };
  if (isRefusal(failure)) {
    const says = 'The address of the provider may not be reached from here.';
    return { is: 'failed', says, code: null, suppress: null, alert: true };
  }
  return { is: 'try_later', afterMs: null, says: 'Twilio was not reached.', code: null };
}

function outcomeOfAnswer({ statusCode, body, headers }: Answer, now: number): SendOutcome {
  const field = fieldsOf(body);
  const code = field('code');
  if (statusCode >= 200 && statusCode < 300) {
    const providerId = field('sid');
    if (providerId === null) {
      return {
        is: 'unknown',
        says: 'Twilio answered without an id. Nobody knows whether the message left.',
        code: null,
      };
    }
    const segments = Number(field('num_segments') ?? 0);
    return { is: 'accepted', providerId, providerStatus: field('status'), segments: segments > 0 ? segments : null };
  }
  const afterMs = waitOf(headers['retry-after'], now);
  if (statusCode === 429) {
    return { is: 'try_later', afterMs, says: 'Twilio takes no more requests at the moment.', code: code ?? '429' };
  }
  if (statusCode >= 400 && statusCode < 500) {
    const meaning = meaningOfCode(code);
    if (meaning?.later) return { is: 'try_later', afterMs, says: meaning.says, code };
    const says = meaning?.says ?? `Twilio refused the message (${code ?? statusCode}).`;
    const alert = meaning?.alert ?? [401, 403, 404].includes(statusCode);
    return { is: 'failed', says, code: code ?? String(statusCode), suppress: meaning?.suppress ?? null, alert };
  }
  const says = `Twilio answered with an error of its own (${statusCode}). Nobody knows whether the message left.`;
  return { is: 'unknown', says, code: code ?? String(statusCode) };
}

function fieldsOf(body: unknown): (name: string) => string | null {
  const fields: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {};
  return (name) => {
    const value = fields[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
}

/** `Retry-After` holds seconds or a date. */
export function waitOf(retryAfter: string | undefined, now: number): number | null {
  if (retryAfter === undefined || retryAfter.trim() === '') return null;
  const waitMs = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - now;
  return Number.isFinite(waitMs) ? Math.min(Math.max(waitMs, 0), MOST_WAIT_MS) : null;
}
