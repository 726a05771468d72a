import { Column, CreateDateColumn, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The local outbox: what would have left this computer, as in a mail catcher. */
@Entity('local_delivery')
@Unique('local_delivery_once', ['practiceId', 'attemptId'])
export class LocalDelivery {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'attempt_id' })
  attemptId: string;

  @Column('text')
  channel: string;

  @Column('text', { name: 'to_address' })
  toAddress: string;

  @Column('text', { nullable: true })
  subject: string | null;

  @Column('text')
  body: string;

  @Column('text', { nullable: true })
  html: string | null;

  @Column('jsonb', { default: {} })
  headers: unknown;

  @Column('timestamptz')
  at: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
