import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** Where a stream of a connection stands. Saved in the transaction that stores the page (safety S-01). */
@Entity('stream_state')
export class StreamState {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'stream_state_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'stream_state_connection' },
  ])
  connection?: Relation<Connection>;

  @PrimaryColumn('text')
  stream: string;

  /** Opaque; only the connector reads inside it. */
  @Column('jsonb', { nullable: true })
  cursor: unknown;

  /** Everything the source has recorded up to here has been read: the source's clock. */
  @Column('timestamptz', { nullable: true })
  watermark: Date | null;

  @Column('text', { name: 'lease_holder', nullable: true })
  leaseHolder: string | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  /** Raised with every lease; a write with an older number is refused (safety S-10). */
  @Column('bigint', { default: 0 })
  fence: string;

  /** Records handed over so far: the position of the next one. */
  @Column('bigint', { default: 0 })
  sequence: string;

  @Column('integer', { name: 'last_full_count', nullable: true })
  lastFullCount: number | null;

  /** The walk under way: its id, its start, and whether it can prove an absence. */
  @Column('jsonb', { nullable: true })
  walk: unknown;

  @Column('timestamptz', { name: 'first_read_done_at', nullable: true })
  firstReadDoneAt: Date | null;

  /** Since then a walk brought too little to be believed, or nothing came where much was expected: absences are not concluded. */
  @Column('timestamptz', { name: 'doubtful_since', nullable: true })
  doubtfulSince: Date | null;

  /** Why: `shrunken`, `silent`. Empty: it is believed. */
  @Column('text', { array: true, default: '{}' })
  doubts: string[];

  /** What was missing by then counts no more against what is missing later: a person has said that the source is right. */
  @Column('timestamptz', { name: 'smaller_since', nullable: true })
  smallerSince: Date | null;

  /** What its connector said of it when it was read last. */
  @Column('text', { array: true, nullable: true })
  kinds: string[] | null;

  @Column('text', { nullable: true })
  mode: string | null;

  @Column('boolean', { nullable: true })
  compares: boolean | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
