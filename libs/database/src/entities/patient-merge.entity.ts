import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** That one patient record replaces another, and when that was undone. */
@Entity('patient_merge')
@Index('patient_merge_of_loser', ['practiceId', 'loserId'])
export class PatientMerge {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'loser_id' })
  loserId: string;

  @Column('uuid', { name: 'survivor_id' })
  survivorId: string;

  @Column('text')
  cause: 'source' | 'staff';

  @Column('timestamptz')
  at: Date;

  @Column('timestamptz', { name: 'undone_at', nullable: true })
  undoneAt: Date | null;

  @Column('uuid', { name: 'by_user', nullable: true })
  byUser: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
