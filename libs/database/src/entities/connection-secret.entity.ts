import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** One secret setting of a connection, AES-256-GCM under the practice's data key (safety W-05). */
@Entity('connection_secret')
export class ConnectionSecret {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'practice_id',
      referencedColumnName: 'practiceId',
      foreignKeyConstraintName: 'connection_secret_connection',
    },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'connection_secret_connection' },
  ])
  connection?: Relation<Connection>;

  @PrimaryColumn('text')
  field: string;

  /** Raised each time the value changes; part of what the cipher authenticates. */
  @Column('integer')
  version: number;

  @Column('bytea')
  ciphertext: Buffer;

  @Column('bytea')
  nonce: Buffer;

  /** The practice_key it is sealed with. */
  @Column('uuid', { name: 'key_id' })
  keyId: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
