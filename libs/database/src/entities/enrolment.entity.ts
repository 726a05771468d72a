import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** One person going through one sequence; at most one runs per person. */
@Entity('enrolment')
@Index('enrolment_running', ['practiceId', 'personId'], { unique: true, where: "state in ('running', 'held')" })
@Index('enrolment_of_case', ['practiceId', 'caseId'])
export class Enrolment {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  @Column('uuid', { name: 'sequence_id' })
  sequenceId: string;

  /** `running` `finished` `stopped` `held` */
  @Column('text')
  state: string;

  /** `booked` `replied` `opted_out` `case_closed` `snoozed` `staff` `undone` `excluded` */
  @Column('text', { name: 'stopped_because', nullable: true })
  stoppedBecause: string | null;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('uuid', { name: 'started_by_user_id' })
  startedByUserId: string;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  /** of the very text that was read before it started */
  @Column('bytea', { name: 'preview_digest' })
  previewDigest: Buffer;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
