import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** What happened to a message, in order of arrival; a repeated callback is written once (O-12). */
@Entity('message_event')
@Index('message_event_of_message', ['practiceId', 'messageId', 'at'])
@Index('message_event_of_key', ['practiceId', 'key'], { where: 'key is not null' })
@Index('message_event_once', ['practiceId', 'messageId', 'key'], { unique: true, where: 'key is not null' })
export class MessageEvent {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'message_id' })
  messageId: string;

  @Column('timestamptz')
  at: Date;

  /** `claimed` `abandoned` `accepted` `failed` `unknown` `looked_up` `callback` `cancelled` `expired` `replanned` `resolved` */
  @Column('text')
  event: string;

  /** what makes a callback the same one again */
  @Column('text', { nullable: true })
  key: string | null;

  @Column('jsonb', { default: {} })
  detail: unknown;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
