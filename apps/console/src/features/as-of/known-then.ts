import type { Evaluation, TimelineEntry } from '../../api.types.js';

type Version = TimelineEntry['versions'][number];

const wasKnown = (recordedAt: string | null, asOf: number) => recordedAt === null || Date.parse(recordedAt) <= asOf;

/**
 * The facts that were known by a moment, each as it stood then: a record that changed later with its version of then, one that came
 * later not at all. What an earlier version said besides its status and its time is not kept with the timeline, so it is left out.
 */
export function knownThen(entries: TimelineEntry[], asOf: string, evaluation: Evaluation | null): TimelineEntry[] {
  const at = Date.parse(asOf);
  const evidence = evidenceOf(evaluation);
  return entries
    .flatMap((entry) => {
      const evidenceFor = evidence.get(`${entry.connectionId} ${entry.kind} ${entry.sourceId}`) ?? [];
      const earlier = entry.versions.filter(({ recordedAt }) => wasKnown(recordedAt, at));
      if (wasKnown(entry.recordedAt, at)) return [{ ...entry, versions: earlier, evidenceFor }];
      const [then, ...before] = earlier;
      return then === undefined ? [] : [{ ...asItStood(entry, then), versions: before, evidenceFor }];
    })
    .sort((one, other) => (other.effectiveAt ?? '').localeCompare(one.effectiveAt ?? ''));
}

const asItStood = (entry: TimelineEntry, { recordedAt, status, startsAt }: Version): TimelineEntry => ({
  ...entry,
  ...{ recordedAt, status, detail: null, deleted: false },
  effectiveAt: startsAt ?? entry.effectiveAt,
});

/** Which rules rested on which record then. */
function evidenceOf(evaluation: Evaluation | null): Map<string, string[]> {
  const rules = new Map<string, string[]>();
  for (const { rule, facts } of evaluation?.findings ?? []) {
    for (const { source, kind, id } of facts) {
      const key = `${source} ${kind} ${id}`;
      const known = rules.get(key) ?? [];
      if (!known.includes(rule)) rules.set(key, [...known, rule]);
    }
  }
  return rules;
}
