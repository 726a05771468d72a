import type { PersonFacts, PracticeFacts } from '../../libs/domain/src/facts.js';
import type { Instant } from '../../libs/domain/src/records.js';
import { exclusions, twins } from './plain/exclusions.js';
import { rules } from './plain/rules.js';
import { build } from './plain/world.js';

/**
 * The 33 rules read once more, plainly and slowly, sharing no code with libs/domain: dates by Temporal, everything filtered
 * anew for every question. What both say of random practices must be the same.
 */

const WATCH = ['R02', 'R16', 'R18', 'R25', 'R29'];
const SERVICE_TASKS = ['R13', 'R22', 'R27', 'R28', 'R31', 'R32'];

export interface PlainAnswer {
  state: string;
  findings: string[];
  excluded: string[];
  since: Instant | null;
}

/** A finding in one line; since when is decided for what makes a person off-track or watched, not for service tasks (Q84). */
export function saidOf({ rule, episode, since }: { rule: string; episode: string | null; since: Instant }): string {
  return `${rule} ${episode}${SERVICE_TASKS.includes(rule) ? '' : ` since ${new Date(since).toISOString()}`}`;
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
  if (findings.some(({ rule }) => !SERVICE_TASKS.includes(rule)) && twins(facts, world, others, T))
    return { state: 'excluded', findings: [], excluded: ['E10'], since: null };
  const off = findings.filter(({ rule }) => !WATCH.includes(rule) && !SERVICE_TASKS.includes(rule));
  const has = (rule: string) => findings.some((finding) => finding.rule === rule);
  let state = 'on_track';
  if (excluded.length > 0) state = 'excluded';
  else if (off.length > 0) state = 'off_track';
  else if (has('R18')) state = 'lapsed';
  else if (WATCH.some(has)) state = 'watch';
  else if (world.plans.length > 0 && world.plans.every(({ closed }) => closed) && !world.rows.some(({ live }) => live))
    state = 'done';
  return {
    state,
    findings: findings.map(saidOf).sort(),
    excluded,
    since: off.length > 0 ? Math.min(...off.map(({ since }) => since)) : null,
  };
}
