import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How a practice sends on one channel; no row: the local outbox. */
@Entity('channel_setting')
export class ChannelSetting {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  /** `sms` `email` */
  @PrimaryColumn('text')
  channel: string;

  /** `local` `twilio` `smtp` */
  @Column('text')
  provider: string;

  @Column('jsonb', { default: {} })
  settings: unknown;

  @Column('uuid', { name: 'changed_by_user_id', nullable: true })
  changedByUserId: string | null;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt: Date;
}
