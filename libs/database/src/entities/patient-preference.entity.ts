import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What staff agreed with a patient (S1-06). Never changed: what is said anew ends the row before. */
@Entity('patient_preference')
@Check('patient_preference_interval', 'interval_days between 1 and 1500')
@Index('patient_preference_of_person', ['practiceId', 'personId', 'at'])
@Index('patient_preference_in_force', ['practiceId', 'personId'], { unique: true, where: 'ended_at is null' })
export class PatientPreference {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** Days between two visits; null: as the plan, the service or the practice has it. */
  @Column('integer', { name: 'interval_days', nullable: true })
  intervalDays: number | null;

  /** The service line for which the interval holds; null: whatever they come for. */
  @Column('text', { nullable: true })
  line: string | null;

  /** In small letters, never clinical. */
  @Column('text', { array: true, default: '{}' })
  interests: string[];

  @Column('uuid', { name: 'by_user_id' })
  byUserId: string;

  @Column('timestamptz')
  at: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
