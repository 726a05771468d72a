import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who did what. Insert-only for the app role; written in the transaction of the change (safety A-02). */
@Entity('audit_event')
@Index('audit_event_newest', ['practiceId', 'at', 'id'])
export class AuditEvent {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('timestamptz')
  at: Date;

  /** Null: the system itself. */
  @Column('uuid', { name: 'actor_user_id', nullable: true })
  actorUserId: string | null;

  @Column('text')
  event: string;

  @Column('text', { name: 'subject_kind', nullable: true })
  subjectKind: string | null;

  @Column('text', { name: 'subject_id', nullable: true })
  subjectId: string | null;

  @Column('jsonb', { default: {} })
  detail: unknown;

  @Column('text', { name: 'request_id', nullable: true })
  requestId: string | null;
}
