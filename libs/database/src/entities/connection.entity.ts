import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { Practice } from './practice.entity.js';

export const CONNECTION_STATES = ['ready', 'paused', 'needs_attention'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/** A practice's use of a connector. */
@Entity('connection')
@Unique('connection_name', ['practiceId', 'name'])
@Check('connection_patients_of_another', 'patients_from_connection_id <> id')
export class Connection {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @ManyToOne(() => Practice, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'practice_id', foreignKeyConstraintName: 'connection_practice' })
  practice?: Relation<Practice>;

  @Column('text')
  connector: string;

  @Column('text')
  name: string;

  /** Without secrets: those are in connection_secret. */
  @Column('jsonb', { default: {} })
  settings: Record<string, string | number | boolean>;

  @Column('text', { default: 'ready' })
  state: ConnectionState;

  /** One sentence for the practice. */
  @Column('text', { nullable: true })
  problem: string | null;

  @Column('integer', { name: 'poll_seconds', default: 900 })
  pollSeconds: number;

  @Column('timestamptz', { name: 'next_poll_at', nullable: true })
  nextPollAt: Date | null;

  @Column('timestamptz', { name: 'last_success_at', nullable: true })
  lastSuccessAt: Date | null;

  @Column('timestamptz', { name: 'warm_up_until', nullable: true })
  warmUpUntil: Date | null;

  /** When every stream had been read to its end for the first time. */
  @Column('timestamptz', { name: 'first_read_done_at', nullable: true })
  firstReadDoneAt: Date | null;

  /** Complete polls since, without a shrunken or failed stream (rules-decisions Q98 asks for two). */
  @Column('integer', { name: 'agreed_polls', default: 0 })
  agreedPolls: number;

  /** Calls and messages of ours are noted in the other system too. */
  @Column('boolean', { name: 'write_back_contacts', default: false })
  writeBackContacts: boolean;

  /** Since when: what was said before stays here. */
  @Column('timestamptz', { name: 'write_back_from', nullable: true })
  writeBackFrom: Date | null;

  /** The connection whose patients its records name; null: its own. */
  @Column('uuid', { name: 'patients_from_connection_id', nullable: true })
  patientsFromConnectionId: string | null;

  @ManyToOne(() => Connection)
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'connection_patients_from' },
    {
      name: 'patients_from_connection_id',
      referencedColumnName: 'id',
      foreignKeyConstraintName: 'connection_patients_from',
    },
  ])
  patientsFrom?: Relation<Connection>;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
