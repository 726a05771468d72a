import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** Whether a connection's other side is left alone for a while (safety V-03, V-04). No row: it was never in trouble. */
@Entity('connection_breaker')
export class ConnectionBreaker {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId: string;

  @OneToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'practice_id',
      referencedColumnName: 'practiceId',
      foreignKeyConstraintName: 'connection_breaker_connection',
    },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'connection_breaker_connection' },
  ])
  connection?: Relation<Connection>;

  /** Null: closed, requests go through. */
  @Column('timestamptz', { name: 'opened_at', nullable: true })
  openedAt: Date | null;

  /** When one request may go through, to see. */
  @Column('timestamptz', { name: 'probe_at', nullable: true })
  probeAt: Date | null;

  @Column('integer', { name: 'probe_wait_ms', default: 0 })
  probeWaitMs: number;

  /** Somebody is trying; others wait until then. */
  @Column('timestamptz', { name: 'probing_until', nullable: true })
  probingUntil: Date | null;

  /** A sentence for the practice. */
  @Column('text', { nullable: true })
  because: string | null;

  /** When our credentials were refused, within the last hour. */
  @Column('timestamptz', { array: true, default: '{}' })
  refusals: Date[];
}
