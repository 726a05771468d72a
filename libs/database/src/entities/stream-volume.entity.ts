import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** What a stream brought, by the hour. */
@Entity('stream_volume')
export class StreamVolume {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'stream_volume_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'stream_volume_connection' },
  ])
  connection?: Relation<Connection>;

  @PrimaryColumn('text')
  stream: string;

  @PrimaryColumn('timestamptz')
  hour: Date;

  @Column('integer')
  read: number;

  @Column('integer')
  applied: number;

  @Column('integer')
  quarantined: number;
}
