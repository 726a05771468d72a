import { newId } from '../ids.js';
import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';

export interface PreferenceRow {
  intervalDays: number | null;
  line: string | null;
  interests: string[];
  by: string | null;
  at: string;
}

export interface PreferenceSaid {
  practiceId: string;
  personId: string;
  intervalDays: number | null;
  line: string | null;
  interests: string[];
}

/** As SQL of a person's id: what was said of any record that is this person, and holds; with an instant: what held then. */
const inForce = (person: string, asOf: string | null = null): string => `
  select w.* from patient_preference w
   where w.person_id in (select r.id from patient r where r.person_id = ${person})
     and ${asOf === null ? 'w.ended_at is null' : `w.at <= ${asOf} and coalesce(w.ended_at > ${asOf}, true)`}`;

/** As SQL: whether the person has this interest, or had it then. */
export const hasInterestSql = (person: string, interest: string, asOf: string | null = null): string =>
  `exists (select from (${inForce(person, asOf)}) w where ${interest} = any(w.interests))`;

/** What staff agreed with patients: their own interval, and what they are interested in (S1-06). */
export class PreferenceQueries {
  /** The newest that holds; null: nobody has said anything. */
  async of(tx: Transaction, personId: string): Promise<PreferenceRow | null> {
    const [row] = await tx.query<PreferenceRow[]>(
      `select w.interval_days as "intervalDays", w.line, w.interests, u.display_name as by, ${isoInstant('w.at')} as at
         from (${inForce('$1')}) w left join app_user u on u.id = w.by_user_id order by w.at desc, w.id desc limit 1`,
      [personId],
    );
    return row ?? null;
  }

  /** Ends what was said before, of whichever record of the person, and writes this; nothing at all is said by ending alone. */
  async say(tx: Transaction, said: PreferenceSaid, byUserId: string, at: Date): Promise<void> {
    const { practiceId, personId, intervalDays, line, interests } = said;
    await tx.query(
      `update patient_preference set ended_at = $3
        where practice_id = $1 and ended_at is null and person_id in (select id from patient where practice_id = $1 and person_id = $2)`,
      [practiceId, personId, at],
    );
    if (intervalDays === null && interests.length === 0) return;
    await tx.query(
      `insert into patient_preference (practice_id, id, person_id, interval_days, line, interests, by_user_id, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [practiceId, newId(), personId, intervalDays, line, interests, byUserId, at],
    );
  }
}
