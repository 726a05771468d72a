import { parseMoney } from './money.js';

describe('parseMoney', () => {
  it.each([
    ['12.5', 'EUR', 1250],
    ['-3', 'USD', -300],
    ['1,234.00', 'GBP', 123400],
    ['0.10', null, 10],
    [1.1, 'USD', 110],
    [0.57, 'USD', 57],
    [1200, 'JPY', 1200],
    ['1.234', 'KWD', 1234],
    ['12.500', 'EUR', 1250],
    ['-0', 'EUR', 0],
  ])('reads %j %s as %d minor units', (value, currency, minor) => {
    expect(parseMoney(value, currency)).toBe(minor);
  });

  it.each([
    ['', 'EUR'],
    ['12.345', 'EUR'],
    ['1.5', 'JPY'],
    ['twelve', 'EUR'],
    ['1,23', 'EUR'],
    [Number.NaN, 'EUR'],
    ['99999999999999999', 'EUR'],
  ])('does not read %j %s', (value, currency) => {
    expect(parseMoney(value, currency)).toBeNull();
  });
});
