import { hash } from '@node-rs/argon2';
import { hashPassword, isWeakerThan, passwordMatches } from './password.js';

describe('a stored password', () => {
  it('I-01 is argon2id with m=47104 KiB, t=1, p=1', async () => {
    const stored = await hashPassword('four words in a row');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await passwordMatches(stored, 'four words in a row')).toBe(true);
    expect(await passwordMatches(stored, 'four words in a rom')).toBe(false);
    expect(isWeakerThan(stored)).toBe(false);
  });

  it('is salted: the same password twice gives two hashes', async () => {
    expect(await hashPassword('four words in a row')).not.toBe(await hashPassword('four words in a row'));
  });

  it.each([
    ['less memory', { memoryCost: 19_456, timeCost: 2, parallelism: 1 }],
    ['the least there is', { memoryCost: 8, timeCost: 1, parallelism: 1 }],
  ])('I-01 is known to be weaker: %s', async (_case, cost) => {
    expect(isWeakerThan(await hash('four words in a row', cost))).toBe(true);
  });

  it('I-01 of another algorithm is weaker', () => {
    expect(isWeakerThan('$argon2i$v=19$m=65536,t=3,p=1$c2FsdHNhbHQ$aGFzaA')).toBe(true);
    expect(isWeakerThan('$2b$10$abcdefghijklmnopqrstuv')).toBe(true);
  });

  it('does not depend on how a keyboard composes an accent', async () => {
    expect(await passwordMatches(await hashPassword('caf\u00e9 au lait crème'), 'cafe\u0301 au lait crème')).toBe(true);
  });
});
