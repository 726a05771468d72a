import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** What was applied in one transaction, as it was handed over: compressed and sealed. Applied again in the order of `place` it gives the same records (X09). */
@Entity('source_journal')
@Index('source_journal_place', ['practiceId', 'connectionId', 'place'], { unique: true })
@Index('source_journal_observed', ['practiceId', 'connectionId', 'observedTo'])
@Index('source_journal_raw', ['practiceId', 'writtenAt'], { where: 'raw_ciphertext is not null' })
export class SourceJournal {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'source_journal_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'source_journal_connection' },
  ])
  connection?: Relation<Connection>;

  /** Its place in the order in which the connection was written. */
  @Column('bigint')
  place: string;

  @Column('text')
  stream: string;

  @Column('integer', { name: 'connector_version' })
  connectorVersion: number;

  @Column('timestamptz', { name: 'observed_from' })
  observedFrom: Date;

  @Column('timestamptz', { name: 'observed_to' })
  observedTo: Date;

  @Column('bigint', { name: 'first_sequence' })
  firstSequence: string;

  @Column('bigint', { name: 'last_sequence' })
  lastSequence: string;

  @Column('integer')
  records: number;

  @Column('bytea')
  ciphertext: Buffer;

  @Column('bytea')
  nonce: Buffer;

  @Column('uuid', { name: 'key_id' })
  keyId: string;

  /** The source's own text, kept for a shorter time. */
  @Column('bytea', { name: 'raw_ciphertext', nullable: true })
  rawCiphertext: Buffer | null;

  @Column('bytea', { name: 'raw_nonce', nullable: true })
  rawNonce: Buffer | null;

  @Column('timestamptz', { name: 'written_at', default: () => 'clock_timestamp()' })
  writtenAt: Date;
}
