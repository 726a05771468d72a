import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createGuardedSockets, type GuardedSockets } from '@keepwell/outbound';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { mailHtml, mailText, unsubscribeHeaders } from '../../templates/mail-parts.js';
import { ClaimTooOld, type OutgoingMessage } from '../provider.js';
import { smtpProvider, type SmtpSettings } from './smtp-provider.js';

const content = {
  text: 'Hello Ada,\n\nShall we find a new time? Zoë will call.\n.\nA line with a dot.',
  practice: { name: 'Harbour Physio' },
  postalAddress: '1 Quay Street, Harbourtown',
  unsubscribeUrl: 'https://keepwell.example/u/p1/token',
};
const message: OutgoingMessage = {
  ...{ messageId: 'm1', attemptId: '7f3c0b1e-0000-4000-8000-000000000001', practiceId: 'p1', channel: 'email' },
  ...{
    to: 'ada@patients.example',
    from: null,
    subject: 'A note from Zoë’s team',
    statusCallbackUrl: null,
    validitySeconds: null,
  },
  ...{ text: mailText(content), html: mailHtml(content), headers: unsubscribeHeaders(content.unsubscribeUrl) },
};

const never = new AbortController().signal;
const open: (SMTPServer | Server)[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise<void>((done) => server.close(() => done()));
});

const excepting = (port: number) =>
  createGuardedSockets({ exceptions: [`http://127.0.0.1:${port}`], ports: [465, 587] });
const send = (
  port: number,
  {
    change = {},
    settings = {},
    beforeWrite = () => undefined,
    signal = never,
    sockets = excepting(port),
  }: {
    change?: Partial<OutgoingMessage>;
    settings?: Partial<SmtpSettings>;
    beforeWrite?: () => void;
    signal?: AbortSignal;
    sockets?: GuardedSockets;
  } = {},
) =>
  smtpProvider(
    {
      host: '127.0.0.1',
      port,
      secure: false,
      from: 'Harbour Physio <hello@harbour.example>',
      timeoutMs: 1_000,
      ...settings,
    },
    sockets,
  ).send({ ...message, ...change }, beforeWrite, signal);

async function mailServer(options: SMTPServerOptions = {}) {
  const mails: { raw: string; from: string; to: string[] }[] = [];
  const server = new SMTPServer({
    ...{ disabledCommands: ['STARTTLS'], authOptional: true, logger: false, closeTimeout: 100 },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          raw: Buffer.concat(chunks).toString(),
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  open.push(server);
  const port = await new Promise<number>((done) => {
    const listening = server.listen(0, '127.0.0.1', () => done((listening.address() as AddressInfo).port));
  });
  return { port, mails };
}

/** A server that speaks as told: one answer for each line that begins so; null hangs, `cut` ends the connection. */
async function scripted(answers: Record<string, string | null>) {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    const answer = (key: string, usual: string) => {
      const said = key in answers ? answers[key] : usual;
      if (said === 'cut') socket.destroy();
      else if (said !== null && said !== undefined) socket.write(`${said}\r\n`);
    };
    let inData = false;
    let waiting = '';
    answer('greeting', '220 ready');
    socket.on('data', (chunk) => {
      waiting += chunk.toString();
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        received.push(line);
        if (inData) {
          if (answers['content'] === 'cut') return socket.destroy();
          if (line !== '.') continue;
          inData = false;
          answer('.', '250 2.0.0 taken');
          continue;
        }
        const word = line.split(/[ :]/)[0]?.toUpperCase() ?? '';
        if (word === 'DATA') inData = !('DATA' in answers) || (answers['DATA']?.startsWith('3') ?? false);
        const usual: Record<string, string> = { EHLO: '250 hello', DATA: '354 go on', QUIT: '221 bye' };
        answer(word, usual[word] ?? '250 ok');
      }
    });
  });
  open.push(server);
  const close = server.close.bind(server);
  server.close = (done) => {
    for (const socket of sockets) socket.destroy();
    return close(done);
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, received };
}

describe('smtpProvider', () => {
  it('C-14 hands over text and HTML of one content, with both one-click headers and an id made of the attempt', async () => {
    const { port, mails } = await mailServer();
    const outcome = await send(port);
    expect(outcome).toEqual({
      ...{
        is: 'accepted',
        providerId: `<${message.attemptId}@harbour.example>`,
        providerStatus: '250',
        segments: null,
      },
    });
    expect(mails).toMatchObject([{ from: 'hello@harbour.example', to: ['ada@patients.example'] }]);

    const raw = mails[0]?.raw ?? '';
    const mail = await simpleParser(raw);
    expect(raw).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(mail.messageId).toBe(`<${message.attemptId}@harbour.example>`);
    expect(mail.from?.value).toEqual([{ address: 'hello@harbour.example', name: 'Harbour Physio' }]);
    expect(mail.subject).toBe(message.subject);
    expect(mail.text?.trim()).toBe(message.text.trim());
    expect(mail.html).toBe(message.html);
    expect(raw).toMatch(/^List-Unsubscribe: <https:\/\/keepwell\.example\/u\/p1\/token>\r?$/m);
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    expect(raw).not.toMatch(/X-Mailer|nodemailer/i);
    for (const part of [mail.text ?? '', mail.html === false ? '' : mail.html]) {
      expect(part).toContain('1 Quay Street, Harbourtown');
      expect(part).toContain('Shall we find a new time?');
    }
  });

  it('a mail without HTML is plain text', async () => {
    const { port, mails } = await mailServer();
    await send(port, { change: { html: null } });
    expect(mails[0]?.raw).toMatch(/^Content-Type: text\/plain; charset=utf-8/m);
  });

  it('signs in where there is a name', async () => {
    const seen: string[] = [];
    const { port, mails } = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) => {
        seen.push(`${username}:${password}`);
        done(password === 'right' ? null : new Error('no'), { user: username });
      },
    });
    expect(await send(port, { settings: { user: 'harbour', password: 'right' } })).toMatchObject({ is: 'accepted' });
    const refused = await send(port, { settings: { user: 'harbour', password: 'wrong' } });
    expect(refused).toMatchObject({ is: 'failed', suppress: null, alert: true });
    expect(JSON.stringify(refused)).not.toMatch(/wrong/);
    expect(seen).toEqual(['harbour:right', 'harbour:wrong']);
    expect(mails).toHaveLength(1);
  });

  it.each<[string, Record<string, string | null>, object]>([
    ['all well', {}, { is: 'accepted' }],
    ['not now, at the greeting', { greeting: '421 4.3.2 busy' }, { is: 'try_later' }],
    ['never, at the greeting', { greeting: '554 5.7.1 not you' }, { is: 'failed', suppress: null, alert: true }],
    ['silence at the greeting', { greeting: null }, { is: 'try_later' }],
    ['the line cut at the greeting', { greeting: 'cut' }, { is: 'try_later' }],
    ['the sender refused', { MAIL: '550 5.1.8 no such sender' }, { is: 'failed', suppress: null, alert: true }],
    ['the sender not now', { MAIL: '451 4.3.0 later' }, { is: 'try_later' }],
    [
      'no such mailbox',
      { RCPT: '550 5.1.1 no such user' },
      { is: 'failed', suppress: 'hard_bounce', alert: false, code: '5.1.1' },
    ],
    ['no such mailbox, without more', { RCPT: '550 unknown' }, { is: 'failed', suppress: 'hard_bounce', code: '550' }],
    ['the mailbox is closed', { RCPT: '550 5.2.1 disabled' }, { is: 'failed', suppress: 'hard_bounce' }],
    ['the mailbox is full', { RCPT: '552 5.2.2 over quota' }, { is: 'failed', suppress: null, alert: false }],
    ['relaying refused', { RCPT: '550 5.7.1 relaying denied' }, { is: 'failed', suppress: null, alert: true }],
    ['greylisted', { RCPT: '450 4.7.1 come back' }, { is: 'try_later', code: '4.7.1' }],
    ['silence at the address', { RCPT: null }, { is: 'try_later' }],
    ['DATA refused', { DATA: '554 5.5.1 no' }, { is: 'failed', suppress: null }],
    ['DATA not now', { DATA: '421 4.3.0 shutting down' }, { is: 'try_later' }],
    ['the line cut at DATA', { DATA: 'cut' }, { is: 'try_later' }],
    ['the line cut within the content', { content: 'cut' }, { is: 'unknown' }],
    ['the line cut after the content', { '.': 'cut' }, { is: 'unknown' }],
    ['silence after the content', { '.': null }, { is: 'unknown' }],
    ['the content refused', { '.': '554 5.6.0 not like that' }, { is: 'failed', suppress: null, alert: false }],
    ['the content taken for spam', { '.': '550 5.7.1 spam' }, { is: 'failed', suppress: null, alert: true }],
    ['the content not now', { '.': '452 4.3.1 no room' }, { is: 'try_later' }],
    ['rubbish after the content', { '.': 'what?' }, { is: 'unknown' }],
  ])('O-01 O-14 mail: %s', async (_, answers, expected) => {
    const { port } = await scripted(answers);
    const outcome = await send(port, { settings: { timeoutMs: 400 } });
    expect(outcome).toMatchObject(expected);
    expect(JSON.stringify(outcome)).not.toContain(message.to);
  });

  it('O-01 O-14 nobody listens there: nothing left', async () => {
    const gone = createServer();
    await new Promise<void>((done) => gone.listen(0, '127.0.0.1', done));
    const { port } = gone.address() as AddressInfo;
    await new Promise((done) => gone.close(done));
    expect(await send(port)).toMatchObject({ is: 'try_later' });
  });

  it('O-04 a claim that is too old is abandoned after "go on", and no content is written', async () => {
    const { port, received } = await scripted({});
    const tooOld = () => {
      throw new ClaimTooOld();
    };
    expect(await send(port, { beforeWrite: tooOld })).toEqual({ is: 'abandoned' });
    await new Promise((done) => setTimeout(done, 50));
    expect(received.at(-1)).toBe('DATA');
  });

  it('a bug in what is asked before writing is not taken for an outcome', async () => {
    const { port, received } = await scripted({});
    const bug = () => {
      throw new RangeError('a bug');
    };
    await expect(send(port, { beforeWrite: bug })).rejects.toThrow('a bug');
    expect(received.at(-1)).toBe('DATA');
  });

  it('O-01 told to stop before it was written: nothing left; after: nobody knows', async () => {
    const { port } = await scripted({ '.': null });
    expect(await send(port, { signal: AbortSignal.abort() })).toMatchObject({ is: 'try_later' });
    const soon = new AbortController();
    const beforeWrite = () => void setTimeout(() => soon.abort(), 50);
    expect(await send(port, { beforeWrite, signal: soon.signal })).toMatchObject({ is: 'unknown' });
  });

  it.each<[string, Partial<OutgoingMessage>]>([
    ['the address', { to: 'ada@patients.example\r\nBcc: eve@evil.example' }],
    ['two addresses', { to: 'ada@patients.example, eve@evil.example' }],
    ['the sender', { from: 'Harbour\r\nBcc: eve@evil.example <hello@harbour.example>' }],
    ['the subject', { subject: 'Hello\r\nBcc: eve@evil.example' }],
    ['a header', { headers: { 'List-Unsubscribe': '<https://x.example>\nBcc: eve@evil.example' } }],
    ["a header's name", { headers: { 'X\r\nBcc': 'eve@evil.example' } }],
  ])('X33 a line break in %s is refused before a connection', async (_, change) => {
    const { port, received } = await scripted({});
    expect(await send(port, { change })).toMatchObject({ is: 'failed', alert: false });
    expect(received).toEqual([]);
  });

  it('a private address that nobody excepted is refused without a packet', async () => {
    const { port, received } = await scripted({});
    for (const host of ['127.0.0.1', 'localhost']) {
      const sockets = createGuardedSockets({ exceptions: [], ports: [port] });
      expect(await send(port, { sockets, settings: { host } })).toMatchObject({ is: 'failed', alert: true });
    }
    const sockets = createGuardedSockets({ exceptions: [], ports: [587] });
    expect(await send(port, { sockets })).toMatchObject({ is: 'failed', alert: true });
    expect(received).toEqual([]);
  });

  it('demands STARTTLS of a server that is no exception: name and password never go in the clear', async () => {
    const { port, received } = await scripted({ STARTTLS: '502 5.5.1 what is that' });
    const sockets: GuardedSockets = { ...excepting(port), isExcepted: () => false };
    const outcome = await send(port, { sockets, settings: { user: 'harbour', password: 'secret' } });
    expect(outcome).toMatchObject({ is: 'failed', alert: true });
    expect(received.join()).not.toMatch(/AUTH|MAIL/);
  });

  it('cannot be asked what became of a mail', async () => {
    const provider = smtpProvider(
      { host: 'mail.example', port: 587, secure: false, from: 'a@harbour.example' },
      excepting(1),
    );
    expect(await provider.lookUp(message, { from: 0, to: 1 })).toBeNull();
  });

  it('refuses settings that cannot be right, saying which', () => {
    const settings = { host: 'mail example', port: 0, secure: true, user: 'x', from: 'nobody' };
    expect(() => smtpProvider(settings, excepting(1))).toThrow(/host.*port.*sender.*password/);
  });
});
