import type { Database } from '../database.js';
import { PracticeQueries } from './practices.queries.js';

/**
 * Gives back what a process that died was working on, instead of waiting for its leases to run out. Only for a database that
 * nobody else works with: the embedded one, whose folder has one owner.
 */
export async function releaseLeftWork(database: Database): Promise<{ jobs: number; streams: number }> {
  const { jobs, practices } = await database.asDispatcher(async (tx) => {
    const released = await tx.query<{ released: number }[]>(
      `with released as (
         update job set state = 'waiting', lease_holder = null, lease_until = null, due_at = least(due_at, clock_timestamp())
          where state = 'running' returning id)
       select count(*)::int as released from released`,
    );
    return { jobs: released[0]?.released ?? 0, practices: await new PracticeQueries().ids(tx) };
  });
  let streams = 0;
  for (const practiceId of practices) {
    const released = await database.inPractice(practiceId, (tx) =>
      tx.query<{ released: number }[]>(
        `with released as (
           update stream_state set lease_holder = null, lease_until = null where lease_until is not null returning stream)
         select count(*)::int as released from released`,
      ),
    );
    streams += released[0]?.released ?? 0;
  }
  return { jobs, streams };
}
