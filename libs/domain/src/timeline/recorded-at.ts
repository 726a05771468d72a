import type { Instant, RecordData, RecordKind } from '../records.js';

/** The instant of its own by which a row without clocks was first known (Q02); kinds not named here were always known. */
const OWN_INSTANT: { [K in RecordKind]?: (data: RecordData[K]) => Instant | null } = {
  plan: (plan) => plan.startedAt,
  package: (bought) => bought.purchasedAt,
  membership: (membership) => membership.startedAt,
  program: (program) => program.startedAt,
  invoice: (invoice) => invoice.issuedAt,
  payment: (payment) => payment.at,
  consent: (consent) => consent.at,
  communication: (communication) => communication.at,
  score: (score) => score.takenAt,
};

/**
 * When a version of a record could first be known: the source's clock of this version, else of the record's making,
 * else the record's own instant. `null`: always known.
 */
export function recordedAtOf<K extends RecordKind>(
  kind: K,
  createdAt: Instant | null,
  updatedAt: Instant | null,
  data: RecordData[K],
): Instant | null {
  return updatedAt ?? createdAt ?? OWN_INSTANT[kind]?.(data) ?? null;
}
