import { Column, CreateDateColumn, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A text with its purpose; sent only once a second person has approved this version (C-12). */
@Entity('message_template')
@Unique('message_template_version', ['practiceId', 'key', 'channel', 'language', 'version'])
export class MessageTemplate {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  key: string;

  @Column('integer')
  version: number;

  /** `sms` `email` */
  @Column('text')
  channel: string;

  @Column('text', { default: 'en' })
  language: string;

  /** `service` `marketing` */
  @Column('text')
  purpose: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  subject: string | null;

  @Column('text')
  body: string;

  /** `draft` `approved` `retired` */
  @Column('text')
  state: string;

  /** `playbook` `practice` */
  @Column('text')
  origin: string;

  @Column('uuid', { name: 'author_user_id', nullable: true })
  authorUserId: string | null;

  @Column('uuid', { name: 'approved_by_user_id', nullable: true })
  approvedByUserId: string | null;

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt: Date | null;

  @Column('bytea')
  digest: Buffer;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
