import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** Until when a person rests, on which rules and why (E09). Kept when it ends: the patient’s history shows it. */
@Entity('snooze')
@Index('snooze_of_person', ['practiceId', 'personId', 'at'])
@Index('snooze_standing', ['practiceId', 'personId'], { unique: true, where: 'ended_at is null' })
export class Snooze {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** Whom it was about when it was written: filled by the table, kept through merges. Null: before that was kept. */
  @Column('uuid', { name: 'written_person_id', nullable: true })
  writtenPersonId?: string | null;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  @Column('text', { array: true })
  rules: string[];

  @Column('date', { name: 'wake_on' })
  wakeOn: string;

  @Column('timestamptz')
  until: Date;

  @Column('text')
  reason: string;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('uuid', { name: 'by_user_id' })
  byUserId: string;

  @Column('timestamptz')
  at: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  /** `date` `rule` `reply` `staff` `closed` `undone` */
  @Column('text', { name: 'ended_because', nullable: true })
  endedBecause: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
