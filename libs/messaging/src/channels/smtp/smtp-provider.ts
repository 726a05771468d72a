import { isIP, type Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SendOutcome } from '@keepwell/domain';
import type { GuardedSockets } from '@keepwell/outbound';
import { isOneLine } from '../header-lines.js';
import type { MessageProvider } from '../provider.js';
import { composeMail, mailProblem, senderAddress, type ComposedMail } from './compose-mail.js';
import { ContentStream } from './content-stream.js';
import { smtpOutcome } from './smtp-outcome.js';

export interface SmtpSettings {
  host: string;
  port: number;
  /** TLS from the first byte; false: STARTTLS, which is then demanded unless the host is an exception of the operator's. */
  secure: boolean;
  user?: string;
  password?: string;
  /** `Name <address>` or an address. */
  from: string;
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** Mail by a server of the practice's. One connection per mail, never tried again. Throws `TypeError` where a setting cannot be right. */
export function smtpProvider(settings: SmtpSettings, sockets: GuardedSockets): MessageProvider {
  checkSettings(settings);
  const { host, port, timeoutMs = TIMEOUT_MS } = settings;

  return {
    id: 'smtp',

    async send(message, beforeWrite, signal): Promise<SendOutcome> {
      const from = message.from ?? settings.from;
      const problem = mailProblem(message, from);
      if (problem !== null) return { is: 'failed', says: problem, code: null, suppress: null, alert: false };
      const mail = await composeMail(message, from);
      const content = new ContentStream(mail.content, beforeWrite);
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      try {
        const socket = await sockets.open(host, port, within);
        const isFree = sockets.isExcepted(host, port);
        await handOver(socket, connectionOf(settings, socket, isFree, timeoutMs), settings, mail, content, within);
      } catch (error) {
        return smtpOutcome({ written: content.written, prevented: content.prevented, error });
      } finally {
        content.destroy();
      }
      return { is: 'accepted', providerId: mail.messageId, providerStatus: '250', segments: null };
    },

    /** SMTP has no question for what became of a mail. */
    lookUp: () => Promise.resolve(null),
  };
}

function connectionOf({ host, port, secure }: SmtpSettings, socket: Socket, isFree: boolean, timeoutMs: number) {
  return new SMTPConnection({
    ...{ host, port, secure, connection: socket },
    requireTLS: !secure && !isFree,
    // A certificate is for the name that was given, whatever address it led to.
    tls: { ...(isIP(host) === 0 ? { servername: host } : {}), minVersion: 'TLSv1.2' },
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    logger: false,
  });
}

/** Resolves once the server has taken the mail; rejects with what the library says, or with the reason of `within`. */
function handOver(
  socket: Socket,
  connection: SMTPConnection,
  { user, password }: SmtpSettings,
  mail: ComposedMail,
  content: ContentStream,
  within: AbortSignal,
): Promise<void> {
  const talk = new Promise<void>((done, failed) => {
    const asked =
      (next: () => void) =>
      (error?: Error | null): void =>
        error === undefined || error === null ? next() : failed(error);
    connection.on('error', failed);
    within.addEventListener('abort', () => failed(new Error('aborted')), { once: true });
    if (within.aborted) return failed(new Error('aborted'));
    const send = () => connection.send(mail.envelope, content, asked(done));
    connection.connect(
      asked(() => {
        if (user === undefined) return send();
        connection.login({ user, credentials: { user, pass: password ?? '' } }, asked(send));
      }),
    );
  });
  return talk.then(
    () => connection.quit(),
    (error: unknown) => {
      // At once and without QUIT: what was begun must not be ended as if it were whole.
      connection.close();
      socket.destroy();
      throw error;
    },
  );
}

function checkSettings({ host, port, user, password, from }: SmtpSettings): void {
  const wrong: string[] = [];
  if (!/^[a-z0-9.:-]+$/i.test(host)) wrong.push('the host is a name as mail.example.org');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) wrong.push('the port is a number from 1 to 65535');
  if (!isOneLine(from) || senderAddress(from) === null) wrong.push('the sender is an address or "Name <address>"');
  if (user !== undefined && (password ?? '') === '') wrong.push('the password is missing');
  if (wrong.length > 0) throw new TypeError(`The settings of the mail server are not usable: ${wrong.join('; ')}.`);
}
