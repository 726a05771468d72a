import { theRule } from '../../../../../test/support/a-rule.js';
import { explanationFaults } from '../../proof/explanation-faults.js';
import { aPerson, at, type APerson } from '../../testing/a-person.js';
import { aPractice, evaluate, onlyRules } from '../../testing/a-practice.js';
import { zoneOf } from '../../zones/zone.js';

const member = (more = {}): APerson =>
  aPerson().with('membership', { id: 'm', startedAt: '2024-06-01T08:00Z', renewsAt: '2025-06-01T08:00Z', ...more });
const paid = (person: APerson, on: string) =>
  person.with('payment', { kind: 'charge', membershipId: 'm', at: on, status: 'succeeded' });

describe('S4-03 P02 RENEWAL_DUE', () => {
  const P02 = theRule('P02', { mode: 'live' });

  it('S4-03 two weeks before a yearly membership renews, until it has', () => {
    P02.expectFrom(member(), '2025-05-18T00:00Z');
    expect(P02.fires(member(), '2025-06-01T23:59Z')).toBe('m');
    const yearly = paid(member(), '2024-06-02T08:00Z');
    const [finding] = P02.findings(yearly, '2025-05-20T10:00Z');
    expect(finding?.reason).toBe('The membership renews 2025-06-01, term since 2024-06-02.');
    const known = { person: yearly.facts, asOf: at('2025-05-20T10:00Z'), zones: [zoneOf('UTC')] };
    expect(finding === undefined ? ['none'] : explanationFaults(finding, known)).toEqual([]);
    expect(P02.silence(member(), '2025-06-02T00:00Z')).toBe('answered');
  });

  it('S4-03 says nothing of one that is charged each month, as its payments show', () => {
    expect(P02.silence(paid(member(), '2025-05-01T08:00Z'), '2025-05-20T10:00Z')).toBe('not_applicable');
    expect(P02.fires(paid(member(), '2024-06-01T08:00Z'), '2025-05-20T10:00Z')).toBe('m');
    // A charge that was refused, or that another membership was paid by, begins no term of this one.
    const refused = { kind: 'charge', at: '2025-05-01T08:00Z', membershipId: 'm', status: 'failed' } as const;
    expect(P02.fires(member().with('payment', refused), '2025-05-20T10:00Z')).toBe('m');
    const other = { ...refused, membershipId: 'n', status: 'succeeded' } as const;
    expect(P02.fires(member().with('payment', other), '2025-05-20T10:00Z')).toBe('m');
  });

  it('S4-03 nor of one that is paused, that ended or that somebody asked to end', () => {
    expect(P02.silence(member({ status: 'paused' }), '2025-05-20T10:00Z')).toBe('closed');
    expect(P02.silence(member({ endsAt: '2025-05-19T10:00Z' }), '2025-05-20T10:00Z')).toBe('closed');
    expect(P02.silence(member({ cancelRequestedAt: '2025-05-19T10:00Z' }), '2025-05-20T10:00Z')).toBe('closed');
    expect(P02.silence(aPerson().with('membership', { id: 'm' }), '2025-05-20T10:00Z')).toBe('no_data');
  });
});

describe('S4-04 P03 CHARGE_REFUSED', () => {
  const P03 = theRule('P03', { mode: 'live' });
  const refused = (person = member(), on = '2025-03-03T10:00Z') =>
    person.with('payment', {
      kind: 'charge',
      membershipId: 'm',
      at: on,
      status: 'failed',
      failureCode: 'card_declined',
    });

  it('S4-04 from the very charge, as soon as it is known, until it is paid', () => {
    const [finding] = P03.findings(refused(), '2025-03-03T10:00Z');
    expect(finding).toMatchObject({ kind: 'W', episode: 'm', since: at('2025-03-03T10:00Z') });
    expect(finding?.reason).toBe(
      'A charge of the membership was refused on 2025-03-03 10:00 (refused by the bank); tried once, not paid yet.',
    );
    expect(P03.silence(refused(), '2025-03-03T09:59Z')).toBe('no_data');
    expect(P03.silence(paid(refused(), '2025-03-04T10:00Z'), '2025-03-05T10:00Z')).toBe('answered');
  });

  it('S4-04 leaves it to R21 from the third day on, where that is switched on', () => {
    const both = aPractice({ mode: 'live', settings: onlyRules('R21', 'P03') });
    const rulesAt = (asOf: string) => evaluate(both, refused(), asOf).findings.map(({ rule }) => rule);
    expect(rulesAt('2025-03-05T10:00Z')).toEqual(['P03']);
    expect(rulesAt('2025-03-06T10:00Z')).toEqual(['R21']);
    expect(P03.fires(refused(), '2025-03-06T10:00Z')).toBe('m');
  });

  it('S4-04 is watched and lists nobody: the state is not off-track', () => {
    const alone = aPractice({ mode: 'live', settings: onlyRules('P03') });
    expect(evaluate(alone, refused(), '2025-03-04T10:00Z').state).toBe('watch');
  });
});
