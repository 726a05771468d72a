import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One person's share of line_gap, so that it can be taken out again. */
@Entity('person_gap')
export class PersonGap {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'person_id' })
  personId: string;

  @PrimaryColumn('text')
  line: string;

  @Column('integer', { array: true })
  gaps: number[];
}
