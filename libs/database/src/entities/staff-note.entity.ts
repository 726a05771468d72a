import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** A line of the team about a patient, for the next one who calls; never clinical. */
@Entity('staff_note')
@Index('staff_note_of_person', ['practiceId', 'personId', 'at'])
export class StaffNote {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'case_id', nullable: true })
  caseId: string | null;

  @Column('uuid', { name: 'by_user_id' })
  byUserId: string;

  @Column('timestamptz')
  at: Date;

  @Column('text')
  text: string;

  @Column('timestamptz', { name: 'undone_at', nullable: true })
  undoneAt: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
