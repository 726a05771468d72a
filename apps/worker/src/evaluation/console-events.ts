import type { Transaction } from '@keepwell/database';

const CHANNEL = 'keepwell_events';
/** A notification holds 8,000 bytes at most; past this the console reads its page anew. */
const MOST_IDS = 100;

/** Told when the transaction commits, and not at all if it does not. Ids only. */
export async function tellConsole(tx: Transaction, practiceId: string, changed: string[]): Promise<void> {
  if (changed.length === 0) return;
  const event = { practiceId, type: 'worklist', changed: changed.length > MOST_IDS ? [] : changed, counts: true };
  await tx.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(event)]);
}
