import type { LocalDate } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { namedRows } from './named-rows.js';

/** `offset 0` keeps each look a look by index: one person must not cost a reading of the practice. */
const ASKED = `
  with asked as materialized (
    select p.* from unnest($2::uuid[]) as a (id)
     cross join lateral (select * from patient where practice_id = $1 and id = a.id and id = person_id and gone_at is null offset 0) p)`;

const others = (by: string): string => `
  cross join lateral (
    select * from patient where practice_id = $1 and ${by} and id = person_id and gone_at is null and person_id <> one.person_id offset 0) other`;

const alike = (column: string, more: string): string => `
  select one.person_id, other.person_id${more} from asked one ${others(`birth_date = one.birth_date and ${column} = one.${column}`)}`;

const twins = (more = ''): string => `${alike('phone_digits', more)} union ${alike('plain_name', more)}`;

const household = (minor: 'one' | 'other', more = ''): string => `
  select one.person_id, other.person_id${more} from asked one
    ${others('household_id = one.household_id and connection_id = one.connection_id')}
   where one.household_id is not null and ${minor}.birth_date > $3::date`;

/** Person → those whose facts are needed to answer about them; for a household's, the birth date of the minor. */
const NEEDED = `${ASKED} ${twins(', null::text')} union ${household('one', ', one.birth_date::text')} order by 1, 2`;

/** Person → those whose answer may change with this person's facts: now, or when they were last asked about. */
const DEPENDENT = `${ASKED} ${twins()} union ${household('other')}
  union select null::uuid, e.person_id from unnest($2::uuid[]) as a (id)
    cross join lateral (
      select person_id from evaluation_rests_on where practice_id = $1 and on_person_id = a.id offset 0) e`;

export interface Related {
  ids: string[];
  /** Set where the household of a minor is among them, which it no longer is once they are of age. */
  minorBornOn: LocalDate | null;
}

/**
 * Whose facts an answer looks at besides the person's own: a record that may be the same person (Q42: same birth date,
 * and same phone or same name), and for a minor the household, in which a guardian may be (Q39). Both are found here a
 * little too widely; the domain decides. Only survivors' records are looked at, as the domain does. What records of one
 * person have in common is worked out when they are written (`patient_alike`): each look meets those alone.
 */
export class RelationQueries {
  /** `minorsBornAfter`: nobody born on or before this date is a minor anywhere. */
  async needed(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    minorsBornAfter: LocalDate,
  ): Promise<Map<string, Related>> {
    const values = [practiceId, personIds, minorsBornAfter];
    const rows = await namedRows<[string, string, LocalDate | null]>(tx, 'related-needed', NEEDED, values);
    const needed = new Map<string, Related>();
    for (const [person, other, minorBornOn] of rows) {
      const known = needed.get(person) ?? { ids: [], minorBornOn: null };
      // One who looks alike and shares the household comes twice, one after the other.
      if (known.ids.at(-1) !== other) known.ids.push(other);
      known.minorBornOn ??= minorBornOn;
      needed.set(person, known);
    }
    return needed;
  }

  async dependents(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    minorsBornAfter: LocalDate,
  ): Promise<string[]> {
    if (personIds.length === 0) return [];
    const values = [practiceId, personIds, minorsBornAfter];
    const rows = await namedRows<[string | null, string]>(tx, 'related-dependent', DEPENDENT, values);
    return [...new Set(rows.map(([, other]) => other))];
  }
}
