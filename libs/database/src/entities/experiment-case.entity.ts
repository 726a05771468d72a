import type { Arm } from '@keepwell/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A case that opened while an experiment ran, as its household was assigned; analysed as assigned, whatever was done later. */
@Entity('experiment_case')
@Index('experiment_case_of_person', ['practiceId', 'personId'])
export class ExperimentCase {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'experiment_id' })
  experimentId: string;

  @PrimaryColumn('uuid', { name: 'case_id' })
  caseId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text')
  household: string;

  @Column('text')
  arm: Arm;

  /** What share was held back when it opened. */
  @Column('double precision')
  share: number;

  /** With `class` the stratum: clinic and class of the strongest rule, as the case opened. */
  @Column('uuid', { name: 'location_id', nullable: true })
  locationId: string | null;

  @Column('text')
  class: string;

  @Column('text', { array: true })
  rules: string[];

  @Column('timestamptz', { name: 'opened_at' })
  openedAt: Date;

  /** When a case of the held-back arm was shown all the same; null: it was not, or was never hidden. */
  @Column('timestamptz', { name: 'shown_at', nullable: true })
  shownAt: Date | null;

  /** The rule that bears no waiting, or `ended`: the experiment ended. */
  @Column('text', { name: 'shown_because', nullable: true })
  shownBecause: string | null;
}
