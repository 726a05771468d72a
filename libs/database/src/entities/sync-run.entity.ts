import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import { Connection } from './connection.entity.js';

export const SYNC_TRIGGERS = ['schedule', 'manual', 'replay'] as const;
export type SyncTrigger = (typeof SYNC_TRIGGERS)[number];
export const SYNC_RUN_STATES = ['running', 'ok', 'partial', 'failed'] as const;
export type SyncRunState = (typeof SYNC_RUN_STATES)[number];

/** What one stream of a run brought. `read = applied + unchanged + quarantined`, always (safety S-09). */
export interface StreamCounts {
  read: number;
  applied: number;
  unchanged: number;
  quarantined: number;
  /** Of `unchanged`: read but not ours to keep. */
  ignored: number;
  /** Found missing by a full walk. */
  absent: number;
  /** Confirmed as deleted. */
  gone: number;
  /** Put aside earlier, applied now. */
  replayed: number;
  problem: string | null;
}

@Entity('sync_run')
@Check('sync_run_adds_up', 'read = applied + unchanged + quarantined')
@Index('sync_run_newest', ['practiceId', 'connectionId', 'startedAt'])
export class SyncRun {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'sync_run_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'sync_run_connection' },
  ])
  connection?: Relation<Connection>;

  @Column('text')
  trigger: SyncTrigger;

  @Column('text')
  state: SyncRunState;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  @Column('text', { nullable: true })
  problem: string | null;

  @Column('integer', { default: 0 })
  read: number;

  @Column('integer', { default: 0 })
  applied: number;

  @Column('integer', { default: 0 })
  unchanged: number;

  @Column('integer', { default: 0 })
  quarantined: number;

  /** Expected, for progress. */
  @Column('integer', { nullable: true })
  total: number | null;

  @Column('jsonb', { default: {} })
  streams: Record<string, StreamCounts>;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
