import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Marks are found by their person alone. Of a table that is empty most of the time PostgreSQL cannot know which of two indexes leads to a row and
 * which reads the practice, and a mark that is made anew costs a new entry in each.
 */
export class MarksByPerson1767000050000 implements MigrationInterface {
  readonly name = 'MarksByPerson1767000050000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index changed_patient_oldest');
    // Believing that there is one row at most, PostgreSQL would collect all of them by bitmap, and sort them, before it takes the first few.
    await runner.query(
      `create function marks_after(practice uuid, after uuid, most integer) returns table (marked uuid, mark text)
         language plpgsql stable set enable_bitmapscan = off as $$
       begin
         return query select c.person_id, c.xmin::text from changed_patient c
           where c.practice_id = practice and c.person_id > after order by c.person_id limit most;
       end $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function marks_after(uuid, uuid, integer)');
    await runner.query('create index changed_patient_oldest on changed_patient (practice_id, since, person_id)');
  }
}
