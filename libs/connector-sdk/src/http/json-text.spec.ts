import { readJson } from './json-text.js';

describe('readJson', () => {
  it.each([
    ['{"id":9007199254740993,"n":12}', { id: '9007199254740993', n: 12 }],
    ['[-9007199254740993]', ['-9007199254740993']],
    ['{"t":"say \\"9007199254740993\\" {[","n":1.5e300}', { t: 'say "9007199254740993" {[', n: 1.5e300 }],
    [
      '{"n":0.12345678901234567,"m":1e20,"k":900719925474099}',
      { n: Number('0.12345678901234567'), m: 1e20, k: 900719925474099 },
    ],
    ['\uFEFF{"a":[]}', { a: [] }],
    ['null', null],
  ])('reads %s', (text, value) => {
    expect(readJson(text)).toEqual({ read: true, value });
  });

  it.each([
    ['<html>', 'web_page'],
    [' <!doctype html>', 'web_page'],
    ['{"a":', 'not_json'],
    ['', 'not_json'],
    ['OK', 'not_json'],
  ])('refuses %s', (text, because) => {
    expect(readJson(text)).toEqual({ read: false, because });
  });

  it.each([100_000, 1_000_000])('X-28 refuses %i levels at once, in little memory', (depth) => {
    const text = '['.repeat(depth) + ']'.repeat(depth);
    const before = process.memoryUsage().rss;
    const from = performance.now();
    expect(readJson(text)).toEqual({ read: false, because: 'too_deep' });
    expect(performance.now() - from).toBeLessThan(1_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
  });
});
