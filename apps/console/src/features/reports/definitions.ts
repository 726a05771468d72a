import { METRIC_DICTIONARY } from '@keepwell/domain';

type Definition = (typeof METRIC_DICTIONARY)[number];

const byId = new Map(METRIC_DICTIONARY.map((definition) => [definition.id, definition]));

/** What a number means, in the words of docs/metrics.md; null for one that a newer server knows and this page does not yet. */
export const definitionOf = (metric: string): Definition | null => byId.get(metric) ?? null;
