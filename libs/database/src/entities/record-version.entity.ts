import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A superseded version of a source record. The current version is in the table of its kind. Append-only for the app. */
@Entity('record_version')
@Index('record_version_of_record', ['practiceId', 'kind', 'recordId'])
export class RecordVersionRow {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  kind: string;

  @Column('uuid', { name: 'record_id' })
  recordId: string;

  @Column('timestamptz', { name: 'source_updated_at', nullable: true })
  sourceUpdatedAt: Date | null;

  @Column('timestamptz', { name: 'source_created_at', nullable: true })
  sourceCreatedAt: Date | null;

  @Column('timestamptz', { name: 'latest_source_at', nullable: true })
  latestSourceAt: Date | null;

  @Column('text', { name: 'source_version', nullable: true })
  sourceVersion: string | null;

  @Column('timestamptz', { name: 'recorded_at', nullable: true })
  recordedAt: Date | null;

  @Column('timestamptz', { name: 'observed_at' })
  observedAt: Date;

  @Column('bigint')
  sequence: string;

  @Column('bytea', { name: 'content_hash' })
  contentHash: Buffer;

  /** The fields of records.ts, instants in milliseconds. */
  @Column('jsonb')
  data: unknown;

  /** The record was deleted (`goneAt`) when this version was superseded. */
  @Column('boolean', { default: false })
  deleted: boolean;

  @Column('timestamptz', { name: 'gone_at', nullable: true })
  goneAt: Date | null;

  /** When we heard of it. */
  @Column('timestamptz', { name: 'gone_observed_at', nullable: true })
  goneObservedAt: Date | null;
}
