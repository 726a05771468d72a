import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** What a person says a source's word for a booking's state means. */
@Entity('status_word')
export class StatusWord {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'status_word_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'status_word_connection' },
  ])
  connection?: Relation<Connection>;

  /** Trimmed, lower case. */
  @PrimaryColumn('text')
  word: string;

  /** Null: the meaning was taken back. */
  @Column('text', { nullable: true })
  means: string | null;

  /** What it stood for before anybody said: taken up again when the meaning is taken back. */
  @Column('text', { nullable: true })
  before: string | null;

  /** False: records stored before still have to follow. */
  @Column('boolean', { default: true })
  applies: boolean;

  @Column('uuid', { name: 'by_user_id', nullable: true })
  byUserId: string | null;

  @Column('timestamptz')
  at: Date;
}
