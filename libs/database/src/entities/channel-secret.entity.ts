import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** Secret settings of a channel, sealed as a connection’s are (W-05). */
@Entity('channel_secret')
export class ChannelSecret {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('text')
  channel: string;

  @PrimaryColumn('text')
  field: string;

  @Column('integer')
  version: number;

  @Column('bytea')
  ciphertext: Buffer;

  @Column('bytea')
  nonce: Buffer;

  @Column('uuid', { name: 'key_id' })
  keyId: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
