import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';

/** What of a practice rests until an instant, and what has come. All by index: a practice with nothing resting costs a look. */
export class WakeQueries {
  /** Persons whose case comes back now, by why it rested; a talk that was promised for now counts as its own reason. */
  async due(tx: Transaction, at: Date, limit: number): Promise<{ personId: string; because: string }[]> {
    return tx.query(
      `select person_id as "personId", coalesce(wake_because, 'date') as because from off_track_case
        where wake_at <= $1 and state in ('in_outreach', 'snoozed')
       union
       select c.person_id, 'call_back' from touchpoint t join off_track_case c on c.id = t.case_id
        where t.state = 'planned' and t.planned_for <= $1 and c.state in ('in_outreach', 'snoozed') and coalesce(c.wake_at > $1, true)
       order by 1 limit $2`,
      [at, limit],
    );
  }

  /** Snoozes whose day has come though their case no longer waits for it: booked meanwhile, closed meanwhile. */
  async endPast(tx: Transaction, at: Date): Promise<void> {
    await tx.query(`update snooze set ended_at = $1, ended_because = 'date' where until <= $1 and ended_at is null`, [
      at,
    ]);
  }

  /** Ends what held until now (E14). Answers whom it held for: they are asked about again. */
  async endStops(tx: Transaction, at: Date): Promise<string[]> {
    const rows = await tx.query<{ personId: string }[]>(
      `with ended as (update contact_stop set lifted_at = $1 where until <= $1 and lifted_at is null returning person_id)
       select coalesce(p.person_id, e.person_id) as "personId" from ended e left join patient p on p.id = e.person_id`,
      [at],
    );
    return [...new Set(rows.map(({ personId }) => personId))];
  }

  /** When something rests until next, in ISO 8601; null: nothing does. */
  async next(tx: Transaction, at: Date): Promise<string | null> {
    const [row] = await tx.query<{ at: string | null }[]>(
      `select ${isoInstant('min(at)')} as at from (
         select min(wake_at) as at from off_track_case where wake_at is not null and state in ('in_outreach', 'snoozed')
         union all select min(until) from snooze where ended_at is null
         union all select min(until) from contact_stop where lifted_at is null
         union all select min(planned_for) from touchpoint where state = 'planned' and planned_for > $1
         union all select min(until) from case_lease) w`,
      [at],
    );
    return row?.at ?? null;
  }
}
