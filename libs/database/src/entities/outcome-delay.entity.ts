import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How long the places of a practice usually take to enter what became of an appointment, from an instant on (K11). */
@Entity('outcome_delay')
export class OutcomeDelay {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('timestamptz', { name: 'learned_at' })
  learnedAt: Date;

  /** Open days, by source and by `locationKey`; a place that is not named has too few outcomes to tell. */
  @Column('jsonb')
  days: Record<string, number>;

  /** On how many outcomes each of these rests. */
  @Column('jsonb', { default: {} })
  seen: Record<string, number>;
}
