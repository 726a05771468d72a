import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** A closed week whose numbers are frozen as of its end; rebuilt from history it gives the same bytes, which the hash proves. */
@Entity('retention_report')
@Index('retention_report_once', { synchronize: false })
export class RetentionReport {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  /** `week` */
  @Column('text')
  kind: string;

  /** null: the whole practice */
  @Column('uuid', { name: 'location_id', nullable: true })
  locationId: string | null;

  @Column('timestamptz', { name: 'period_from' })
  periodFrom: Date;

  @Column('timestamptz', { name: 'period_to' })
  periodTo: Date;

  @Column('date', { name: 'first_day' })
  firstDay: string;

  @Column('date', { name: 'last_day' })
  lastDay: string;

  /** facts recorded by then count */
  @Column('timestamptz', { name: 'as_of' })
  asOf: Date;

  @Column('text')
  timezone: string;

  /** of the shape of `numbers` */
  @Column('integer')
  version: number;

  /** WeeklyReport of libs/domain/src/reports */
  @Column('jsonb')
  numbers: unknown;

  /** person ids behind each number */
  @Column('jsonb')
  people: unknown;

  @Column('bytea')
  hash: Buffer;

  @Column('timestamptz', { name: 'built_at' })
  builtAt: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
