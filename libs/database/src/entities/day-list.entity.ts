import type { RuleClass } from '@keepwell/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The places of one day of a practice that has said how many contacts its team can make. Who has them stands on the cases. */
@Entity('day_list')
export class DayList {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  /** Local date of the practice. */
  @PrimaryColumn('date')
  day: string;

  @Column('integer')
  capacity: number;

  /** Places given: those worked off and those still there. */
  @Column('integer')
  places: number;

  /** Open cases without a place when it was last planned, by class. */
  @Column('jsonb')
  unserved: Record<RuleClass, number>;

  @Column('timestamptz', { name: 'first_planned_at' })
  firstPlannedAt: Date;

  @Column('timestamptz', { name: 'planned_at' })
  plannedAt: Date;
}
