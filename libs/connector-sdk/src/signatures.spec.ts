import { createHmac } from 'node:crypto';
import { isRecent, isSameSecret, isSigned } from './signatures.js';

const body = Buffer.from('{"id":1}');
const of = (encoding: 'hex' | 'base64', secret = 's') =>
  createHmac('sha256', secret).update('1.').update(body).digest(encoding);
const check = (signature: string | undefined, more: Partial<Parameters<typeof isSigned>[0]> = {}) =>
  isSigned({ secret: 's', signed: ['1.', body], signature, encoding: 'hex', ...more });

describe('isSigned', () => {
  it('holds for the bytes that were signed, in hex and base64, with a prefix', () => {
    expect(check(of('hex'))).toBe(true);
    expect(check(of('hex').toUpperCase())).toBe(true);
    expect(check(of('base64'), { encoding: 'base64' })).toBe(true);
    expect(check(`sha256=${of('base64')}`, { encoding: 'base64', prefix: 'sha256=' })).toBe(true);
  });

  it.each([undefined, '', 'zz', of('hex').slice(2), `0${of('hex').slice(1)}0`, of('hex', 'other'), of('base64')])(
    'X-30 refuses %s',
    (signature) => expect(check(signature)).toBe(false),
  );

  it('X-30 refuses without the prefix, with another body, and with an empty secret', () => {
    expect(check(of('hex'), { prefix: 'sha256=' })).toBe(false);
    expect(check(of('hex'), { signed: ['1.', Buffer.from('{"id":2}')] })).toBe(false);
    expect(check(of('hex', ''), { secret: '' })).toBe(false);
  });
});

it('compares static secrets, and knows old from new', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true);
  expect(['abd', '', undefined].map((given) => isSameSecret(given, 'abc'))).toEqual([false, false, false]);
  expect(isSameSecret('', '')).toBe(false);
  expect([0, 300_000, 300_001, -300_001].map((age) => isRecent(1_000_000 - age, 1_000_000, 300_000))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(isRecent(Number.NaN, 0, 300_000)).toBe(false);
});
