import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** What people say holds a place in a source's calendar without anybody having agreed to it: a word of its status, or a service. */
@Entity('placeholder_mark')
@Index('placeholder_mark_in_force', ['practiceId', 'connectionId', 'kind', 'value'], {
  unique: true,
  where: 'ended_at is null',
})
@Check('placeholder_mark_kind', `kind in ('word', 'service')`)
export class PlaceholderMarked {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    {
      name: 'practice_id',
      referencedColumnName: 'practiceId',
      foreignKeyConstraintName: 'placeholder_mark_connection',
    },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'placeholder_mark_connection' },
  ])
  connection?: Relation<Connection>;

  @PrimaryColumn('text')
  kind: string;

  /** A word trimmed and in small letters; of a service its source's id. */
  @PrimaryColumn('text')
  value: string;

  @Column('uuid', { name: 'by_user_id', nullable: true })
  byUserId: string | null;

  @PrimaryColumn('timestamptz')
  at: Date;

  /** When it was taken back; null: it holds. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
