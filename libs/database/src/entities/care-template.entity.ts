import type { CareTemplates } from '@keepwell/domain';
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** What a practice means patients to get, one row a version: rows are added and never changed, the newest holds. */
@Entity('care_template')
export class CareTemplateRow {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('integer')
  version: number;

  @Column('jsonb')
  body: CareTemplates;

  /** Null: the system, from the files that ship with it. */
  @Column('uuid', { name: 'author_user_id', nullable: true })
  authorUserId: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
