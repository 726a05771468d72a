import type { Rule } from '../../api.rules.types.js';

/** The rule pack in the parts a clinic thinks in. */
export interface RuleGroup {
  group: string;
  label: string;
  means: string;
  rules: readonly string[];
}

export const GROUPS: readonly RuleGroup[] = [
  {
    group: 'visits',
    label: 'Visits',
    means: 'The next visit is not booked, or the patient comes less often than they used to.',
    rules: ['R01', 'R02', 'R03', 'R04', 'R09', 'R10', 'R18', 'R34'],
  },
  {
    group: 'losses',
    label: 'Lost bookings',
    means: 'A booking was cancelled or missed, and nothing took its place.',
    rules: ['R05', 'R06', 'R07', 'R08', 'R15'],
  },
  {
    group: 'plans',
    label: 'Plans and packages',
    means: 'A plan of care, a package or a consult was begun and is not carried on.',
    rules: ['R11', 'R12', 'R13', 'R14', 'R20'],
  },
  {
    group: 'recalls',
    label: 'Recalls',
    means: 'A recall falls due or is overdue, or a treatment wears off.',
    rules: ['R16', 'R17', 'R19'],
  },
  {
    group: 'memberships',
    label: 'Memberships',
    means: 'A payment failed, a card runs out, or a member is about to leave.',
    rules: ['R21', 'R22', 'R23', 'R24', 'R25'],
  },
  {
    group: 'programs',
    label: 'Programs',
    means: 'A touchpoint of a program is missing, or its end comes near without a talk.',
    rules: ['R26', 'R27', 'R29'],
  },
  {
    group: 'care',
    label: 'Care',
    means: 'Somebody waits for an answer, was unhappy, makes no progress, or loses their practitioner.',
    rules: ['R28', 'R30', 'R31', 'R32', 'R33'],
  },
];

const OWN: Omit<RuleGroup, 'rules'> = {
  group: 'own',
  label: 'Practice rules',
  means: 'Outside the pack: off until the practice switches them on.',
};

/** The given rules under their groups, in the order of the pack; groups without a rule are left out. */
export function inGroups<T extends Pick<Rule, 'rule'>>(
  rules: readonly T[],
): (Omit<RuleGroup, 'rules'> & { rules: T[] })[] {
  const known = new Set(GROUPS.flatMap((each) => each.rules));
  return [
    ...GROUPS.map((group) => ({ ...group, rules: rules.filter(({ rule }) => group.rules.includes(rule)) })),
    { ...OWN, rules: rules.filter(({ rule }) => !known.has(rule)) },
  ].filter((group) => group.rules.length > 0);
}
