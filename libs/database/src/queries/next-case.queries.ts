import type { Transaction } from '../database.js';
import { householdSql } from './household-sql.js';
import { isPlaceholderSql } from './placeholders.queries.js';
import { shelvesOf } from './worklist-shelves.js';
import { CASE_ORDERS, filtersOf, type WorklistQuestion } from './worklist.queries.js';

/** How long a case that somebody passed over is not offered to them again. */
const PASSED_OVER = "interval '8 hours'";

export class NextCaseQueries {
  /** Ids of the cases that come next in the list's order and that nobody has in hand; the first is the one to take. */
  async candidates(
    tx: Transaction,
    question: Pick<WorklistQuestion, 'sort' | 'rule' | 'locationId' | 'practitionerId' | 'interest'> & {
      tab: 'today' | 'waiting' | 'in_outreach' | 'snoozed' | 'backlog';
    },
    { userId, at, limit }: { userId: string; at: Date; limit: number },
  ): Promise<string[]> {
    const parameters: unknown[] = [];
    const bind = (value: unknown, type: string): string => `$${parameters.push(value)}::${type}`;
    const order = CASE_ORDERS[question.sort];
    const shelves = shelvesOf(question.tab, null).map(
      ({ state, backlog, waiting }) =>
        `(c.state = ${bind(state, 'text')} and c.backlog = ${bind(backlog, 'boolean')} and c.waiting = ${bind(waiting, 'boolean')})`,
    );
    const conditions = [
      `not c.held_back and (${shelves.join(' or ')})`,
      ...filtersOf({ ...question, words: [] }, bind),
      `not exists (select from patient p join case_lease l on l.household = ${householdSql('p')} and l.until > clock_timestamp() where p.id = c.person_id)`,
      `not exists (select from skip s where s.case_id = c.id and s.by_user_id = ${bind(userId, 'uuid')}
                     and s.at > ${bind(at, 'timestamptz')} - ${PASSED_OVER})`,
    ];
    const rows = await tx.query<{ id: string }[]>(
      `select c.id from off_track_case c where ${conditions.join(' and ')}
        order by ${order.key} ${order.direction}, c.id ${order.direction} limit ${bind(limit, 'int')}`,
      parameters,
    );
    return rows.map(({ id }) => id);
  }

  /** Whether the person's records changed and nobody has looked at them since, and now show a coming visit (K24). */
  async isBookedUnseen(tx: Transaction, personId: string, at: Date): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select 1 from changed_patient m
        where m.person_id = $1
          and exists (select from patient r join appointment a on a.patient_id = r.id
                       where r.person_id = m.person_id and a.gone_at is null and a.starts_at > $2
                         and a.status in ('booked', 'confirmed', 'arrived', 'in_progress')
                         and (a.status in ('arrived', 'in_progress') or not ${isPlaceholderSql('a')}))`,
      [personId, at],
    );
    return rows.length > 0;
  }
}
