import type { HoldBackPhase } from '@keepwell/domain';
import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** A share of the households is left alone for a while, to see who comes back by themselves (RC 7). At most one runs in a practice. */
@Entity('experiment')
@Index('experiment_running', ['practiceId'], { unique: true, where: 'ended_at is null' })
export class Experiment {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  /** Drawn when it starts; part of what every household's arm is worked out from. */
  @Column('text')
  salt: string;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt: Date;

  @Column('jsonb')
  phases: HoldBackPhase[];

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'started_by_user_id' })
  startedByUserId: string;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text', { name: 'end_reason', nullable: true })
  endReason: string | null;

  @Column('uuid', { name: 'ended_by_user_id', nullable: true })
  endedByUserId: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
