import type { DraftMove, DraftPersonRow } from '@keepwell/database';
import type { CaseSnapshot, Finding, PersonEvaluation, RuleClass } from '@keepwell/domain';
import type { Outlook } from '../evaluation/case-outlook.js';

/** Where somebody is listed; null: nowhere. */
export type ListName = 'off_track' | 'at_risk' | 'lapsed';

/** One person under one set of rules: what the answer says, and the list it puts them on. */
export interface Listing {
  evaluation: PersonEvaluation;
  /** The case that people would see; null: none. */
  shown: CaseSnapshot | null;
  list: ListName | null;
}

const CLASSES: readonly RuleClass[] = ['S1', 'S2', 'S3', 'S4'];
/** Rows without a case come in the order of theirs: class first, then the newest. */
const CLASS_STEP = 1e14;
const IN_SIGHT: ReadonlySet<CaseSnapshot['state']> = new Set(['open', 'in_outreach', 'snoozed']);

/** `isHidden`: out of sight by an experiment (E11); whoever is, is on no list that people see. */
export function listingOf({ each, before, change }: Outlook, isHidden: boolean): Listing {
  const { evaluation } = each;
  const snapshot = change.row ?? before?.snapshot ?? null;
  const shown = snapshot !== null && IN_SIGHT.has(snapshot.state) && !isHidden ? snapshot : null;
  return { evaluation, shown, list: shown === null ? listWithoutCase(evaluation) : 'off_track' };
}

function listWithoutCase({ state }: PersonEvaluation): ListName | null {
  if (state === 'watch') return 'at_risk';
  return state === 'lapsed' ? 'lapsed' : null;
}

/** What a draft changes for one person; null: nothing that a list shows. */
export function draftDifference(now: Listing, then: Listing): DraftPersonRow | null {
  const move = moveOf(now, then);
  if (move === null) return null;
  const isGoing = then.list === null || move === 'leaves';
  const row = rowOf(isGoing ? now : then);
  return {
    ...row,
    ...{ personId: now.evaluation.personId, move, fromList: now.list, toList: then.list },
    silence: isGoing ? silenceOf(row.rule, then.evaluation) : null,
  };
}

function moveOf(now: Listing, then: Listing): DraftMove | null {
  if (now.list !== then.list) {
    if (then.list === 'off_track') return 'enters';
    return now.list === 'off_track' ? 'leaves' : 'elsewhere';
  }
  if (now.shown === null || then.shown === null) return null;
  const face = ({ class: urgency, rules, reason }: CaseSnapshot) => [urgency, ...rules, reason].join('\n');
  return face(now.shown) === face(then.shown) ? null : 'changes';
}

type Row = Pick<DraftPersonRow, 'rule' | 'class' | 'rules' | 'reason' | 'since' | 'sortPriority'>;

/** Why somebody is on this list: as their case shows it, else as their strongest finding does. */
function rowOf({ evaluation, shown }: Listing): Row {
  const lead = leadOf(evaluation);
  const rules = shown?.rules ?? [...new Set(evaluation.findings.map(({ rule }) => rule))];
  const urgency = shown?.class ?? lead?.class ?? null;
  const since = lead?.since ?? shown?.since ?? null;
  return {
    rule: lead?.rule ?? rules[0] ?? '',
    class: urgency,
    rules,
    reason: shown?.reason ?? lead?.reason ?? '',
    since,
    sortPriority: shown?.sortPriority ?? withoutCase(urgency, since),
  };
}

/** The strongest reason that counts as off-track, else the strongest. */
function leadOf({ findings }: PersonEvaluation): Finding | null {
  return findings.find(({ kind }) => kind === 'O') ?? findings[0] ?? null;
}

function withoutCase(urgency: RuleClass | null, since: number | null): number {
  const place = urgency === null ? CLASSES.length : CLASSES.indexOf(urgency);
  return (place + 1) * CLASS_STEP - (since ?? 0);
}

/** What the rule says then; an exclusion speaks for all. */
function silenceOf(rule: string, { verdicts }: PersonEvaluation): string | null {
  return verdicts.find((verdict) => verdict.rule === rule)?.says ?? null;
}
