import { OutboxWatchQueries, type BrakeCounts, type Transaction } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { holdSending } from './sending-holds.js';

const LEAST = 50;
const SHARE = 0.2;

export interface Braking {
  /** New with this look: somebody must be told. */
  tripped: boolean;
  /** Nothing may be sent. */
  isHeld: boolean;
  isOff: boolean;
  would: number;
  limit: number;
}

/** How many messages in one local day are no accident: a fifth of the patients, at least fifty (O-15). */
export function brakeLimit({
  activePatients,
  releasedFor,
}: Pick<BrakeCounts, 'activePatients' | 'releasedFor'>): number {
  return Math.max(LEAST, Math.floor(SHARE * activePatients), releasedFor ?? 0);
}

/**
 * A source that suddenly says that nobody has an appointment would write to everybody. More than the limit in one local day, and
 * nothing leaves until a person has looked at it and releases it.
 */
export async function brake(tx: Transaction, practiceId: string, at: Instant): Promise<Braking> {
  const now = new Date(at);
  const counts = await new OutboxWatchQueries().brakeCounts(tx, practiceId, now);
  const limit = brakeLimit(counts);
  const would = counts.sentToday + counts.dueNow;
  if (would <= limit) return { tripped: false, isHeld: counts.isHeld, isOff: counts.isOff, would, limit };
  const { sentToday, dueNow, activePatients } = counts;
  const tripped = await holdSending(tx, practiceId, {
    reason: 'blast_radius',
    says: `${would} messages in one day are more than the ${limit} that are usual here. Nothing is sent until somebody has looked at it.`,
    numbers: { would, limit, sentToday, dueNow, activePatients },
    at: now,
  });
  return { tripped, isHeld: true, isOff: counts.isOff, would, limit };
}
