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
    return tx.query<FoundPatient[]>(
      `select n.person_id as "personId", n.given_name as "givenName", n.family_name as "familyName", n.birth_date::text as "birthDate", n.phone,
              (select json_agg(s.source_id order by s.id <> n.id, s.source_id) from patient s where s.person_id = n.id and s.gone_at is null) as "sourceIds"
         from patient n
        where n.id = n.person_id and n.id in (
          select r.person_id from patient r
           where r.gone_at is null
             and (lower(concat_ws(' ', r.given_name, r.family_name, r.source_id)) like all ($1::text[])
                  or ($2::text is not null and regexp_replace(r.phone, '\\D', '', 'g') like $2)))
        order by lower(concat_ws(' ', n.family_name, n.given_name)), n.id
        limit $3`,
      [words.map((word) => `%${escapeLike(word)}%`), digits === null ? null : `%${digits}%`, limit],
    );
  }
}
