/** A patient record and the one it says it was merged into. */
export interface MergeNode {
  sourceId: string;
  mergedInto: string | null;
  /** Deleted there: nobody can be merged into it. */
  isGone: boolean;
}

/**
 * Follows `merged_into` to the end, for every record. A loop or an unknown target on the way means not merged
 * (rules-decisions Q36); such a record survives itself.
 */
export function survivors(nodes: readonly MergeNode[]): Map<string, string> {
  const targets = new Map(
    nodes.filter(({ isGone }) => !isGone).map(({ sourceId, mergedInto }) => [sourceId, mergedInto]),
  );
  const result = new Map<string, string>();
  for (const { sourceId } of nodes) result.set(sourceId, survivorOf(sourceId, targets));
  return result;
}

function survivorOf(sourceId: string, targets: ReadonlyMap<string, string | null>): string {
  const passed = new Set([sourceId]);
  let current = sourceId;
  for (;;) {
    const target = targets.get(current) ?? null;
    if (target === null) return current;
    if (passed.has(target) || !targets.has(target)) return sourceId;
    passed.add(target);
    current = target;
  }
}
