import type { Instant } from '@keepwell/domain/records';
import { ConnectorBroken, RetryLater, SettingsWrong } from '../errors.js';
import { MOST_RETRY_AFTER_MS, parseRetryAfter } from './retries.js';

/** How sentences name the other side, and which settings are to blame. */
export interface VendorNames {
  /** For example `Cliniko`: sentences begin with it. */
  vendor: string;
  /** The setting that holds the address; null where the address is fixed. */
  urlField: string | null;
  /** The setting that holds the key or the client. */
  signInField: string;
}

/** An answer that is not what was asked for. */
export interface Refusal {
  status: number;
  header(name: string): string | null;
  /** JSON where it is JSON, else text; may quote patients: never repeat it. */
  body: unknown;
}

const EPOCH_SECONDS = 1_000_000_000;
const EPOCH_MS = 1_000_000_000_000;

/**
 * How long the other side asks us to stay away: `Retry-After` (seconds or a date), else `X-RateLimit-Reset` / `RateLimit-Reset`, which vendors
 * write as seconds from now, as seconds or as milliseconds since 1970. Null when it does not say.
 */
export function askedWaitMs(header: (name: string) => string | null, now: Instant): number | null {
  const after = parseRetryAfter(header('retry-after'), now);
  if (after !== null) return after;
  const reset = header('x-ratelimit-reset') ?? header('ratelimit-reset') ?? header('x-rate-limit-reset');
  if (reset === null || !/^\d+(\.\d+)?$/.test(reset.trim())) return null;
  const number = Number(reset);
  const ms = number >= EPOCH_MS ? number - now : number >= EPOCH_SECONDS ? number * 1000 - now : number * 1000;
  return Math.min(Math.max(Math.ceil(ms), 0), MOST_RETRY_AFTER_MS);
}

/** A status as one of the four errors. `what` names the question, never a person: "list of appointments". */
export function errorOfStatus(refusal: Refusal, what: string, names: VendorNames, now: Instant): Error {
  const { status } = refusal;
  const { vendor, urlField, signInField } = names;
  const afterMs = askedWaitMs((name) => refusal.header(name), now);
  if (status === 429) return new RetryLater(`${vendor} asks us to slow down at the ${what}.`, afterMs);
  if (status === 401) {
    return new SettingsWrong(signInField, `${vendor} does not accept our sign-in (401) at the ${what}.`);
  }
  if (status === 403) {
    return new SettingsWrong(signInField, `${vendor} forbids the ${what} (403): ask for the permission.`);
  }
  if (status === 408 || status === 425 || status >= 500) {
    return new RetryLater(`${vendor} failed at the ${what} (${status}).`, afterMs);
  }
  if ((status === 404 || status === 410) && urlField !== null) {
    return new SettingsWrong(urlField, `${vendor} is not at this address: the ${what} answered ${status}.`);
  }
  return new ConnectorBroken(`${vendor} refuses the ${what} (${status}).`);
}

/** Why an answer with a good status cannot be used. */
export function notAnAnswer(
  because: 'web_page' | 'too_deep' | 'not_json' | 'no_value',
  what: string,
  { vendor }: VendorNames,
) {
  const how = {
    web_page: 'with a web page instead of JSON: is the address right, and is it up?',
    too_deep: 'with JSON that is nested without end.',
    not_json: 'with something that is not JSON.',
    no_value: 'with nothing, although the status says that all is well.',
  };
  return new ConnectorBroken(`${vendor} answered the ${what} ${how[because]}`);
}

/** Words of TLS that a person must act on; the rest passes by itself. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO/;

/** No answer at all: the guarded client refused, the time ran out, or the network failed. */
export function errorOfSilence(error: unknown, what: string, { vendor, urlField }: VendorNames): Error {
  const outbound = causeOf(error, isOutbound);
  if (outbound?.refused) {
    return new SettingsWrong(urlField, `This address may not be reached: ${outbound.message}.`, { cause: error });
  }
  if (outbound?.failure === 'too_large') {
    return new ConnectorBroken(`${vendor}'s answer to the ${what} is larger than we accept.`, { cause: error });
  }
  const code = outbound?.code ?? causeOf(error, hasCode)?.code ?? null;
  if (code !== null && CERTIFICATE.test(code)) {
    return new SettingsWrong(urlField, `${vendor}'s certificate is not valid (${code}).`, { cause: error });
  }
  if (code === 'ENOTFOUND') {
    return new RetryLater(`The name of ${vendor} cannot be found: is the address right?`, null, { cause: error });
  }
  if (code === 'ECONNREFUSED') {
    return new RetryLater(`Nothing answers at the address of ${vendor}: is it up?`, null, { cause: error });
  }
  const reason = outbound ? outbound.failure.replaceAll('_', ' ') : (code ?? 'connection lost');
  return new RetryLater(`${vendor} was not reached for the ${what}: ${reason}.`, null, { cause: error });
}

interface Outbound {
  name: 'OutboundError';
  message: string;
  refused: boolean;
  failure: string;
  code?: string;
}

function causeOf<T>(error: unknown, is: (value: unknown) => value is T): T | null {
  if (is(error)) return error;
  return typeof error === 'object' && error !== null && 'cause' in error ? causeOf(error.cause, is) : null;
}

/** By name: an error may come from another realm (vm, worker). */
function isOutbound(value: unknown): value is Outbound {
  return typeof value === 'object' && value !== null && 'name' in value && value.name === 'OutboundError';
}

function hasCode(value: unknown): value is { code: string } {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
