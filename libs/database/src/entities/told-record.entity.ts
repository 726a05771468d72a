import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/**
 * When each field of a record was last spoken of, for sources whose messages say only part of a record: a message that comes
 * late must not undo what a newer one said. The values stand in the record; here only until it is whole.
 */
@Entity('told_record')
export class ToldRecordRow {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'told_record_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'told_record_connection' },
  ])
  connection?: Relation<Connection>;

  @PrimaryColumn('text')
  kind: string;

  @PrimaryColumn('text', { name: 'source_id' })
  sourceId: string;

  /** Field to milliseconds since 1970. */
  @Column('jsonb')
  clocks: Record<string, number>;

  @Column('timestamptz', { name: 'told_at', nullable: true })
  toldAt: Date | null;

  @Column('timestamptz', { name: 'made_at', nullable: true })
  madeAt: Date | null;

  /** Another booking has taken its place. */
  @Column('boolean', { default: false })
  replaced: boolean;

  /** What was said so far of a record that is not whole yet; null: it stands in its table. */
  @Column('jsonb', { nullable: true })
  waiting: Record<string, unknown> | null;

  /** When it was last heard of here. */
  @Column('timestamptz', { name: 'heard_at', default: () => 'now()' })
  heardAt: Date;
}
