import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { Connection } from './connection.entity.js';

export const WRITE_STATES = ['pending', 'sending', 'unknown', 'review', 'confirmed', 'failed', 'cancelled'] as const;
export type WriteState = (typeof WRITE_STATES)[number];

/** One line of what became of it. */
export interface WriteStep {
  at: string;
  state: WriteState;
  says: string | null;
  /** Null: the system. */
  byUserId: string | null;
}

/** Something that is to stand in the other system too: unique by what it came of, so that an act is written back once. */
@Entity('write_operation')
@Unique('write_operation_once', ['practiceId', 'connectionId', 'kind', 'origin'])
@Index('write_operation_due', ['practiceId', 'connectionId', 'dueAt'], {
  where: "state in ('pending', 'sending', 'unknown')",
})
@Index('write_operation_newest', ['practiceId', 'connectionId', 'id'])
@Index('write_operation_of_case', ['practiceId', 'caseId', 'id'])
@Index('write_operation_of_person', ['practiceId', 'personId', 'id'])
export class WriteOperationRow {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'write_operation_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'write_operation_connection' },
  ])
  connection?: Relation<Connection>;

  /** `log_contact` `book` `cancel` */
  @Column('text')
  kind: string;

  /** What it came of: `touchpoint:<id>`, `message:<id>`, `person:<id of the request>`. */
  @Column('text')
  origin: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'case_id', nullable: true })
  caseId: string | null;

  /** Waits until this one is confirmed: the old booking goes when the new one stands. */
  @Column('uuid', { name: 'after_id', nullable: true })
  afterId: string | null;

  /** WriteOperation of the connector SDK: what is written, with the other side's ids. */
  @Column('jsonb')
  operation: unknown;

  /** What people are shown of it: names and times as they stood when it was asked for. */
  @Column('jsonb', { default: {} })
  shown: unknown;

  @Column('text')
  state: WriteState;

  /** A sentence for the person who asked. */
  @Column('text', { nullable: true })
  says: string | null;

  /** The other side's id of what was written. */
  @Column('text', { nullable: true })
  ref: string | null;

  @Column('integer', { default: 0 })
  attempts: number;

  /** Times it was looked for after it may have been written. */
  @Column('integer', { default: 0 })
  lookups: number;

  /** When the other side took it on without confirming it. */
  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt: Date | null;

  @Column('text', { name: 'claim_holder', nullable: true })
  claimHolder: string | null;

  @Column('timestamptz', { name: 'claim_until', nullable: true })
  claimUntil: Date | null;

  @Column('timestamptz', { name: 'due_at' })
  dueAt: Date;

  /** Null: the system, because the connection is set to. */
  @Column('uuid', { name: 'asked_by_user_id', nullable: true })
  askedByUserId: string | null;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt: Date;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('jsonb', { default: [] })
  steps: WriteStep[];

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
