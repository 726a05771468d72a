import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** One comparison of a stream with its source: what differed, and was repaired (safety S-05). */
@Entity('compare_run')
@Index('compare_run_newest', ['practiceId', 'connectionId', 'stream', 'startedAt'])
export class CompareRun {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'compare_run_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'compare_run_connection' },
  ])
  connection?: Relation<Connection>;

  /** Empty while it is asked for: then every stream that can be compared. */
  @Column('text')
  stream: string;

  /** Only what begins in this range; null on both sides: all. */
  @Column('timestamptz', { name: 'asked_from', nullable: true })
  askedFrom: Date | null;

  @Column('timestamptz', { name: 'asked_to', nullable: true })
  askedTo: Date | null;

  /** `refused`: it brought too little to be believed. */
  @Column('text')
  state: 'asked' | 'running' | 'ok' | 'refused' | 'failed';

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  @Column('text', { nullable: true })
  problem: string | null;

  @Column('integer', { default: 0 })
  walked: number;

  /** Not stored here, and stored now. */
  @Column('integer', { default: 0 })
  missed: number;

  /** Stored here otherwise than the source said it was. */
  @Column('integer', { default: 0 })
  changed: number;

  @Column('integer', { default: 0 })
  absent: number;

  @Column('integer', { default: 0 })
  gone: number;

  /** Bookings by local day and status, as the source told them; null where it does not give bookings. */
  @Column('jsonb', { nullable: true })
  told: unknown;

  /** The same of what stood here when the walk had ended. */
  @Column('jsonb', { nullable: true })
  kept: unknown;
}
