import { Check, Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * How a practice uses a rule, from when to when. The row in force has no `validTo`; rows are added and ended, never changed. A
 * location's row wins over the practice's for persons whose record names the location.
 */
@Entity('rule_setting')
@Index('rule_setting_of_rule', ['practiceId', 'rule', 'validFrom'])
@Index('rule_setting_in_force', { synchronize: false })
@Check('rule_setting_mode', `mode in ('on', 'shadow', 'off', 'as_practice')`)
@Check('rule_setting_as_practice', `mode <> 'as_practice' or location_id is not null`)
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

  /** `as_practice` (of a location only): nothing of its own from here on. */
  @Column('text')
  mode: 'on' | 'shadow' | 'off' | 'as_practice';

  /** What differs from what would be without them. */
  @Column('jsonb', { default: {} })
  parameters: Record<string, string | number>;

  /** Of the practice's settings as a whole: rows that begin together share it, and each change counts it up. */
  @Column('integer')
  version: number;

  /** Null: the system itself. */
  @Column('uuid', { nullable: true })
  author: string | null;

  @Column('uuid', { name: 'approved_by_user_id', nullable: true })
  approvedByUserId: string | null;

  /** The draft that brought it. */
  @Column('uuid', { name: 'draft_id', nullable: true })
  draftId: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('timestamptz', { name: 'valid_from' })
  validFrom: Date;

  @Column('timestamptz', { name: 'valid_to', nullable: true })
  validTo: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
