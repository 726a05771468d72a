import type { EvidenceFact, Exclusion } from '../evaluation.js';
import type { RecordVersion } from '../facts.js';
import type { Instant, RecordKind } from '../records.js';

export function excluded(id: string, says: string, facts: EvidenceFact[]): Exclusion {
  return { id, says, facts };
}

export function factOf<K extends RecordKind>(
  kind: K,
  row: RecordVersion<K>,
  effectiveAt: Instant | null,
  recordedAt: Instant | null,
  says: string,
): EvidenceFact {
  return { kind, id: row.id, source: row.source, effectiveAt, recordedAt, says };
}
