import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate and its key, as PEM. */
export interface Certificate {
  certificate: string;
  key: string;
}

interface Authority extends Certificate {
  /** Signs a certificate for `name` (also good for localhost and 127.0.0.1), as a server's or a client's. */
  issue(name: string): Certificate;
}

const EC_WITH_SHA256 = '06082a8648ce3d040302';
const COMMON_NAME = '0603550403';
const BASIC_CONSTRAINTS = '0603551d13';
const ALTERNATIVE_NAMES = '0603551d11';
const SUBJECT_KEY = '0603551d0e';
const AUTHORITY_KEY = '0603551d23';

/** DER, as far as X.509 needs it: tag, length, contents. */
function der(tag: number, ...contents: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(contents.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)));
  const length = body.length;
  const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), body]);
}

const sequence = (...parts: (Buffer | string)[]) => der(0x30, ...parts);
const nameOf = (name: string) => sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
const time = (at: Date) => der(0x18, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`));
const extension = (id: string, value: Buffer) => sequence(id, der(0x04, value));

function keyId(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function certificate(of: {
  subject: string;
  key: KeyObject;
  issuer: string;
  issuerKey: { publicKey: KeyObject; privateKey: KeyObject };
  isAuthority: boolean;
}): string {
  const now = Date.now();
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
  const constraints = of.isAuthority ? sequence(der(0x01, 'ff')) : sequence();
  const body = sequence(
    der(0xa0, der(0x02, '02')),
    der(0x02, Buffer.from([0x01]), randomBytes(8)),
    sequence(EC_WITH_SHA256),
    nameOf(of.issuer),
    sequence(time(new Date(now - 86_400_000)), time(new Date(now + 86_400_000))),
    nameOf(of.subject),
    of.key.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        extension(BASIC_CONSTRAINTS, constraints),
        extension(SUBJECT_KEY, der(0x04, keyId(of.key))),
        extension(AUTHORITY_KEY, sequence(der(0x80, keyId(of.issuerKey.publicKey)))),
        ...(of.isAuthority ? [] : [extension(ALTERNATIVE_NAMES, names)]),
      ),
    ),
  );
  const signature = sign('sha256', body, of.issuerKey.privateKey);
  return pem(sequence(body, sequence(EC_WITH_SHA256), der(0x03, '00', signature)));
}

/** An authority of its own, good for two days, made here: a key in the repository would be found by whoever looks for keys. */
export function certificateAuthority(name: string): Authority {
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const text = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const own = pair();
  return {
    certificate: certificate({ subject: name, key: own.publicKey, issuer: name, issuerKey: own, isAuthority: true }),
    key: text(own.privateKey),
    issue(subject) {
      const { publicKey, privateKey } = pair();
      const signed = certificate({ subject, key: publicKey, issuer: name, issuerKey: own, isAuthority: false });
      return { certificate: signed, key: text(privateKey) };
    },
  };
}
