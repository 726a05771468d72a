import { aPerson } from '../testing/a-person.js';
import { aPractice, evaluate } from '../testing/a-practice.js';
import { RULES } from './index.js';
import { LIVE_RULES } from './live-versions.js';

const left = aPerson()
  .visit('2025-02-25T10:00Z', { serviceId: 'pt' })
  .cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', { serviceId: 'pt' });

const versions = (mode: 'live' | 'audit') =>
  Object.fromEntries(
    evaluate(aPractice({ mode }), left, '2025-03-06T12:00Z').findings.map(({ rule, version }) => [rule, version]),
  );

it('K32 a finding of a live practice bears the version of what the rule means there, an audit that of the catalogue', () => {
  expect(versions('live')).toEqual({ R05: 1, R10: 2 });
  expect(versions('audit')).toMatchObject({ R05: 1, R10: 1 });
});

it('K32 is the catalogue, rule for rule, but for the versions, which only go up', () => {
  expect(LIVE_RULES.map(({ version, ...rule }) => [rule.id, version > 0])).toEqual(RULES.map(({ id }) => [id, true]));
  for (const [place, rule] of LIVE_RULES.entries()) {
    expect({ ...rule, version: 0 }).toEqual({ ...RULES[place], version: 0 });
    expect(rule.version).toBeGreaterThanOrEqual(RULES[place]!.version);
  }
});
