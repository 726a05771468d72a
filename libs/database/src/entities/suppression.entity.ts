import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** An address that automated contact must not reach, as a keyed hash: it outlives the person’s record and a new import (C-08). Lifted, never deleted. */
@Entity('suppression')
@Index('suppression_of_address', ['practiceId', 'addressHash'])
@Index('suppression_of_person', ['practiceId', 'personId'])
@Index('suppression_standing', ['practiceId', 'addressHash', 'channel', 'reason'], {
  unique: true,
  where: 'lifted_at is null',
})
export class Suppression {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  /** HMAC of the normalised address under a key of the practice */
  @Column('bytea', { name: 'address_hash' })
  addressHash: Buffer;

  /** `sms` `email` `call`: which address it is */
  @Column('text')
  channel: string;

  /** `automated`: no automated contact at all; `channel`: this channel alone; `all`: nobody contacts, not by hand either */
  @Column('text')
  scope: string;

  /** `stop` `plain_language` `staff` `legal` `wrong_number` `landline` `hard_bounce` `complaint` `unsubscribe` `provider` */
  @Column('text')
  reason: string;

  @Column('uuid', { name: 'person_id', nullable: true })
  personId: string | null;

  @Column('timestamptz', { name: 'set_at' })
  setAt: Date;

  @Column('uuid', { name: 'set_by_user_id', nullable: true })
  setByUserId: string | null;

  @Column('uuid', { name: 'source_message_id', nullable: true })
  sourceMessageId: string | null;

  @Column('boolean', { name: 'needs_review', default: false })
  needsReview: boolean;

  @Column('timestamptz', { name: 'lifted_at', nullable: true })
  liftedAt: Date | null;

  @Column('text', { name: 'lifted_because', nullable: true })
  liftedBecause: string | null;

  @Column('uuid', { name: 'lifted_by_user_id', nullable: true })
  liftedByUserId: string | null;

  @Column('timestamptz', { name: 'keep_until' })
  keepUntil: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
