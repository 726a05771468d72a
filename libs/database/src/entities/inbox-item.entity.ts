import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

export const INBOX_WAYS = ['webhook', 'stream', 'file'] as const;
export type InboxWay = (typeof INBOX_WAYS)[number];

export const INBOX_STATES = ['received', 'applied', 'duplicate', 'ignored', 'quarantined', 'refused'] as const;
export type InboxState = (typeof INBOX_STATES)[number];

/** What came of an item. */
export interface InboxCounts {
  hints?: number;
  applied?: number;
  unchanged?: number;
  quarantined?: number;
  gone?: number;
}

/** Something that was pushed to us; its bytes are encrypted. Every row ends in a state other than `received`. */
@Entity('inbox_item')
@Index('inbox_item_once', ['practiceId', 'connectionId', 'way', 'dedupeKey'], { unique: true, where: 'holds_key' })
@Index('inbox_item_waiting', ['practiceId', 'connectionId', 'id'], { where: "state = 'received'" })
@Index('inbox_item_newest', ['practiceId', 'connectionId', 'state', 'id'])
export class InboxItem {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'inbox_item_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'inbox_item_connection' },
  ])
  connection?: Relation<Connection>;

  @Column('text')
  way: InboxWay;

  /** SHA-256 of what the sender says is the same for repetitions. */
  @Column('bytea', { name: 'dedupe_key' })
  dedupeKey: Buffer;

  /** What comes with the same key is compared with this row; one per key, for seven days. */
  @Column('boolean', { name: 'holds_key', default: true })
  holdsKey: boolean;

  @Column('bytea', { name: 'body_hash' })
  bodyHash: Buffer;

  /** `strong`: signed over the bytes. `weak`: a static secret. `none`: by the way it came alone. */
  @Column('text')
  verified: 'strong' | 'weak' | 'none';

  /** The kind of event, for people. */
  @Column('text', { nullable: true })
  type: string | null;

  /** Null for a duplicate: its bytes are those of `sameAs`. */
  @Column('bytea', { nullable: true })
  ciphertext: Buffer | null;

  @Column('bytea', { nullable: true })
  nonce: Buffer | null;

  @Column('uuid', { name: 'key_id', nullable: true })
  keyId: string | null;

  /** Bytes, before they were sealed. */
  @Column('integer')
  size: number;

  /** Hashed; items with a key in common are applied in the order of their ids. */
  @Column('bytea', { name: 'order_keys', array: true, default: '{}' })
  orderKeys: Buffer[];

  /** Waits for everything before it, and everything after it waits. */
  @Column('boolean', { name: 'order_all', default: false })
  orderAll: boolean;

  @Column('text')
  state: InboxState;

  /** A sentence without patient data. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('jsonb', { default: {} })
  counts: InboxCounts;

  /** The item that holds the key this one came with. */
  @Column('uuid', { name: 'same_as', nullable: true })
  sameAs: string | null;

  @Column('integer', { default: 0 })
  attempts: number;

  /** Not before then; null: at once. */
  @Column('timestamptz', { name: 'next_try_at', nullable: true })
  nextTryAt: Date | null;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt: Date;

  @Column('timestamptz', { name: 'done_at', nullable: true })
  doneAt: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
