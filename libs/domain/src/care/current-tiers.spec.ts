import { aPerson, at } from '../testing/a-person.js';
import { aPractice } from '../testing/a-practice.js';
import { AsOf } from '../timeline/as-of.js';
import { timelineOf } from '../timeline/timeline.js';
import { careCard } from './care-card.js';
import { currentTiers, type MembershipNow } from './current-tiers.js';
import type { CareTemplates, TierTemplate } from './template.js';

const tier = (id: string, name: string, changes: Partial<TierTemplate> = {}): TierTemplate => ({
  ...{ id, name, specialty: 'MB', pattern: 'mid', names: [], includes: [], followUp: null, expectations: [] },
  ...changes,
});
const care: CareTemplates = {
  programs: [],
  tiers: [tier('gold', 'Gold', { names: ['Gold plus'] }), tier('top', 'Top', { pattern: 'high_touch' })],
};
const NOW = '2025-03-01T12:00Z';
const a = (changes: Partial<MembershipNow>): MembershipNow => ({
  ...{ tier: 'gold', name: null, status: 'active', specialty: null, startedAt: at('2025-01-01'), endsAt: null },
  ...changes,
});
const namesOf = (...memberships: MembershipNow[]) => currentTiers(care, memberships, at(NOW)).map(({ name }) => name);

describe('the tiers somebody belongs to', () => {
  it('S4-10 are those of the practice, by whatever name the source has for them, and else the source’s own word', () => {
    expect(currentTiers(care, [a({ tier: 'GOLD PLUS' }), a({ tier: 'Harbour club' })], at(NOW))).toEqual([
      { name: 'Gold', pattern: 'mid' },
      { name: 'Harbour club', pattern: null },
    ]);
    expect(namesOf(a({ tier: null, name: 'top' }), a({ tier: 'gold' }), a({ tier: 'Gold plus' }))).toEqual([
      'Top',
      'Gold',
    ]);
    expect(namesOf(a({ tier: null, name: null }), a({ tier: ' ' }))).toEqual([]);
  });

  it.each([
    ['is active', {}],
    ['has begun by nobody’s word', { startedAt: null }],
    ['begins later', { startedAt: at('2025-03-02') }],
    ['is paused', { status: 'paused' as const }],
    ['was cancelled', { status: 'cancelled' as const }],
    ['was cancelled and runs on', { status: 'cancelled' as const, endsAt: at('2025-04-01') }],
    ['is active and past its end', { endsAt: at('2025-02-01') }],
    ['ends at this instant', { endsAt: at(NOW) }],
    ['has expired', { status: 'expired' as const }],
  ])('S4-10 agree with the patient’s own card where a membership %s', (_, changes) => {
    const moment = new AsOf(at(NOW));
    const person = aPerson().with('membership', { id: 'm', ...a(changes) });
    const timeline = timelineOf(person.facts, aPractice({ mode: 'live', care }).viewAt(moment), moment);
    const onCard = timeline === null ? [] : careCard(timeline, moment).memberships.map((each) => each.tier?.name);
    expect(namesOf(a(changes))).toEqual(onCard);
  });
});
