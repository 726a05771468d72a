import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * What every stored evaluation of a practice rests on beside the person's own facts. When the practice changes, those
 * whose answer may change with it are marked in `changed_patient`, and this row moves on, in one transaction: an
 * evaluation that is not marked always rests on what is written here.
 */
@Entity('evaluation_basis')
export class EvaluationBasis {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  /** Of locations, practitioners, services, rule settings and what else every answer looks at. */
  @Column('bytea', { name: 'facts_digest' })
  factsDigest: Buffer;

  /** By service line, the median gap in days that answers rest on (Q10). */
  @Column('jsonb', { name: 'line_medians' })
  lineMedians: Record<string, number>;

  /** Connections with appointments whose outcome is known: once in here, looked up cheaply (Q28). */
  @Column('uuid', { name: 'with_outcomes', array: true })
  withOutcomes: string[];

  /** Connections that were behind: rules resting on an absence wait for them (E12). */
  @Column('uuid', { name: 'stale_sources', array: true })
  staleSources: string[];

  /** Connections whose first read or warm-up goes on: their patients' findings open no cases of the day (E15, Q98). */
  @Column('uuid', { name: 'warming_sources', array: true })
  warmingSources: string[];
}
