import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose case it was when something happened to it. A merge moves the case to another person later; a closed week still has to
 * name whom it named. Filled by the table itself, so that nobody who writes an event can forget it.
 */
export class CaseEventPerson1764000620000 implements MigrationInterface {
  readonly name = 'CaseEventPerson1764000620000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table case_event add column person_id uuid');
    await runner.query('create index case_event_at on case_event (practice_id, at)');
    await runner.query(`create function case_event_person() returns trigger language plpgsql as $$
      begin
        if new.person_id is null then
          select c.person_id into new.person_id from off_track_case c where c.practice_id = new.practice_id and c.id = new.case_id;
        end if;
        return new;
      end $$`);
    await runner.query(
      'create trigger case_event_person before insert on case_event for each row execute function case_event_person()',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger case_event_person on case_event');
    await runner.query('drop function case_event_person()');
    await runner.query('drop index case_event_at');
    await runner.query('alter table case_event drop column person_id');
  }
}
