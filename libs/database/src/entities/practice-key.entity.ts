import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A practice's data key, wrapped by the master key. The newest one seals; older ones still open until all is sealed anew. */
@Entity('practice_key')
export class PracticeKey {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('bytea', { name: 'wrapped_key' })
  wrappedKey: Buffer;

  @Column('bytea')
  nonce: Buffer;

  /** Which master key wraps it: the first bytes of its sha-256. */
  @Column('text', { name: 'key_id' })
  masterKeyId: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column('timestamptz', { name: 'retired_at', nullable: true })
  retiredAt: Date | null;
}
