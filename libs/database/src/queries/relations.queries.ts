import type { LocalDate } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { namedRows } from './named-rows.js';

/**
 * Whose facts an answer looks at besides the person's own: a record that may be the same person (Q42: same birth date,
 * and same phone or same name), and for a minor the household, in which a guardian may be (Q39). Both are found here a
 * little too widely; the domain decides. Only survivors' records are looked at, as the domain does.
 */
const plain = (column: string): string => `lower(regexp_replace(${column}, '\\s', '', 'g'))`;
const digits = (column: string): string => `regexp_replace(${column}, '\\D', '', 'g')`;

const LOOKS_ALIKE = `(
  (${digits('one.phone')} <> '' and ${digits('one.phone')} = ${digits('other.phone')})
  or (${plain('one.given_name')} = ${plain('other.given_name')} and ${plain('one.family_name')} = ${plain('other.family_name')}))`;

/** `offset 0` keeps each look a look by index: one person must not cost a reading of the practice. */
const ASKED = `
  with asked as materialized (
    select p.* from unnest($2::uuid[]) as a (id)
     cross join lateral (select * from patient where practice_id = $1 and id = a.id and id = person_id and gone_at is null offset 0) p)`;

const others = (by: string): string => `
  cross join lateral (
    select * from patient where practice_id = $1 and ${by} and id = person_id and gone_at is null and person_id <> one.person_id offset 0) other`;

const TWINS = `
  select one.person_id, other.person_id from asked one ${others('birth_date = one.birth_date')} where ${LOOKS_ALIKE}`;

const household = (minor: 'one' | 'other'): string => `
  select one.person_id, other.person_id from asked one
    ${others('household_id = one.household_id and connection_id = one.connection_id')}
   where one.household_id is not null and ${minor}.birth_date > $3::date`;

/** Person → those whose facts are needed to answer about them. */
const NEEDED = `${ASKED} ${TWINS} union ${household('one')} order by 1, 2`;

/** Person → those whose answer may change with this person's facts: now, or when they were last asked about. */
const DEPENDENT = `${ASKED} ${TWINS} union ${household('other')}
  union select null::uuid, e.person_id from unnest($2::uuid[]) as a (id)
    cross join lateral (
      select person_id from evaluation_rests_on where practice_id = $1 and on_person_id = a.id offset 0) e`;

export class RelationQueries {
  /** `minorsBornAfter`: nobody born on or before this date is a minor anywhere. */
  async needed(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    minorsBornAfter: LocalDate,
  ): Promise<Map<string, string[]>> {
    const values = [practiceId, personIds, minorsBornAfter];
    const rows = await namedRows<[string, string]>(tx, 'related-needed', NEEDED, values);
    const needed = new Map<string, string[]>();
    for (const [person, other] of rows) {
      const known = needed.get(person);
      if (known === undefined) needed.set(person, [other]);
      else known.push(other);
    }
    return needed;
  }

  async dependents(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    minorsBornAfter: LocalDate,
  ): Promise<string[]> {
    const values = [practiceId, personIds, minorsBornAfter];
    const rows = await namedRows<[string | null, string]>(tx, 'related-dependent', DEPENDENT, values);
    return [...new Set(rows.map(([, other]) => other))];
  }
}
