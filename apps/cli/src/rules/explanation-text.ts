import { PracticeDates, STATE_WORDS } from '../audit/wording.js';
import type { Explained } from './explain.js';
import type { ListThen } from './stored-practice.js';

/** Why, and why not, for a person at a terminal. */
export function printExplanation({ timezone, evaluation, restsOn = [] }: Explained): string {
  const dates = new PracticeDates(timezone);
  const when = (instant: string | null) => (instant === null ? 'always' : dates.at(instant));
  const lines = [
    `Patient ${evaluation.personId} as of ${when(evaluation.asOf)} (${timezone}): ${STATE_WORDS[evaluation.state].label}`,
  ];
  for (const { id, says, facts } of evaluation.exclusions) {
    lines.push('', `Left out by ${id}: ${says}`, ...facts.map((fact) => `  ${fact.says} (${fact.kind} ${fact.id})`));
  }
  for (const finding of evaluation.findings) {
    lines.push(
      '',
      `${finding.rule} ${finding.name} (${finding.class}) since ${when(finding.since)}`,
      `  ${finding.reason}`,
    );
    for (const fact of finding.facts) {
      lines.push(
        `  - ${fact.says} (${fact.kind} ${fact.id}; happened ${when(fact.effectiveAt)}; known ${when(fact.recordedAt)})`,
      );
    }
    lines.push(...finding.checked.map((line) => `  - ${line}`));
    const used = Object.entries(finding.parameters).map(([key, value]) => `${key} ${value}`);
    lines.push(`  Clears when: ${finding.clearsWhen}`, ...(used.length > 0 ? [`  With: ${used.join(', ')}`] : []));
  }
  lines.push('', 'Rule by rule');
  for (const { rule, fires, says, nextChangeAt } of evaluation.verdicts) {
    const next = nextChangeAt === null ? '' : ` May change by itself ${when(nextChangeAt)}.`;
    lines.push(`  ${rule} ${fires ? 'fires' : 'does not fire'}: ${says}${next}`);
  }
  if (evaluation.nextChangeAt !== null) {
    lines.push('', `Without any news this answer holds until ${when(evaluation.nextChangeAt)}.`);
  }
  if (restsOn.length > 0) lines.push('', 'This answer rests on', ...restsOn.map((says) => `  ${says}`));
  return `${lines.join('\n')}\n`;
}

/** A past list at a terminal, in the order of then. */
export function printListThen({ asOf, timezone, tab, items }: ListThen): string {
  const when = new PracticeDates(timezone).at(asOf);
  const shown = items.length === 1 ? '1 patient' : `${items.length} patients`;
  const lines = [`The list as of ${when} (${timezone}), tab ${tab}: ${shown}`];
  for (const [i, { patientName, sourceIds, state, class: urgency, rules, reason }] of items.entries()) {
    const ids = sourceIds.map(({ id }) => id).join(', ');
    const named = rules.map(({ rule }) => rule).join(' ');
    lines.push('', `${i + 1}. ${patientName} (${ids}): ${urgency}, ${state}, ${named}`, `   ${reason}`);
  }
  return `${lines.join('\n')}\n`;
}
