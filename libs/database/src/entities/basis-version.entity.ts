import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** What answers rested on of the practice as a whole, from an instant on (X09). */
@Entity('basis_version')
@Index('basis_version_at', ['practiceId', 'at'])
export class BasisVersion {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  /** Later ones are larger. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  /** By the clock of the evaluation. */
  @Column('timestamptz')
  at: Date;

  @Column('jsonb', { name: 'line_medians' })
  lineMedians: Record<string, number>;

  @Column('uuid', { name: 'with_outcomes', array: true })
  withOutcomes: string[];

  @Column('uuid', { name: 'stale_sources', array: true })
  staleSources: string[];

  @Column('uuid', { name: 'warming_sources', array: true })
  warmingSources: string[];
}
