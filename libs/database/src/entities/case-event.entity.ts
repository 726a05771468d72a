import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('case_event')
@Index('case_event_of_case', ['practiceId', 'caseId', 'at'])
@Index('case_event_at', ['practiceId', 'at'])
export class CaseEvent {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  @Column('timestamptz')
  at: Date;

  @Column('text')
  event: string;

  @Column('jsonb', { default: {} })
  detail: unknown;

  /** Whose case it was then; filled by the table itself. Null: before that was kept. */
  @Column('uuid', { name: 'person_id', nullable: true })
  personId: string | null;

  /** Null: the records or the clock, not a person. */
  @Column('uuid', { name: 'actor_user_id', nullable: true })
  actorUserId: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
