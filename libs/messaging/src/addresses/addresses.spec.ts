import { normaliseEmail } from './email.js';
import { normalisePhone, phoneKind } from './phone.js';

describe('normalisePhone', () => {
  it.each([
    ['07400 123456', 'GB', '+447400123456'],
    ['(415) 555-2671', 'us', '+14155552671'],
    ['+49 151 23456789', null, '+4915123456789'],
    ['0412 345 678', 'AU', '+61412345678'],
    ['07400 123456', null, null],
    ['07400 123456', 'ZZ', null],
    ['+1 415 555 2671 ext. 12', 'US', null],
    ['+44 7400 12', 'GB', null],
    ['ask reception', 'GB', null],
    ['', 'GB', null],
    ['1'.repeat(5_000), 'GB', null],
    [null, 'GB', null],
  ])('%s from %s is %s', (raw, country, number) => {
    expect(normalisePhone(raw, country)).toBe(number);
  });

  it('tells a landline where the plan does', () => {
    expect(phoneKind('+447400123456')).toBe('mobile');
    expect(phoneKind('+442079460018')).toBe('landline');
    expect(phoneKind('+14155552671')).toBe('either');
    expect(phoneKind('nonsense')).toBe('other');
  });
});

describe('normaliseEmail', () => {
  it.each([
    [' Ada.Lovelace@Example.ORG ', 'ada.lovelace@example.org'],
    ['a+b@mail.example.co.uk', 'a+b@mail.example.co.uk'],
    ['ada', null],
    ['ada@example', null],
    ['ada@@example.org', null],
    ['ada@exa mple.org', null],
    ['.ada@example.org', null],
    ['ada@-example.org', null],
    ['ada@127.0.0.1', null],
    ['ada@example.org, eve@example.org', null],
    ['"a b"@example.org', null],
    [`${'a'.repeat(65)}@example.org`, null],
    [null, null],
  ])('%s is %s', (raw, address) => {
    expect(normaliseEmail(raw)).toBe(address);
  });

  it('X33 takes no address with a line break', () => {
    expect(normaliseEmail('ada@example.org\r\nBcc: eve@example.org')).toBeNull();
    expect(normaliseEmail('ada\n@example.org')).toBeNull();
  });
});
