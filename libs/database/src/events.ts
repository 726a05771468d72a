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
