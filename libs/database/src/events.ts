import type { Transaction } from './database.js';

const CHANNEL = 'keepwell_events';

/** Ids and counts only: whoever listens asks for the rest, under row-level security. */
export interface PracticeEvent {
  practiceId: string;
  /** `run`, `worklist`. */
  type: string;
  [detail: string]: string | number | boolean | string[] | null;
}

/** Tells listening processes after the commit, and nobody when there is none. */
export async function tellPractice(tx: Transaction, event: PracticeEvent): Promise<void> {
  await tx.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(event)]);
}

/** A notification holds 8,000 bytes at most; past this the console reads its page anew. */
const MOST_IDS = 100;

/** Rows of the list changed, and the numbers beside it. Told when the transaction commits, and not at all if it does not. */
export async function tellWorklist(tx: Transaction, practiceId: string, changed: string[]): Promise<void> {
  if (changed.length === 0) return;
  await tellPractice(tx, {
    practiceId,
    type: 'worklist',
    changed: changed.length > MOST_IDS ? [] : changed,
    counts: true,
  });
}
