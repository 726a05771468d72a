import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** How far the calls of one subscription have come, where the other side counts them. */
@Entity('hook_sequence')
export class HookSequence {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'hook_sequence_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'hook_sequence_connection' },
  ])
  connection?: Relation<Connection>;

  /** As the other side names the subscription. */
  @PrimaryColumn('text')
  name: string;

  @Column('bigint', { name: 'up_to' })
  upTo: string;

  /** Numbers that never came: `[[from, to]]`. */
  @Column('jsonb', { default: [] })
  gaps: [number, number][];

  /** How many were missing when it was noticed, ever. */
  @Column('integer', { default: 0 })
  missed: number;

  @Column('timestamptz', { name: 'missed_at', nullable: true })
  missedAt: Date | null;

  /** The other side said that it tells nothing any more: `error` or `off`. */
  @Column('text', { nullable: true })
  stopped: string | null;

  @Column('timestamptz', { name: 'heard_at' })
  heardAt: Date;
}
