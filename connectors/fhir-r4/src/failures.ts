import { ConnectorBroken, parseRetryAfter, RetryLater, SettingsWrong } from '@keepwell/connector-sdk';
import { isElement, many, text } from './element.js';

/** What a server answered that was not what we asked for. */
export interface Failure {
  status: number;
  retryAfter: string | null;
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
  const afterMs = parseRetryAfter(failure.retryAfter, now);
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

export function notFhir(body: unknown, what: string): string {
  if (typeof body === 'string' && /^\s*</.test(body)) {
    return `The server answered the ${what} with a web page instead of FHIR: is this the FHIR base address, and is the server up?`;
  }
  return `The server answered the ${what} with something that is not FHIR JSON.`;
}

/** Words of the network and of TLS that a person must act on; the rest passes by itself. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO/;

interface Outbound {
  name: 'OutboundError';
  message: string;
  refused: boolean;
  failure: string;
  code?: string;
}

/** No answer at all: the guarded client refused, the time ran out, or the network failed. */
export function errorOfSilence(error: unknown, what: string): Error {
  // Nobody was asked: whoever paces our requests has said when to come back, or that nobody signs in for now.
  const said = causeOf(error, isSaid);
  if (said !== null) return said;
  const guarded = causeOf(error, isOutbound);
  if (guarded?.refused)
    return new SettingsWrong('url', `This address may not be reached: ${guarded.message}.`, { cause: error });
  if (guarded?.failure === 'too_large') {
    return new ConnectorBroken(`The answer to the ${what} is larger than we accept.`, { cause: error });
  }
  const code = guarded?.code ?? causeOf(error, hasCode)?.code ?? null;
  if (code !== null && CERTIFICATE.test(code)) {
    return new SettingsWrong('url', `The server's certificate is not valid (${code}).`, { cause: error });
  }
  if (code === 'ENOTFOUND') {
    return new RetryLater('The name of the FHIR server cannot be found: is the address spelled right?', null, {
      cause: error,
    });
  }
  if (code === 'ECONNREFUSED') {
    return new RetryLater('Nothing answers at the address of the FHIR server: is it up?', null, { cause: error });
  }
  const reason = guarded ? guarded.failure.replaceAll('_', ' ') : (code ?? 'connection lost');
  return new RetryLater(`The FHIR server was not reached for the ${what}: ${reason}.`, null, { cause: error });
}

function causeOf<T>(error: unknown, is: (value: unknown) => value is T): T | null {
  if (is(error)) return error;
  return typeof error === 'object' && error !== null && 'cause' in error ? causeOf(error.cause, is) : null;
}

function isSaid(value: unknown): value is RetryLater | SettingsWrong {
  return value instanceof RetryLater || value instanceof SettingsWrong;
}

function isOutbound(value: unknown): value is Outbound {
  return typeof value === 'object' && value !== null && 'name' in value && value.name === 'OutboundError';
}

function hasCode(value: unknown): value is { code: string } {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
