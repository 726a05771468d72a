import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** The source ids that one page of a walk brought: what no page brought is absent. Dropped when the walk ends. */
@Entity('walk_page')
export class WalkPage {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'walk_page_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'walk_page_connection' },
  ])
  connection?: Relation<Connection>;

  @PrimaryColumn('text')
  stream: string;

  @PrimaryColumn('text')
  walk: string;

  @PrimaryColumn('integer')
  page: number;

  @PrimaryColumn('text')
  kind: string;

  @Column('text', { name: 'source_ids', array: true })
  sourceIds: string[];
}
