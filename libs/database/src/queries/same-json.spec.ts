import { isSameJson } from './same-json.js';

describe('isSameJson', () => {
  const nested = { a: [1, { b: null, c: 'x' }], d: true };

  it('looks through the order of keys, at every depth', () => {
    expect(isSameJson(nested, { d: true, a: [1, { c: 'x', b: null }] })).toBe(true);
  });

  it.each([
    ['another value', { ...nested, d: false }],
    ['another value inside', { a: [1, { b: null, c: 'y' }], d: true }],
    ['null for a text', { a: [1, { b: null, c: null }], d: true }],
    ['a key more', { ...nested, e: 1 }],
    ['a key less', { a: nested.a }],
    ['another key of the same number', { a: nested.a, e: true }],
    ['a list in another order', { a: [{ b: null, c: 'x' }, 1], d: true }],
    ['a longer list', { a: [...nested.a, 2], d: true }],
    ['an object for a list', { a: { 0: 1, 1: { b: null, c: 'x' } }, d: true }],
    ['a number for a text', { a: ['1', { b: null, c: 'x' }], d: true }],
    ['nothing', null],
  ])('tells %s', (_, other) => {
    expect(isSameJson(nested, other)).toBe(false);
    expect(isSameJson(other, nested)).toBe(false);
  });
});
