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

const SURVIVORS = (alias: string): string => `${alias}.id = ${alias}.person_id and ${alias}.gone_at is null`;

const TWINS = `
  select one.person_id, other.person_id from patient one
    join patient other on other.practice_id = $1 and other.birth_date = one.birth_date and other.person_id <> one.person_id
   where one.practice_id = $1 and one.id = any($2::uuid[]) and ${SURVIVORS('one')} and ${SURVIVORS('other')} and ${LOOKS_ALIKE}`;

const household = (minor: 'one' | 'other'): string => `
  select one.person_id, other.person_id from patient one
    join patient other on other.practice_id = $1 and other.household_id = one.household_id
     and other.connection_id = one.connection_id and other.person_id <> one.person_id
   where one.practice_id = $1 and one.id = any($2::uuid[]) and ${SURVIVORS('one')} and ${SURVIVORS('other')}
     and ${minor}.birth_date > $3::date`;

/** Person → those whose facts are needed to answer about them. */
const NEEDED = `${TWINS} union ${household('one')} order by 1, 2`;

/** Person → those whose answer may change with this person's facts: now, or when they were last asked about. */
const DEPENDENT = `${TWINS} union ${household('other')}
  union select null::uuid, e.person_id from evaluation e where e.practice_id = $1 and e.related <> '{}' and e.related && $2::uuid[]`;

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
