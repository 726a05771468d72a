import type { Transaction } from '../database.js';
import { escapeLike } from './search-text.js';

export interface FoundPatient {
  personId: string;
  givenName: string | null;
  familyName: string | null;
  birthDate: string | null;
  phone: string | null;
  /** As each source calls them. */
  sourceIds: string[];
}

const byName = (row: string) => `lower(concat_ws(' ', ${row}.family_name, ${row}.given_name))`;

/** `$1`: words; `$2`: digits, or null. */
const IS_MEANT = `r.gone_at is null
  and (lower(concat_ws(' ', r.given_name, r.family_name, r.source_id)) like all ($1::text[])
       or ($2::text is not null and regexp_replace(r.phone, '\\D', '', 'g') like $2))`;

/** Looks for a person among all that are known, listed or not. */
export class PatientSearchQueries {
  /**
   * Whose names hold every word, who is called so by a source, or whose number holds these digits (null: no number was typed).
   * By name, at most `limit`. A person known by several records is found by any of them and named once.
   */
  async find(
    tx: Transaction,
    { words, digits, limit }: { words: string[]; digits: string | null; limit: number },
  ): Promise<FoundPatient[]> {
    // Most persons are one record, which is all that is looked at of them: half of a large practice may be meant by a short word.
    // Under row-level security no index over letters may be used, for LIKE is not leakproof: the practice is looked through.
    return tx.query<FoundPatient[]>(
      `with merged as materialized (
         select distinct r.person_id from patient r where r.id <> r.person_id and ${IS_MEANT}
       ), found as (
         (select r.id, ${byName('r')} as name from patient r
           where r.id = r.person_id and ${IS_MEANT} order by 2, 1 limit $3)
         union
         (select n.id, ${byName('n')} from merged join patient n on n.id = merged.person_id order by 2, 1 limit $3)
         order by 2, 1 limit $3
       )
       select n.person_id as "personId", n.given_name as "givenName", n.family_name as "familyName", n.birth_date::text as "birthDate", n.phone,
              (select json_agg(s.source_id order by s.id <> n.id, s.source_id) from patient s where s.person_id = n.id and s.gone_at is null) as "sourceIds"
         from found join patient n on n.id = found.id
        where n.id = n.person_id
        order by found.name, n.id`,
      [words.map((word) => `%${escapeLike(word)}%`), digits === null ? null : `%${digits}%`, limit],
    );
  }
}
