import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** The link in an e-mail’s foot; works for ever (C-14). Only the token’s hash is kept. */
@Entity('unsubscribe_link')
export class UnsubscribeLink {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text')
  address: string;

  @Column('uuid', { name: 'message_id', nullable: true })
  messageId: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
