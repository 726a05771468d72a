import { Column, Entity, PrimaryColumn } from 'typeorm';

/** In which month of their programs people leave, as counted last with the models. */
@Entity('program_months')
export class ProgramMonthsRow {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  /** ProgramMonths of libs/domain/src/figures */
  @Column('jsonb')
  body: unknown;

  /** what was known by then was used */
  @Column('timestamptz', { name: 'as_of' })
  asOf: Date;
}
