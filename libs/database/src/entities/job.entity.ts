import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A piece of work owed. A repeating one is one row whose `dueAt` moves. */
@Entity('job')
@Unique('job_once', ['practiceId', 'kind', 'subjectId'])
@Index('job_due', ['state', 'dueAt'])
export class Job {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  kind: string;

  /** The connection, or the practice for `evaluate`. */
  @Column('uuid', { name: 'subject_id' })
  subjectId: string;

  /** Ids only. */
  @Column('jsonb', { default: {} })
  payload: unknown;

  @Column('timestamptz', { name: 'due_at' })
  dueAt: Date;

  @Column('text', { default: 'waiting' })
  state: 'waiting' | 'running';

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('text', { name: 'lease_holder', nullable: true })
  leaseHolder: string | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
