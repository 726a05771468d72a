import { Check, Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';
import type { InterventionOutcome, InterventionSkipReason } from '@keepwell/domain';

/**
 * That an intervention was done for a patient, or left out (S2-05). Of talks and sequences it says only that they were left out: that somebody talked
 * is a touchpoint, that messages were started an enrolment.
 */
@Entity('intervention_act')
@Check('intervention_act_outcome', `outcome in ('done', 'skipped')`)
@Check('intervention_act_reason', `(outcome = 'skipped') = (reason is not null)`)
@Check('intervention_act_done', `outcome = 'skipped' or kind = 'handoff'`)
@Index('intervention_act_of_person', ['practiceId', 'personId', 'at'])
export class InterventionAct {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** The case that stood then; null: none did. */
  @Column('uuid', { name: 'case_id', nullable: true })
  caseId: string | null;

  /** `handoff` `talk` `sequence` */
  @Column('text')
  kind: string;

  /** Of the playbooks: among those of a kind it occurs once. */
  @Column('text')
  key: string;

  @Column('integer')
  version: number;

  /** As it was called then: a later version may call it otherwise, or be gone. */
  @Column('text')
  title: string;

  @Column('text')
  outcome: InterventionOutcome;

  /** Of what was left out. */
  @Column('text', { nullable: true })
  reason: InterventionSkipReason | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('uuid', { name: 'by_user_id' })
  byUserId: string;

  @Column('timestamptz')
  at: Date;

  @Column('timestamptz', { name: 'undone_at', nullable: true })
  undoneAt: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
