import { Check, Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a person said of a listed patient: rightly on the list, or not (X13, X22). The newest that was not taken back counts. */
@Entity('case_verdict')
@Check('case_verdict_word', `verdict in ('right', 'wrong')`)
@Check('case_verdict_cause', `(verdict = 'wrong') = (cause is not null)`)
@Index('case_verdict_of_case', ['practiceId', 'caseId', 'at'])
@Index('case_verdict_newest', ['practiceId', 'at'])
export class CaseVerdict {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** Rules of kind O that listed the patient when it was said. */
  @Column('text', { array: true })
  rules: string[];

  /** `right` `wrong` */
  @Column('text')
  verdict: string;

  /** With `wrong`: WRONG_CAUSES of the domain. */
  @Column('text', { nullable: true })
  cause: string | null;

  @Column('uuid', { name: 'by_user_id' })
  byUserId: string;

  @Column('timestamptz')
  at: Date;

  @Column('timestamptz', { name: 'undone_at', nullable: true })
  undoneAt: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
