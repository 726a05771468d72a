import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** Nothing is sent while one stands: the brake (O-15), a complaint rate, a person’s hand. */
@Entity('sending_hold')
@Index('sending_hold_standing', ['practiceId', 'reason'], { unique: true, where: 'released_at is null' })
export class SendingHold {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  /** `blast_radius` `staff` `provider` `shadow_week` */
  @Column('text')
  reason: string;

  @Column('text')
  says: string;

  @Column('jsonb', { default: {} })
  numbers: unknown;

  @Column('timestamptz')
  at: Date;

  @Column('uuid', { name: 'by_user_id', nullable: true })
  byUserId: string | null;

  @Column('timestamptz', { name: 'released_at', nullable: true })
  releasedAt: Date | null;

  @Column('uuid', { name: 'released_by_user_id', nullable: true })
  releasedByUserId: string | null;

  @Column('text', { name: 'released_because', nullable: true })
  releasedBecause: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
