import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a patient said to staff (E14): “not now” holds 180 days, “never” holds for good. */
@Entity('contact_stop')
@Index('contact_stop_of_person', ['practiceId', 'personId'])
export class ContactStop {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** `not_now` `never` */
  @Column('text')
  kind: string;

  @Column('timestamptz', { nullable: true })
  until: Date | null;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'case_id', nullable: true })
  caseId: string | null;

  @Column('uuid', { name: 'by_user_id', nullable: true })
  byUserId: string | null;

  @Column('timestamptz')
  at: Date;

  @Column('timestamptz', { name: 'lifted_at', nullable: true })
  liftedAt: Date | null;

  @Column('uuid', { name: 'lifted_by_user_id', nullable: true })
  liftedByUserId: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
