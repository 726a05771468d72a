import type { Decided, EvidenceFact, Finding } from '../evaluation.js';
import type { Instant, RecordKind } from '../records.js';
import { knownAt } from '../timeline/own-records.js';
import type { Timeline } from '../timeline/timeline.js';
import type { Seen } from '../timeline/versions.js';
import { moreTelling, type Rule, type RuleAnswer, type Silence } from './rule.js';
import { silent, Untold } from './untold.js';

/** What the rules share that rest on a record of another kind than an appointment: a recall, a membership, a score. */

export function recordFact<K extends RecordKind>(
  kind: K,
  seen: Seen<K>,
  effectiveAt: Instant | null,
  says: string,
): EvidenceFact {
  const { id, source } = seen.row;
  return { kind, id, source, effectiveAt, recordedAt: knownAt(seen), says };
}

type Said = Pick<Finding, 'episode' | 'since' | 'reason' | 'facts' | 'checked' | 'clearsWhen' | 'parameters'>;
type Where = Partial<Pick<Finding, 'class' | 'service' | 'locationId' | 'practitionerId'>>;

/** Where nothing else is said it belongs to the patient's own location and practitioner. */
export function recordFinding(rule: Rule, { patient }: Timeline, parts: Said & Where): Finding {
  return {
    rule: rule.id,
    name: rule.name,
    version: rule.version,
    kind: rule.kind,
    class: rule.class,
    service: null,
    locationId: patient.locationId,
    practitionerId: patient.practitionerId,
    ...parts,
  };
}

/** Asks about each of a person's records; the rule is silent when all of them are. */
export function askEach<Item>(
  items: readonly Item[],
  none: string,
  ask: (item: Item) => Decided | Silence,
): RuleAnswer {
  const findings: Decided[] = [];
  let telling: Silence | null = null;
  for (const item of items) {
    const answer = ask(item);
    if (answer instanceof Untold || 'because' in answer) telling = moreTelling(telling, answer);
    else findings.push(answer);
  }
  if (findings.length > 0) return { findings, silence: null };
  return silent(telling ?? { because: 'no_data', says: none });
}

/** One finding or none. */
export function askOnce(answer: Decided | Silence): RuleAnswer {
  return 'because' in answer ? silent(answer) : { findings: [answer], silence: null };
}
