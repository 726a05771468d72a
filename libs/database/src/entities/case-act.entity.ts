import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** Something a person did to a case that can be taken back for a while: how the case stood before and after, and what was written beside it. */
@Entity('case_act')
@Index('case_act_of_case', ['practiceId', 'caseId', 'at'])
export class CaseAct {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'by_user_id' })
  byUserId: string;

  @Column('timestamptz')
  at: Date;

  /** `call` `snooze` `close` `note` `enrolment` `verdict` */
  @Column('text')
  kind: string;

  @Column('timestamptz', { name: 'undo_until' })
  undoUntil: Date;

  /** CaseWork of case-work.queries.ts */
  @Column('jsonb')
  before: unknown;

  @Column('jsonb')
  after: unknown;

  /** ActMade of case-acts.queries.ts: ids of what was written and of what was stopped */
  @Column('jsonb', { default: {} })
  made: unknown;

  @Column('timestamptz', { name: 'undone_at', nullable: true })
  undoneAt: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
