import MailComposer from 'nodemailer/lib/mail-composer';
import { normaliseEmail } from '../../addresses/email.js';
import { isOneLine } from '../header-lines.js';
import type { OutgoingMessage } from '../provider.js';

export interface ComposedMail {
  envelope: { from: string; to: string[] };
  messageId: string;
  content: Buffer;
}

/** `Name <address>`, or the address alone. */
export function senderAddress(from: string): string | null {
  const bracketed = /^[^<>]*<([^<>]+)>\s*$/.exec(from);
  return normaliseEmail(bracketed?.[1] ?? from);
}

/** Why no mail can be made of it; null: it can. Sentences without addresses. */
export function mailProblem(message: OutgoingMessage, from: string): string | null {
  const { to, subject, headers } = message;
  if (![to, from, subject ?? '', ...Object.values(headers)].every(isOneLine)) return 'A header has a line break.';
  if (!Object.keys(headers).every((name) => /^[A-Za-z][A-Za-z0-9-]*$/.test(name)))
    return 'A header has no usable name.';
  if (normaliseEmail(to) === null) return 'The address is no mail address.';
  if (senderAddress(from) === null) return 'The sender is no mail address.';
  if ((subject ?? '').trim() === '') return 'The subject is empty.';
  return null;
}

/**
 * The mail as it goes over the wire: text and HTML as alternatives, nothing fetched, no file read. Its Message-ID is made of the attempt's
 * id, so that what comes back (a bounce, a provider's log) can be bound to it.
 */
export async function composeMail(message: OutgoingMessage, from: string): Promise<ComposedMail> {
  const sender = senderAddress(from) ?? '';
  const messageId = `<${message.attemptId}@${sender.split('@')[1] ?? 'localhost'}>`;
  const mail = new MailComposer({
    ...{ from, to: message.to, subject: message.subject ?? '', text: message.text, messageId },
    ...(message.html === null ? {} : { html: message.html }),
    // Out-of-office answers are no replies (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', ...message.headers },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { envelope: { from: sender, to: [message.to] }, messageId, content: await mail.compile().build() };
}
