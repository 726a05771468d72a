import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The latest answer about one person. */
@Entity('evaluation')
@Index('evaluation_next_change', ['practiceId', 'nextChangeAt'])
@Index('evaluation_by_state', ['practiceId', 'state', 'personId'])
@Index('evaluation_median_lines', { synchronize: false })
@Index('evaluation_warming', ['practiceId', 'personId'], { where: 'warm_up' })
export class Evaluation {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'person_id' })
  personId: string;

  @Column('timestamptz', { name: 'as_of' })
  asOf: Date;

  @Column('text')
  state: string;

  @Column('timestamptz', { nullable: true })
  since: Date | null;

  @Column('timestamptz', { name: 'next_change_at', nullable: true })
  nextChangeAt: Date | null;

  /** The parts of the answer that are asked for one by one. */
  @Column('jsonb')
  answer: unknown;

  /** The whole answer, JSON as it was made. */
  @Column('text', { default: '{}' })
  said: string;

  /** Of the findings what a list keeps of the past: rule, name, kind and class. */
  @Column('jsonb', { default: [] })
  listed: unknown;

  @Column('bytea')
  hash: Buffer;

  @Column('text', { name: 'median_lines', array: true, default: [] })
  medianLines: string[];

  /** Persons whose facts this answer looked at besides the person's own: a possible twin, a guardian. */
  @Column('uuid', { array: true, default: [] })
  related: string[];

  @Column('boolean', { name: 'warm_up', default: false })
  warmUp: boolean;
}
