import type { MeasuredEffect, ValueScale } from '@keepwell/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a contact is worth is worked out from this; looked at anew once a day. */
@Entity('ranking_basis')
export class RankingBasis {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  /** Null: nobody's value is known. */
  @Column('jsonb', { nullable: true })
  scale: ValueScale | null;

  /** What contacts were measured to bring, by rule; empty: nothing has been measured. */
  @Column('jsonb', { default: {} })
  effects: Record<string, MeasuredEffect>;

  @Column('timestamptz', { name: 'computed_at' })
  computedAt: Date;
}
