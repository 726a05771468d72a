import type { ExperimentKey, HoldBackPhase, Instant, MeasuredEffect, ValueScale } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { householdSql } from './household-sql.js';
import { namedRows } from './named-rows.js';

const ms = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

/** An experiment under way, as much of it as says in which arm a household is. */
export interface RunningExperiment extends Omit<ExperimentKey, 'practiceId'> {
  startsAt: Instant;
  phases: HoldBackPhase[];
}

/** What of a practice decides where a case goes. */
export interface RankingContext {
  /** Contacts the team can make in a day; null: nobody has said, and the list has no end. */
  dayCapacity: number | null;
  /** Minor units; null: nobody has said. */
  contactCostMinor: number | null;
  scale: ValueScale | null;
  effects: Record<string, MeasuredEffect>;
  /** When the scale was last looked at; null: never. */
  computedAt: Instant | null;
  experiment: RunningExperiment | null;
}

export class RankingQueries {
  async context(tx: Transaction, practiceId: string): Promise<RankingContext> {
    const [row] = await namedRows<[string]>(
      tx,
      'ranking-context',
      `select json_build_object('dayCapacity', (p.settings->>'dayCapacity')::int, 'contactCostMinor', (p.settings->>'contactCostMinor')::int,
                'scale', b.scale, 'effects', coalesce(b.effects, '{}'), 'computedAt', ${ms('b.computed_at')},
                'experiment', (select json_build_object('experimentId', e.id, 'salt', e.salt, 'startsAt', ${ms('e.starts_at')}, 'phases', e.phases)
                                 from experiment e where e.practice_id = $1 and e.ended_at is null))::text
         from practice p left join ranking_basis b on b.practice_id = p.id where p.id = $1`,
      [practiceId],
    );
    if (row === undefined) throw new Error(`There is no practice ${practiceId}`);
    return JSON.parse(row[0]) as RankingContext;
  }

  /** The key of the household of each person who has a record. */
  async households(tx: Transaction, practiceId: string, personIds: string[]): Promise<Map<string, string>> {
    if (personIds.length === 0) return new Map();
    const rows = await namedRows<[string, string]>(
      tx,
      'households-of',
      `select p.id, ${householdSql('p')} from patient p where p.practice_id = $1 and p.id = any($2::uuid[])`,
      [practiceId, personIds],
    );
    return new Map(rows);
  }

  /** What contacts were measured to bring, by rule; empty: nothing has been measured. */
  async effects(tx: Transaction, practiceId: string): Promise<Record<string, MeasuredEffect>> {
    const rows = await namedRows<[Record<string, MeasuredEffect>]>(
      tx,
      'contact-effects',
      'select effects from ranking_basis where practice_id = $1',
      [practiceId],
    );
    return rows[0]?.[0] ?? {};
  }

  /** What contacts were measured to bring, by rule. What is typical of values is looked at apart. */
  async saveEffects(tx: Transaction, practiceId: string, effects: Record<string, MeasuredEffect>): Promise<void> {
    await tx.query(
      `insert into ranking_basis (practice_id, effects, computed_at) values ($1, $2::jsonb, 'epoch')
       on conflict (practice_id) do update set effects = excluded.effects`,
      [practiceId, JSON.stringify(effects)],
    );
  }

  /** Who has a case that stands for more than one reason. */
  async ofSeveralReasons(tx: Transaction, practiceId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select person_id as id from off_track_case where practice_id = $1 and state <> 'closed' and cardinality(rules) > 1 order by 1`,
      [practiceId],
    );
    return rows.map(({ id }) => id);
  }

  async saveScale(tx: Transaction, practiceId: string, scale: ValueScale | null, at: Date): Promise<void> {
    await tx.query(
      `insert into ranking_basis (practice_id, scale, computed_at) values ($1, $2::jsonb, $3)
       on conflict (practice_id) do update set scale = excluded.scale, computed_at = excluded.computed_at`,
      [practiceId, scale === null ? null : JSON.stringify(scale), at],
    );
  }
}
