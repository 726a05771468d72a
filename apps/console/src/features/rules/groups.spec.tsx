import { RULES } from '@keepwell/domain';
import { GROUPS, inGroups } from './groups.js';

describe('the rule pack in groups', () => {
  it('has every rule of the catalogue in one group', () => {
    const grouped = GROUPS.flatMap(({ rules }) => rules);
    expect(grouped.toSorted()).toEqual(
      RULES.map(({ id }) => id)
        .filter((id) => id.startsWith('R'))
        .toSorted(),
    );
  });

  it('shows no group without a rule', () => {
    expect(inGroups([{ rule: 'R21' }]).map(({ label }) => label)).toEqual(['Memberships']);
  });
});
