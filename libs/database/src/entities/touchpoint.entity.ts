import { Check, Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** A call made or a talk planned. A done one says how it ended and what comes next: the next visit, the next touchpoint, or a coded reason (X12). */
@Entity('touchpoint')
@Check('touchpoint_says_what_is_next', `state <> 'done' or not is_conversation or next_kind is not null`)
@Index('touchpoint_of_person', ['practiceId', 'personId', 'recordedAt'])
@Index('touchpoint_of_household', ['practiceId', 'household', 'recordedAt'])
@Index('touchpoint_of_case', ['practiceId', 'caseId'])
@Index('touchpoint_planned', ['practiceId', 'plannedFor'], { where: "state = 'planned'" })
@Index('touchpoint_written', ['practiceId', 'recordedAt'])
export class Touchpoint {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** Whom it was about when it was written: filled by the table, kept through merges. Null: before that was kept. */
  @Column('uuid', { name: 'written_person_id', nullable: true })
  writtenPersonId?: string | null;

  @Column('uuid', { name: 'case_id', nullable: true })
  caseId: string | null;

  @Column('text')
  household: string;

  /** `call`, `visit`, `video` */
  @Column('text')
  channel: string;

  /** `planned` `done` `cancelled` `undone` */
  @Column('text')
  state: string;

  @Column('timestamptz', { name: 'planned_for', nullable: true })
  plannedFor: Date | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('uuid', { name: 'by_user_id', nullable: true })
  byUserId: string | null;

  @Column('uuid', { name: 'owner_user_id', nullable: true })
  ownerUserId: string | null;

  /** code of libs/domain/src/outreach/call-outcome.ts */
  @Column('text', { nullable: true })
  outcome: string | null;

  /** somebody was reached; attempts are counted apart (S0-26) */
  @Column('boolean', { name: 'is_conversation', default: false })
  isConversation: boolean;

  /** `booked` `touchpoint` `reason` */
  @Column('text', { name: 'next_kind', nullable: true })
  nextKind: string | null;

  @Column('date', { name: 'next_booked_for', nullable: true })
  nextBookedFor: string | null;

  @Column('uuid', { name: 'next_touchpoint_id', nullable: true })
  nextTouchpointId: string | null;

  @Column('text', { name: 'next_reason', nullable: true })
  nextReason: string | null;

  /** S3-27 */
  @Column('text', { nullable: true })
  sentiment: string | null;

  /** S3-27 */
  @Column('text', { nullable: true })
  readiness: string | null;

  @Column('text', { name: 'value_given', nullable: true })
  valueGiven: string | null;

  @Column('text', { name: 'recommended_step', nullable: true })
  recommendedStep: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  /** S3-56: nothing is recorded */
  @Column('text', { default: 'off' })
  recording: string;

  /** when we wrote it: reports as of T see what was written by T */
  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt: Date;

  @Column('timestamptz', { name: 'undone_at', nullable: true })
  undoneAt: Date | null;

  @Column('uuid', { name: 'undone_by_user_id', nullable: true })
  undoneByUserId: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
