import type { Transaction } from '../database.js';

/**
 * Marks persons as owed an evaluation. A mark that is there already is written anew: an evaluation under way takes back
 * only the marks it saw before it read the facts.
 */
const marking = (persons: string): string => `
  insert into changed_patient (practice_id, person_id, since) select $1, person_id, clock_timestamp() from (${persons}) p
  on conflict (practice_id, person_id) do update set since = excluded.since`;

const MARK_PERSONS = marking('select distinct unnest($2::uuid[]) as person_id order by 1');
const MARK_EVERYONE = marking(`select person_id from patient where practice_id = $1
  union select person_id from evaluation where practice_id = $1 order by 1`);
const MARK_LINES = marking(`select person_id from evaluation
  where practice_id = $1 and median_lines <> '{}' and median_lines && $2::text[] order by 1`);
const MARK_SOURCES = marking(`select distinct person_id from patient
  where practice_id = $1 and connection_id = any($2::uuid[]) order by 1`);
const MARK_HOUSEHOLD = marking(`select $2::uuid as person_id
  union select o.person_id from patient me join patient o on o.practice_id = $1 and o.household_id = me.household_id and o.connection_id = me.connection_id
   where me.practice_id = $1 and me.id = $2 and btrim(me.household_id) <> '' and o.person_id = o.id and o.gone_at is null order by 1`);
const MARK_WARMED = marking(`select person_id from evaluation e where e.practice_id = $1 and e.warm_up order by 1`);

export class MarkQueries {
  async persons(tx: Transaction, practiceId: string, personIds: string[]): Promise<void> {
    if (personIds.length > 0) await tx.query(MARK_PERSONS, [practiceId, personIds]);
  }

  /**
   * As if nothing had been said of them: their cases are looked at though the answer is the same as before. Whoever changes a case as well calls
   * `forget` before that and `persons` after it, in the order in which an evaluation writes: answers, the numbers beside the list, marks.
   */
  async anew(tx: Transaction, practiceId: string, personIds: string[]): Promise<void> {
    if (personIds.length === 0) return;
    await this.forget(tx, practiceId, personIds);
    await this.persons(tx, practiceId, personIds);
  }

  /** A person and whoever shares their account: what was said to one of them holds back the others' cases as well (E07, K17). */
  async household(tx: Transaction, practiceId: string, personId: string): Promise<void> {
    await tx.query(MARK_HOUSEHOLD, [practiceId, personId]);
  }

  /** Whatever is answered next differs from what is stored. Locked in the order in which an evaluation writes answers. */
  async forget(tx: Transaction, practiceId: string, personIds: string[]): Promise<void> {
    await tx.query(
      `with asked as materialized (
         select person_id from evaluation where practice_id = $1 and person_id = any($2::uuid[]) order by person_id for update)
       update evaluation e set hash = '' from asked where e.practice_id = $1 and e.person_id = asked.person_id`,
      [practiceId, personIds],
    );
  }

  /** Something that every answer looks at changed. */
  async everyone(tx: Transaction, practiceId: string): Promise<void> {
    await tx.query(MARK_EVERYONE, [practiceId]);
  }

  /** Whose answer rests on the median of one of these service lines. */
  async restingOnLines(tx: Transaction, practiceId: string, lines: string[]): Promise<void> {
    if (lines.length > 0) await tx.query(MARK_LINES, [practiceId, lines]);
  }

  /** Who has records from one of these connections. */
  async ofSources(tx: Transaction, practiceId: string, connectionIds: string[]): Promise<void> {
    if (connectionIds.length > 0) await tx.query(MARK_SOURCES, [practiceId, connectionIds]);
  }

  /** Who was asked about silently, while a source was being read for the first time. */
  async askedInWarmUp(tx: Transaction, practiceId: string): Promise<void> {
    await tx.query(MARK_WARMED, [practiceId]);
  }
}
