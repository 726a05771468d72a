import type { SendOutcome } from '@keepwell/domain';
import { OutboundError } from '@keepwell/outbound';
import { ClaimTooOld } from '../provider.js';

/** How far a conversation with a mail server came, and why it went no further. */
export interface BrokenOff {
  /** A byte of the content may have reached the server. */
  written: boolean;
  prevented: unknown;
  error: unknown;
}

/** What the library says of an error. */
interface SmtpError {
  /** `EAUTH` `EENVELOPE` `EMESSAGE` `ETLS` `ECONNECTION` … */
  code?: string;
  /** `MAIL FROM` `RCPT TO` `DATA` `AUTH PLAIN` … */
  command?: string;
  responseCode?: number;
  response?: string;
  originalCode?: string;
}

type Failed = Extract<SendOutcome, { is: 'failed' }>;

const NOT_SECURE = 'No secure connection to the mail server: it offers none, or its certificate is not valid.';

/** Codes of the line, not of a certificate: trying again may help. */
const OF_THE_LINE = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED'];

/**
 * The outcome table of mail (O-01, O-14): a clear answer of the server counts at every step; without one, what was never written has not
 * left, and what was may have.
 */
export function smtpOutcome({ written, prevented, error }: BrokenOff): SendOutcome {
  if (prevented instanceof ClaimTooOld) return { is: 'abandoned' };
  if (prevented !== null) throw prevented;
  if (error instanceof OutboundError && error.refused) {
    return setUp('The address of the mail server may not be reached from here.', null);
  }
  const smtp: SmtpError = typeof error === 'object' && error !== null ? error : {};
  const { responseCode, response = '' } = smtp;
  const code = responseCode === undefined ? null : (enhancedCode(response) ?? String(responseCode));
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500) {
    return { is: 'try_later', afterMs: null, says: `The mail server asks to try later (${code}).`, code };
  }
  if (responseCode !== undefined && responseCode >= 500) return refused(smtp, responseCode, code);
  if (written) {
    return { is: 'unknown', says: 'The mail server did not answer. Nobody knows whether the mail left.', code: null };
  }
  if (smtp.code === 'EAUTH') return setUp('The mail server does not take the name and password.', null);
  if (smtp.code === 'ETLS' && isLasting(error, smtp)) {
    return setUp(NOT_SECURE, null);
  }
  return { is: 'try_later', afterMs: null, says: 'The mail server was not reached.', code: null };
}

function refused({ command = '', response = '' }: SmtpError, responseCode: number, code: string | null): Failed {
  if (command === 'RCPT TO') return refusedRecipient(response, responseCode, code);
  if (command === 'STARTTLS') return setUp(NOT_SECURE, code);
  if (command.startsWith('AUTH')) return setUp('The mail server does not take the name and password.', code);
  if (command === 'MAIL FROM') return setUp(`The mail server does not take the sender (${code}).`, code);
  const says = `The mail server refused the mail (${code}).`;
  return { is: 'failed', says, code, suppress: null, alert: code?.startsWith('5.7.') ?? false };
}

/** RFC 3463: 5.1.x and 5.2.1 say that the address is no good; 5.7.x that this server or sender is not wanted; the rest passes. */
function refusedRecipient(response: string, responseCode: number, code: string | null): Failed {
  const enhanced = enhancedCode(response);
  const isPolicy = enhanced === null ? [530, 535, 554].includes(responseCode) : enhanced.startsWith('5.7.');
  if (isPolicy) return setUp(`The mail server does not send to this address for us (${code}).`, code);
  const isGone =
    enhanced === null ? [550, 551, 553].includes(responseCode) : enhanced.startsWith('5.1.') || enhanced === '5.2.1';
  if (isGone) {
    return { is: 'failed', says: `The mailbox does not exist (${code}).`, code, suppress: 'hard_bounce', alert: false };
  }
  return { is: 'failed', says: `The mail server refused the address (${code}).`, code, suppress: null, alert: false };
}

function setUp(says: string, code: string | null): Failed {
  return { is: 'failed', says, code, suppress: null, alert: true };
}

function isLasting(error: unknown, { originalCode }: SmtpError): boolean {
  if (originalCode !== undefined && OF_THE_LINE.includes(originalCode)) return false;
  return !(error instanceof Error && /closed unexpectedly|timeout/i.test(error.message));
}

/** `550-5.1.1 no such user` → `5.1.1`. */
function enhancedCode(response: string): string | null {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? null;
}
