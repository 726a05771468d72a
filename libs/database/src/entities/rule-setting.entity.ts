import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** How a practice uses a rule, from when to when. The row in force has no `validTo`. */
@Entity('rule_setting')
@Index('rule_setting_of_rule', ['practiceId', 'rule', 'validFrom'])
export class RuleSetting {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  rule: string;

  /** Null: the whole practice. */
  @Column('uuid', { name: 'location_id', nullable: true })
  locationId: string | null;

  @Column('text')
  mode: 'on' | 'off';

  @Column('jsonb', { default: {} })
  parameters: Record<string, string | number | boolean>;

  @Column('integer')
  version: number;

  @Column('uuid', { nullable: true })
  author: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('timestamptz', { name: 'valid_from' })
  validFrom: Date;

  @Column('timestamptz', { name: 'valid_to', nullable: true })
  validTo: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
