import { byWeight } from './ask-rules.js';
import type { Decided } from './evaluation.js';
import type { PreparedPractice } from './prepared-practice.js';
import { isThere, MISSED_VISIT } from './rules/needs.js';
import { isVisitMissed } from './rules/visits/episode-rules.js';
import type { AsOf } from './timeline/as-of.js';
import type { Timeline } from './timeline/timeline.js';

export interface RuleDecisions {
  findings: readonly Decided[];
  shadow: readonly Decided[];
}

const NOTHING: readonly Decided[] = [];

/**
 * `askRules` without a word: the same rules asked in the same order, for a moment that does not tell. `asOf` learns when any of the
 * answers can next change; of each rule by itself that is not kept, nor why it is silent.
 */
export function decideRules(
  practice: PreparedPractice,
  timeline: Timeline,
  asOf: AsOf,
  isBehind = false,
): RuleDecisions {
  const { asked, lapsed } = practice.rulesInUse ?? practice.rulesInUseAt(timeline.source, timeline.patient.locationId);
  const lapse = lapsed === null ? null : lapsed.find(timeline, asOf, NOTHING);
  const isLapsed = lapse !== null && lapse.findings.length > 0;
  const mayMiss = !isLapsed && isVisitMissed(timeline, asOf);
  const present = mayMiss ? timeline.present | MISSED_VISIT : timeline.present;
  let findings: Decided[] | null = null;
  let shadow: Decided[] | null = null;
  for (let index = 0; index < asked.length; index += 1) {
    const prepared = asked[index]!;
    if (!isThere(present, prepared.needs)) continue;
    if (isBehind && prepared.rule.restsOnEvents === undefined) continue;
    if (isLapsed && prepared.isSilentWhenLapsed) continue;
    const found =
      lapse !== null && prepared === lapsed
        ? lapse.findings
        : prepared.find(timeline, asOf, findings ?? NOTHING).findings;
    if (found.length === 0) continue;
    if (prepared.mode === 'shadow') shadow = added(shadow, found);
    else findings = added(findings, found);
  }
  return { findings: inOrder(findings), shadow: inOrder(shadow) };
}

function added(all: Decided[] | null, found: readonly Decided[]): Decided[] {
  const into = all ?? [];
  for (let index = 0; index < found.length; index += 1) into.push(found[index]!);
  return into;
}

/** A handful at most, and mostly in order. */
function inOrder(found: Decided[] | null): readonly Decided[] {
  if (found === null) return NOTHING;
  for (let index = 1; index < found.length; index += 1) {
    const each = found[index]!;
    let place = index;
    while (place > 0 && byWeight(found[place - 1]!, each) > 0) {
      found[place] = found[place - 1]!;
      place -= 1;
    }
    found[place] = each;
  }
  return found;
}
