import { someTemplates } from '../../../test/care-answers.js';
import { newExpectation, newInclusion, newProgram, newTier, withIds, type Draft } from './templates.js';

describe('S4-19 ids of programs and tiers', () => {
  const tiers = (...names: string[]): Draft => {
    const draft: Draft = { programs: [], tiers: [] };
    for (const name of names) draft.tiers.push({ ...newTier('MB', draft.tiers), name });
    return draft;
  };
  const idsOf = (draft: Draft) => withIds(draft).tiers.map(({ id }) => id);

  it('S4-19 are made from the name, each its own, and such as the server takes', () => {
    expect(idsOf(tiers('Gold plus', 'gold – Plus!', 'Élan vital', '3 visits', '会員', ''))).toEqual([
      ...['gold_plus', 'gold_plus_2', 'elan_vital', 'tier_3_visits', 'tier', 'tier_2'],
    ]);
    const [long, longer] = idsOf(tiers('a'.repeat(39) + ' b', 'a'.repeat(39) + ' b'));
    expect(long).toBe('a'.repeat(39));
    expect(longer).toBe(`${'a'.repeat(38)}_2`);
    for (const id of idsOf(tiers('9'.repeat(120), 'x'.repeat(120)))) expect(id).toMatch(/^[a-z][a-z0-9_]{0,40}$/);
  });

  it('S4-19 stay when something saved is renamed, and are not taken by a new one of its former name', () => {
    const { programs, tiers: saved } = someTemplates();
    const renamed = saved.map((tier) => ({ ...tier, name: 'Platinum' }));
    const draft = { programs, tiers: [...renamed, { ...newTier('MB', renamed), name: 'Gold' }] };
    expect(idsOf(draft)).toEqual([saved[0]!.id, `${saved[0]!.id}_2`]);
    expect(withIds({ programs, tiers: saved })).toEqual({ programs, tiers: saved });
  });

  it('S0-01 a program that leads to a tier described beside it names the tier by its id', () => {
    const tier = { ...newTier('PR', []), name: 'After care', includes: [{ ...newInclusion([]), name: 'Visits' }] };
    const program = { ...newProgram('PR', []), name: 'Reset', leadsTo: tier.id };
    const expectations = [{ ...newExpectation([]), name: 'Monthly check-in' }];
    const ready = withIds({ programs: [{ ...program, expectations }], tiers: [tier] });
    expect(ready.programs[0]).toMatchObject({ id: 'reset', leadsTo: 'after_care' });
    expect(ready.programs[0]?.expectations[0]?.id).toBe('monthly_check_in');
    expect(ready.tiers[0]?.includes[0]?.id).toBe('visits');
  });
});
