import { notYetDescribed, shippedFor } from './shipped.js';
import type { CareTemplates, ProgramTemplate, TierTemplate } from './template.js';

const tier = (id: string, name: string, specialty: TierTemplate['specialty']): TierTemplate => ({
  ...{ id, name, specialty, pattern: 'mid', names: [], includes: [], followUp: null, expectations: [] },
});
const program: ProgramTemplate = {
  ...{ id: 'six', name: 'Six months', specialty: 'PR', names: [], months: 6, leadsTo: 'after', expectations: [] },
};
const shipped: CareTemplates = {
  programs: [program],
  tiers: [tier('after', 'Continuation', 'PR'), tier('entry', 'Entry', 'MB'), tier('mid', 'Mid', 'MB')],
};
const none: CareTemplates = { programs: [], tiers: [] };
const idsOf = ({ programs, tiers }: CareTemplates) => [...programs, ...tiers].map(({ id }) => id).join(' ');

describe('S0-01 S4-19 what ships for a specialty', () => {
  it('is all of it, and of no other specialty', () => {
    expect(idsOf(shippedFor(shipped, ['MB', 'PT']))).toBe('entry mid');
    expect(idsOf(notYetDescribed(shipped, ['MB', 'PR'], none))).toBe('six after entry mid');
    expect(notYetDescribed(shipped, ['PT'], none)).toEqual(none);
  });

  it('is offered to a practice that writes its own as far as it has nothing of that id or name', () => {
    const own = { programs: [], tiers: [tier('entry', 'Bronze', 'MB'), tier('own', ' mid', 'MB')] };
    expect(idsOf(notYetDescribed(shipped, ['MB', 'PR'], own))).toBe('six after');
  });

  it('is no other than the tier of that name of another specialty', () => {
    const own = { programs: [], tiers: [tier('primary', 'Entry', 'DPC')] };
    expect(idsOf(notYetDescribed(shipped, ['MB'], own))).toBe('entry mid');
  });

  it('leads to the tier of that name which the practice has', () => {
    const own = { programs: [], tiers: [tier('ours', 'continuation', 'PR'), tier('other', 'Continuation', 'MB')] };
    const offered = notYetDescribed(shipped, ['PR'], own);
    expect([idsOf(offered), offered.programs[0]?.leadsTo]).toEqual(['six', 'ours']);
  });
});
