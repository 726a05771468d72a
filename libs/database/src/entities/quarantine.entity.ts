import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

export const QUARANTINE_STATES = ['open', 'replayed', 'dismissed'] as const;
export type QuarantineState = (typeof QUARANTINE_STATES)[number];

/** A record that was read and could not be kept yet; its raw form is encrypted (safety S-07). */
@Entity('quarantine')
@Index('quarantine_newest', ['practiceId', 'connectionId', 'state', 'id'])
@Index('quarantine_by_code', ['practiceId', 'connectionId', 'state', 'code', 'id'])
@Index('quarantine_waiting', ['practiceId', 'connectionId', 'waitsFor'], {
  where: "waits_for is not null and state = 'open'",
})
@Index('quarantine_fingerprint', ['practiceId', 'connectionId', 'fingerprint'])
export class Quarantine {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'quarantine_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'quarantine_connection' },
  ])
  connection?: Relation<Connection>;

  @Column('uuid', { name: 'sync_run_id', nullable: true })
  syncRunId: string | null;

  @Column('text')
  stream: string;

  @Column('text', { nullable: true })
  kind: string | null;

  @Column('text', { name: 'source_id', nullable: true })
  sourceId: string | null;

  @Column('text')
  code: string;

  @Column('text')
  reason: string;

  @Column('text', { name: 'where_found', nullable: true })
  whereFound: string | null;

  /** For `patient_unknown`: the source's id of the patient it waits for. */
  @Column('text', { name: 'waits_for', nullable: true })
  waitsFor: string | null;

  /** Tells a record that is read again and again from a new one: one open row per record, version and reason. */
  @Column('bytea')
  fingerprint: Buffer;

  @Column('bytea', { name: 'raw_ciphertext', nullable: true })
  rawCiphertext: Buffer | null;

  @Column('bytea', { name: 'raw_nonce', nullable: true })
  rawNonce: Buffer | null;

  @Column('uuid', { name: 'raw_key_id', nullable: true })
  rawKeyId: string | null;

  /** `record`: our source record as JSON; `source`: as the other side wrote it. */
  @Column('text', { name: 'raw_form', nullable: true })
  rawForm: 'record' | 'source' | null;

  @Column('text', { default: 'open' })
  state: QuarantineState;

  @Column('integer', { name: 'connector_version' })
  connectorVersion: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt: Date | null;

  /** Who dismissed it. */
  @Column('uuid', { name: 'closed_by_user_id', nullable: true })
  closedByUserId: string | null;

  @Column('text', { name: 'closed_because', nullable: true })
  closedBecause: string | null;
}
