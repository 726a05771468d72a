import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person owed an evaluation. Whoever evaluates deletes the row in the same transaction. */
@Entity('changed_patient')
export class ChangedPatient {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'person_id' })
  personId: string;

  @Column('timestamptz')
  since: Date;
}
