import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

export interface PracticeSettings {
  majorityAge?: number;
  warmUpDays?: number;
}

/** The tenant: row-level security ends here. */
@Entity('practice')
export class Practice {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  slug: string;

  @Column('text')
  timezone: string;

  @Column('text', { nullable: true })
  currency: string | null;

  @Column('jsonb', { default: {} })
  settings: PracticeSettings;

  @Column('timestamptz', { name: 'go_live_at', nullable: true })
  goLiveAt: Date | null;

  /** The audit of the day the practice was connected, frozen (S2-02). */
  @Column('jsonb', { nullable: true })
  baseline: unknown;

  @Column('boolean', { default: false })
  demo: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
