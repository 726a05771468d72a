import { Check, Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a person said of somebody whom a rule on trial would list: rightly, or not (X13, X22). The newest that was not taken back counts. */
@Entity('shadow_verdict')
@Check('shadow_verdict_word', `verdict in ('right', 'wrong')`)
@Check('shadow_verdict_cause', `(verdict = 'wrong') = (cause is not null)`)
@Index('shadow_verdict_of_finding', ['practiceId', 'findingId', 'at'])
@Index('shadow_verdict_of_person', ['practiceId', 'personId'])
@Index('shadow_verdict_of_rule', ['practiceId', 'rule', 'at'])
export class ShadowVerdict {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'finding_id' })
  findingId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text')
  rule: string;

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
