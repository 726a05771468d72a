import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** A case that next-patient mode passed over, and why; managers read it. */
@Entity('skip')
@Index('skip_newest', ['practiceId', 'at'])
export class Skip {
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

  @Column('text')
  reason: string;

  @Column('timestamptz')
  at: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
