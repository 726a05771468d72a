import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** How often each field of a kind carried something, by the hour in which it was read (X20). */
@Entity('field_profile')
export class FieldProfile {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'field_profile_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'field_profile_connection' },
  ])
  connection?: Relation<Connection>;

  @PrimaryColumn('text')
  stream: string;

  @PrimaryColumn('text')
  kind: string;

  @PrimaryColumn('timestamptz')
  hour: Date;

  @Column('integer')
  seen: number;

  /** Field to how many records carried it. */
  @Column('jsonb')
  filled: Record<string, number>;
}
