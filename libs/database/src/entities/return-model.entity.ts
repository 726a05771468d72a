import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How likely patients of a line are to come again, as fitted once; the newest row of a line is in use where it is usable. */
@Entity('return_model')
@Index('return_model_of_line', { synchronize: false })
export class ReturnModelRow {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  /** Trimmed, lower case; empty: the line nobody named. */
  @Column('text')
  line: string;

  /** As the practice writes it. */
  @Column('text', { name: 'line_name', nullable: true })
  lineName: string | null;

  @Column('text', { nullable: true })
  specialty: string | null;

  @Column('integer', { name: 'horizon_days' })
  horizonDays: number;

  /** ReturnParameters of libs/domain/src/models */
  @Column('jsonb')
  parameters: unknown;

  @Column('jsonb')
  covariance: unknown;

  @Column('double precision', { name: 'ln_likelihood' })
  lnLikelihood: number;

  /** stints */
  @Column('integer', { name: 'fitted_on' })
  fittedOn: number;

  @Column('integer')
  people: number;

  /** 0: only this practice's patients speak; 1: only what was known beforehand */
  @Column('double precision', { name: 'prior_weight' })
  priorWeight: number;

  @Column('jsonb')
  recalibration: unknown;

  @Column('jsonb', { nullable: true })
  calibration: unknown;

  @Column('boolean')
  usable: boolean;

  /** why not */
  @Column('text', { nullable: true })
  says: string | null;

  @Column('jsonb', { name: 'drop_off' })
  dropOff: unknown;

  /** what was known by then was used */
  @Column('timestamptz', { name: 'as_of' })
  asOf: Date;

  @Column('timestamptz', { name: 'fitted_at' })
  fittedAt: Date;
}
