import { LONGEST_COOL_DOWN_DAYS, type HouseholdContact } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { householdSql } from './household-sql.js';
import { namedRows } from './named-rows.js';

const ms = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

/** What was last done with the households of people who have no case (E07, K17). */
export class CoolDownQueries {
  /** Of those whose household is in hand, or was spoken with or written to lately; who has a case that stands is not among them. */
  async of(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    now: Date,
  ): Promise<Map<string, HouseholdContact>> {
    if (personIds.length === 0) return new Map();
    const rows = await namedRows<[string, string | null, string | null]>(
      tx,
      'cool-downs',
      `select a.id, ${ms('greatest(t.at, m.at)')}, ${ms('l.until')}
         from unnest($2::uuid[]) as a (id)
         join patient p on p.practice_id = $1 and p.id = a.id
        cross join lateral (select ${householdSql('p')} as household offset 0) h
         left join lateral (select until from case_lease
                             where practice_id = $1 and household = h.household and claimed_at <= $3 and until > $3 offset 0) l on true
        cross join lateral (select max(recorded_at) as at from touchpoint
                             where practice_id = $1 and household = h.household and state = 'done' and is_conversation
                               and recorded_at between $3::timestamptz - $4::interval and $3) t
        cross join lateral (select max(accepted_at) as at from outbox_message
                             where practice_id = $1 and household = h.household and kind <> 'confirmation'
                               and accepted_at between $3::timestamptz - $4::interval and $3) m
        where (l.until is not null or t.at is not null or m.at is not null)
          and not exists (select from off_track_case c where c.practice_id = $1 and c.person_id = a.id and c.state <> 'closed')`,
      [practiceId, personIds, now, `${LONGEST_COOL_DOWN_DAYS + 2} days`],
    );
    return new Map(
      rows.map(([id, contactedAt, claimedUntil]) => [
        id,
        { contactedAt: instant(contactedAt), claimedUntil: instant(claimedUntil) },
      ]),
    );
  }
}

function instant(ms_: string | null): number | null {
  return ms_ === null ? null : Number(ms_);
}
