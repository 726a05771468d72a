import { budgetsOf, type Throttle } from './manifest.js';

const second = (requests: number) => [{ requests, perMs: 1_000 }];
const throttle: Throttle = {
  ...{ scope: 'connection', keyFields: ['key'], budgets: second(1) },
  budgetsBy: { field: 'tier', budgets: { more: second(2), unlimited: [] } },
};

it('V-07 takes the budget that the connection says it pays for', () => {
  expect(budgetsOf(throttle, { tier: 'more' })).toEqual(second(2));
  expect(budgetsOf(throttle, { tier: 'unlimited' })).toEqual([]);
});

it.each([[{}], [{ tier: 'a word of tomorrow' }], [{ tier: 3 }], [{ tier: 'toString' }]])(
  'V-07 stays at the usual budget where the settings say %j',
  (settings) => {
    expect(budgetsOf(throttle, settings)).toEqual(second(1));
    expect(budgetsOf(null, settings)).toEqual([]);
  },
);
