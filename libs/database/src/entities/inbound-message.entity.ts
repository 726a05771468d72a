import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** What a patient wrote to us. Stored and acted upon in the webhook’s own transaction (C-03). */
@Entity('inbound_message')
@Unique('inbound_message_once', ['practiceId', 'provider', 'providerId'])
@Index('inbound_message_of_person', ['practiceId', 'personId', 'at'])
@Index('inbound_message_newest', ['practiceId', 'createdAt', 'id'])
export class InboundMessage {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  channel: string;

  @Column('text')
  provider: string;

  @Column('text', { name: 'provider_id' })
  providerId: string;

  @Column('text', { name: 'from_address' })
  fromAddress: string;

  @Column('text', { name: 'to_address', nullable: true })
  toAddress: string | null;

  @Column('text')
  body: string;

  @Column('timestamptz')
  at: Date;

  @Column('uuid', { name: 'person_id', nullable: true })
  personId: string | null;

  @Column('uuid', { name: 'case_id', nullable: true })
  caseId: string | null;

  /** the message it answers, as far as we can tell */
  @Column('uuid', { name: 'in_reply_to', nullable: true })
  inReplyTo: string | null;

  /** `stop` `start` `help` `plain_opt_out` `wrong_number` `reply` */
  @Column('text')
  intent: string;

  @Column('boolean', { name: 'needs_review', default: false })
  needsReview: boolean;

  @Column('timestamptz', { name: 'reviewed_at', nullable: true })
  reviewedAt: Date | null;

  @Column('uuid', { name: 'reviewed_by_user_id', nullable: true })
  reviewedByUserId: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
