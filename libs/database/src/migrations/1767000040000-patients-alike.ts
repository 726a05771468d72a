import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What tells that two records may be of one person (Q42), worked out when a record is written and found by index: among a million patients forty
 * share each birth date, and comparing the names and numbers of all of them cost more than all the rest of an evaluation. Plain columns, because
 * under row-level security no index over an expression is used.
 */
export class PatientsAlike1767000040000 implements MigrationInterface {
  readonly name = 'PatientsAlike1767000040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table patient add column plain_name text, add column phone_digits text');
    await runner.query(
      `create function patient_alike() returns trigger language plpgsql as $$
       begin
         new.plain_name := lower(regexp_replace(new.given_name, '\\s', '', 'g') || ' ' || regexp_replace(new.family_name, '\\s', '', 'g'));
         new.phone_digits := nullif(regexp_replace(new.phone, '\\D', '', 'g'), '');
         return new;
       end $$`,
    );
    await runner.query(
      `create trigger patient_alike before insert or update of given_name, family_name, phone on patient
         for each row execute function patient_alike()`,
    );
    // Forced row-level security binds the owner too, who works for no practice.
    await runner.query('alter table patient no force row level security');
    await runner.query('update patient set phone = phone');
    await runner.query('alter table patient force row level security');
    // In this order each look can go by its own index alone, whatever the planner believes of birth dates.
    await runner.query('create index patient_same_name on patient (practice_id, plain_name, birth_date)');
    await runner.query('create index patient_same_phone on patient (practice_id, phone_digits, birth_date)');
    await runner.query('drop index patient_born_on');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('create index patient_born_on on patient (practice_id, birth_date)');
    await runner.query('drop trigger patient_alike on patient');
    await runner.query('drop function patient_alike()');
    await runner.query('alter table patient drop column plain_name, drop column phone_digits');
  }
}
