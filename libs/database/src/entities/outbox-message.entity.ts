import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** One message owed or sent. The row is the truth, the queue a hint (safety O): unique per origin, step and channel, so that nobody gets a step twice. */
@Entity('outbox_message')
@Unique('outbox_message_once', ['practiceId', 'originId', 'step', 'channel'])
@Index('outbox_message_due', ['practiceId', 'state', 'dueAt'])
@Index('outbox_message_of_person', ['practiceId', 'personId', 'dueAt'])
@Index('outbox_message_of_household', ['practiceId', 'household', 'acceptedAt'])
@Index('outbox_message_of_enrolment', ['practiceId', 'enrolmentId'])
@Index('outbox_message_of_provider', ['practiceId', 'provider', 'providerId'])
@Index('outbox_message_of_attempt', ['practiceId', 'attemptId'])
@Index('outbox_message_newest', ['practiceId', 'createdAt', 'id'])
@Index('outbox_message_to_address', ['practiceId', 'toAddress'])
export class OutboxMessage {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  /** the enrolment; for a confirmation the inbound message it answers */
  @Column('uuid', { name: 'origin_id' })
  originId: string;

  /** `sequence` `confirmation` */
  @Column('text')
  kind: string;

  @Column('uuid', { name: 'enrolment_id', nullable: true })
  enrolmentId: string | null;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** Whom it was about when it was written: filled by the table, kept through merges. Null: before that was kept. */
  @Column('uuid', { name: 'written_person_id', nullable: true })
  writtenPersonId?: string | null;

  @Column('uuid', { name: 'case_id', nullable: true })
  caseId: string | null;

  @Column('text')
  household: string;

  @Column('integer')
  step: number;

  /** `sms` `email` `call` (a call step wakes the case) */
  @Column('text')
  channel: string;

  @Column('text')
  purpose: string;

  @Column('uuid', { name: 'template_id', nullable: true })
  templateId: string | null;

  @Column('text', { name: 'to_address', nullable: true })
  toAddress: string | null;

  @Column('text', { nullable: true })
  subject: string | null;

  @Column('text')
  body: string;

  @Column('text', { nullable: true })
  html: string | null;

  /** MergedFact[]: which patient facts the text uses */
  @Column('jsonb', { default: [] })
  facts: unknown;

  @Column('integer', { nullable: true })
  segments: number | null;

  /** MessageState of libs/domain/src/outreach/message.ts */
  @Column('text')
  state: string;

  @Column('timestamptz', { name: 'due_at' })
  dueAt: Date;

  /** later than this it is no longer worth sending: `expired` */
  @Column('timestamptz', { name: 'latest_at', nullable: true })
  latestAt: Date | null;

  @Column('text', { nullable: true })
  provider: string | null;

  /** new with each claim; in the status-callback address */
  @Column('uuid', { name: 'attempt_id', nullable: true })
  attemptId: string | null;

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('text', { name: 'claim_holder', nullable: true })
  claimHolder: string | null;

  @Column('timestamptz', { name: 'claimed_at', nullable: true })
  claimedAt: Date | null;

  @Column('timestamptz', { name: 'claim_until', nullable: true })
  claimUntil: Date | null;

  /** the verdict of the claim and what it rested on: the proof (X14) */
  @Column('jsonb', { nullable: true })
  decision: unknown;

  @Column('text', { name: 'provider_id', nullable: true })
  providerId: string | null;

  @Column('text', { name: 'provider_status', nullable: true })
  providerStatus: string | null;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode: string | null;

  @Column('text', { name: 'error_says', nullable: true })
  errorSays: string | null;

  @Column('timestamptz', { name: 'unknown_since', nullable: true })
  unknownSince: Date | null;

  @Column('integer', { default: 0 })
  lookups: number;

  @Column('timestamptz', { name: 'last_lookup_at', nullable: true })
  lastLookupAt: Date | null;

  @Column('boolean', { default: false })
  resent: boolean;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt: Date | null;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt: Date | null;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text', { name: 'cancelled_because', nullable: true })
  cancelledBecause: string | null;

  @Column('uuid', { name: 'resolved_by_user_id', nullable: true })
  resolvedByUserId: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
