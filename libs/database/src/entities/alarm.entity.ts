import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** Something about a source that a person should know: said once, closed when it is over. */
@Entity('alarm')
@Index('alarm_open', ['practiceId', 'connectionId', 'code', 'subject'], { unique: true, where: 'closed_at is null' })
export class Alarm {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'alarm_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'alarm_connection' },
  ])
  connection?: Relation<Connection>;

  /** What is wrong: `feed_late`, `source_shrunken`, `volume_low`, … */
  @Column('text')
  code: string;

  /** What of the connection it is about: a stream, a word, a field; empty: all of it. */
  @Column('text')
  subject: string;

  /** One sentence: what is wrong and what to do. Nothing of a patient. */
  @Column('text')
  says: string;

  @Column('jsonb', { default: {} })
  detail: Record<string, unknown>;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt: Date | null;
}
