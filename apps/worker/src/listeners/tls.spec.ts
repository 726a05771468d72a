import { connect as connectPlain, type Socket } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import { hl7V2 } from '../../../../connectors/hl7-v2/src/connector.js';
import { listenerSettings } from '@keepwell/connector-sdk';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { certificateAuthority } from '../../../../test/support/certificates.js';
import { framed } from './deframer.js';
import { type MllpServer, startMllpServer } from './mllp-server.js';

const ours = certificateAuthority('Keepwell test authority');
const strangers = certificateAuthority('Another authority');
const server = ours.issue('listener');
const client = ours.issue('engine');

const ANSWER = 'MSH|^~\\&|K\rMSA|AA|1\r';
const SECURED = { security: 'tls', tls_certificate: server.certificate, tls_key: server.key };

let open: MllpServer[] = [];
afterEach(async () => {
  await Promise.all(open.map((each) => each.close()));
  open = [];
});

/** A listener with these settings of a connection, and what it took and said. */
async function aListener(given: Record<string, string | number>) {
  const settings = listenerSettings({ port: 0, ...given });
  if (settings === null) throw new Error('No port is given');
  const heard: string[] = [];
  const said: string[] = [];
  const listener = await startMllpServer({
    settings,
    handle: (message) => {
      heard.push(message.toString());
      return [Buffer.from(ANSWER)];
    },
    tell: (says) => said.push(says),
  });
  open.push(listener);
  return { port: listener.port, heard, said, lines: () => listener.lines() };
}

/** What came back until the answer was whole or the line was closed. */
function answerOn(socket: Socket): Promise<string> {
  return new Promise((done) => {
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
      if (answer.includes('\u001c')) socket.end();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => done(answer.slice(1, answer.indexOf('\u001c'))));
  });
}

/** Sends one message, trusting our authority unless told otherwise; empty: there was no answer. */
function ask(port: number, options: ConnectionOptions = {}): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', ca: ours.certificate, ...options });
  const answer = answerOn(socket);
  socket.write(framed(Buffer.from('MSH|^~\\&|ENGINE')));
  return answer;
}

const shown = { cert: client.certificate, key: client.key };

describe('H-06 a line under TLS', () => {
  it('is answered to who shows a certificate of the named authority', async () => {
    const { port, heard } = await aListener({ ...SECURED, tls_client_ca: ours.certificate });
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      expect(await ask(port, { ...shown, minVersion: version, maxVersion: version })).toBe(ANSWER);
    }
    expect(heard).toEqual(['MSH|^~\\&|ENGINE', 'MSH|^~\\&|ENGINE']);
  });

  const stranger = strangers.issue('engine');
  it.each<[string, ConnectionOptions]>([
    ['no certificate', {}],
    ['a certificate of another authority', { cert: stranger.certificate, key: stranger.key }],
    ['no certificate, in TLS 1.2', { maxVersion: 'TLSv1.2' }],
  ])('takes no message from who shows %s', async (_, options) => {
    const { port, heard, said, lines } = await aListener({ ...SECURED, tls_client_ca: ours.certificate });
    expect(await ask(port, options)).toBe('');
    expect(heard).toEqual([]);
    expect(said).toEqual([expect.stringContaining('could not be secured')]);
    expect(lines()).toBe(0);
  });

  it('does not speak TLS 1.1, which the other side would', async () => {
    const { port, heard } = await aListener({ ...SECURED, allow_addresses: '127.0.0.1' });
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await ask(port, old)).toBe('');
    expect(heard).toEqual([]);
    expect(await ask(port, { ...old, maxVersion: 'TLSv1.2' })).toBe(ANSWER);
  });

  it('hears nothing of who speaks without TLS', async () => {
    const { port, heard } = await aListener({ ...SECURED, allow_addresses: '127.0.0.1' });
    const socket = connectPlain(port, '127.0.0.1');
    const answer = answerOn(socket);
    socket.write(framed(Buffer.from('MSH|^~\\&|ENGINE')));
    expect(await answer).not.toContain('MSA');
    expect(heard).toEqual([]);
  });

  it.each([
    ['10.0.0.0/8', ''],
    ['10.0.0.1\n127.0.0.0/30', ANSWER],
    ['127.0.0.2', ''],
    ['::1', ''],
  ])('with the addresses %j answers %j to this computer, certificate or not', async (addresses, answer) => {
    const { port, said } = await aListener({ ...SECURED, allow_addresses: addresses });
    expect(await ask(port, shown)).toBe(answer);
    if (answer === '') expect(said).toEqual([expect.stringContaining('not allowed')]);
  });

  it('asks for both where both are named', async () => {
    const settings = { ...SECURED, tls_client_ca: ours.certificate };
    const near = await aListener({ ...settings, allow_addresses: '127.0.0.1' });
    expect([await ask(near.port, shown), await ask(near.port)]).toEqual([ANSWER, '']);
    const far = await aListener({ ...settings, allow_addresses: '10.0.0.1' });
    expect(await ask(far.port, shown)).toBe('');
  });

  it('does not open with a key that is not the certificate’s', async () => {
    const settings = { ...SECURED, tls_key: client.key, allow_addresses: '127.0.0.1' };
    await expect(aListener(settings)).rejects.toThrow(/key/i);
  });
});

describe('H-06 a line without TLS', () => {
  const wrong = (given: Record<string, string | number>) => () => listenerSettings({ port: 1, ...given });

  it('is opened only where that is asked for, and then for this computer or for named addresses', async () => {
    expect(wrong({})).toThrow('TLS needs a certificate');
    expect(wrong({ security: 'plain', bind_address: '0.0.0.0' })).toThrow('must be named (allow_addresses)');
    expect(wrong({ security: 'plain' })()).toMatchObject({ tls: null, address: '127.0.0.1' });
    expect(wrong({ security: 'plain', bind_address: '0.0.0.0', allow_addresses: '10.0.0.0/8' })()).toMatchObject({
      tls: null,
    });
    expect(wrong({ ...SECURED, bind_address: '0.0.0.0' })).toThrow('Name who may connect');
  });

  it('is said to be open to read, by the check of the connection', async () => {
    const notes = async (settings: Record<string, unknown>) => {
      const opened = openTestContext(hl7V2, { settings: { port: 1, timezone: 'Europe/London', ...settings } });
      const result = await hl7V2.check(opened.context);
      await opened.close();
      return result.notes.join(' ');
    };
    expect(await notes({ security: 'plain' })).toContain('not encrypted');
    expect(await notes({ ...SECURED, allow_addresses: '127.0.0.1' })).not.toContain('not encrypted');
  });
});
