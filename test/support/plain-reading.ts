import type { PersonFacts, PracticeFacts } from '../../libs/domain/src/facts.js';
import type { Instant } from '../../libs/domain/src/records.js';
import { exclusions, twins } from './plain/exclusions.js';
import { rules } from './plain/rules.js';
import { build } from './plain/world.js';

/**
 * The rules read once more, plainly and slowly, sharing no code with libs/domain: dates by Temporal, everything filtered
 * anew for every question. What both say of random practices must be the same.
 */

export interface PlainAnswer {
  state: string;
  findings: string[];
  excluded: string[];
  since: Instant | null;
}

export function readPlainly(
  facts: PracticeFacts,
  person: PersonFacts,
  others: PersonFacts[],
  medians: Record<string, number>,
  T: Instant,
): PlainAnswer {
  const world = build(facts, person, T, medians);
  const excluded = exclusions(facts, world, others, T);
  const findings = excluded.length > 0 ? [] : rules(world, T);
  if (findings.length > 0 && twins(facts, world, others, T))
    return { state: 'excluded', findings: [], excluded: ['E10'], since: null };
  const off = findings.filter(({ rule }) => !['R02', 'R18'].includes(rule));
  const has = (rule: string) => findings.some((finding) => finding.rule === rule);
  let state = 'on_track';
  if (excluded.length > 0) state = 'excluded';
  else if (off.length > 0) state = 'off_track';
  else if (has('R18')) state = 'lapsed';
  else if (has('R02')) state = 'watch';
  else if (world.plans.length > 0 && world.plans.every(({ closed }) => closed) && !world.rows.some(({ live }) => live))
    state = 'done';
  return {
    state,
    findings: findings.map(({ rule, episode }) => `${rule} ${episode}`).sort(),
    excluded,
    since: off.length > 0 ? Math.min(...off.map(({ since }) => since)) : null,
  };
}
