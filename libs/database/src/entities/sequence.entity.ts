import { Column, CreateDateColumn, Entity, PrimaryColumn, Unique } from 'typeorm';

/** Steps with a delay and a channel. A version never changes: who is in it goes on with it. */
@Entity('sequence')
@Unique('sequence_version', ['practiceId', 'key', 'version'])
export class Sequence {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  key: string;

  @Column('integer')
  version: number;

  @Column('text')
  name: string;

  @Column('text')
  purpose: string;

  @Column('text', { array: true, default: '{}' })
  specialties: string[];

  /** for which reasons it is offered; empty: any */
  @Column('text', { array: true, default: '{}' })
  rules: string[];

  /** SequenceStep[] of libs/domain/src/outreach/sequence.ts */
  @Column('jsonb')
  steps: unknown;

  /** `draft` `approved` `retired` */
  @Column('text')
  state: string;

  @Column('text')
  origin: string;

  @Column('uuid', { name: 'author_user_id', nullable: true })
  authorUserId: string | null;

  @Column('uuid', { name: 'approved_by_user_id', nullable: true })
  approvedByUserId: string | null;

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
