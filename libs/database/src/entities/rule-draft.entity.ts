import { Check, Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** One rule as a draft would have it. */
export interface DraftChange {
  rule: string;
  /** Null: the whole practice. */
  locationId: string | null;
  /** `as_practice` (of a location only): no setting of its own any more. */
  mode: 'on' | 'shadow' | 'off' | 'as_practice';
  /** What differs from what would be without them; they replace those in force. */
  parameters: Record<string, string | number>;
}

/** How many would enter and leave, over everybody and by the rule that speaks. */
export interface PreviewNumbers {
  /** Persons asked about, each twice. */
  asked: number;
  /** On the off-track list now, and with the draft. */
  listedNow: number;
  listedThen: number;
  enters: number;
  leaves: number;
  /** On the list before and after, but for other reasons or with another urgency. */
  changes: number;
  /** Onto or off the tab of those at risk, and of those long gone, without the off-track list being concerned. */
  elsewhere: number;
  byRule: { rule: string; enters: number; leaves: number }[];
}

/**
 * A change of rules that somebody proposes and somebody else approves (X17). Whether a preview is too old to approve is not kept:
 * it follows from the version of the settings and from the clock.
 */
@Entity('rule_draft')
@Index('rule_draft_newest', ['practiceId', 'createdAt', 'id'])
@Check('rule_draft_state', `state in ('proposed', 'previewing', 'ready', 'approved', 'withdrawn')`)
@Check(
  'rule_draft_second_person',
  `state <> 'approved' or (ended_by_user_id is not null and ended_by_user_id <> author_user_id)`,
)
export class RuleDraft {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'author_user_id' })
  authorUserId: string;

  @Column('text')
  reason: string;

  @Column('jsonb')
  changes: DraftChange[];

  @Column('text')
  state: 'proposed' | 'previewing' | 'ready' | 'approved' | 'withdrawn';

  /** The version of the practice's settings that the preview was made beside. */
  @Column('integer', { name: 'rests_on_version', nullable: true })
  restsOnVersion: number | null;

  /** The instant for which everybody was asked. */
  @Column('timestamptz', { name: 'previewed_as_of', nullable: true })
  previewedAsOf: Date | null;

  @Column('jsonb', { nullable: true })
  preview: PreviewNumbers | null;

  /** Persons asked so far and in all, while a preview is under way. */
  @Column('integer', { name: 'preview_asked', nullable: true })
  previewAsked: number | null;

  @Column('integer', { name: 'preview_of', nullable: true })
  previewOf: number | null;

  @Column('uuid', { name: 'ended_by_user_id', nullable: true })
  endedByUserId: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
