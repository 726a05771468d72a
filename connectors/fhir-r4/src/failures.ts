import {
  ConnectorBroken,
  errorOfSilence as silence,
  parseRetryAfter,
  RetryLater,
  SettingsWrong,
} from '@keepwell/connector-sdk';
import { isElement, many, text } from './element.js';

/** What a server answered that was not what we asked for. */
export interface Failure {
  status: number;
  retryAfter: string | null;
  /** The `RateLimit` header, where there was one. */
  rateLimit?: string | null;
  body: unknown;
}

/** https://hl7.org/fhir/R4/valueset-issue-type.html: those that pass by themselves. */
const PASSING = ['transient', 'lock-error', 'no-store', 'exception', 'timeout', 'incomplete', 'throttled'];

/** The codes of an OperationOutcome. Its diagnostics may quote patients and are left behind. */
export function issueCodes(body: unknown): string[] {
  if (!isElement(body) || body.resourceType !== 'OperationOutcome') return [];
  return many(body, 'issue').flatMap((issue) => text(issue, 'code') ?? []);
}

/** The FHIR answer to a question as one of the four connector errors. `what`: for example "search for Appointment". */
export function errorOfAnswer(failure: Failure, what: string, now: number): Error {
  const { status, body } = failure;
  const codes = issueCodes(body);
  const said = codes.length > 0 ? ` (${[...new Set(codes)].join(', ')})` : '';
  const afterMs = waitMs(failure, now);
  if (status === 429) return new RetryLater(`The FHIR server asks us to slow down at the ${what}.`, afterMs);
  if (status === 503) return new RetryLater(`The FHIR server is away for the moment (503) at the ${what}.`, afterMs);
  if (status === 401)
    return new SettingsWrong('auth', `The FHIR server does not accept our sign-in (401) at the ${what}.`);
  if (status === 403) {
    return new SettingsWrong('scope', `The FHIR server forbids the ${what} (403): ask the vendor for the permission.`);
  }
  if (status >= 200 && status < 300) return new ConnectorBroken(notFhir(body, what));
  if (status === 408 || status >= 500 || codes.some((code) => PASSING.includes(code))) {
    return new RetryLater(`The FHIR server failed at the ${what} (${status})${said}.`, afterMs);
  }
  if (status === 404 && codes.length === 0) {
    return new SettingsWrong('url', `There is no FHIR server at this address: the ${what} answered 404.`);
  }
  return new ConnectorBroken(`The FHIR server refuses the ${what} (${status})${said}.`);
}

/** `Retry-After`; Medplum says it as `RateLimit: "requests";r=0;t=12`. */
function waitMs({ retryAfter, rateLimit }: Failure, now: number): number | null {
  const seconds = /(?:^|;)\s*t=(\d{1,6})/.exec(rateLimit ?? '')?.[1];
  return parseRetryAfter(retryAfter, now) ?? (seconds === undefined ? null : Number(seconds) * 1000);
}

export function notFhir(body: unknown, what: string): string {
  if (typeof body === 'string' && /^\s*</.test(body)) {
    return `The server answered the ${what} with a web page instead of FHIR: is this the FHIR base address, and is the server up?`;
  }
  return `The server answered the ${what} with something that is not FHIR JSON.`;
}

/** No answer at all: whoever paces our requests has spoken, the guarded client refused, the time ran out, or the network failed. */
export function errorOfSilence(error: unknown, what: string): Error {
  return saidBefore(error) ?? silence(error, what, NAMES);
}

const NAMES = { vendor: 'the FHIR server', urlField: 'url', signInField: 'auth' };

/** Nobody was asked: when to come back, or that nobody signs in for now, was said beforehand. */
function saidBefore(error: unknown): RetryLater | SettingsWrong | null {
  if (error instanceof RetryLater || error instanceof SettingsWrong) return error;
  return typeof error === 'object' && error !== null && 'cause' in error ? saidBefore(error.cause) : null;
}
