import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { RuleDraft } from './rule-draft.entity.js';

/** Somebody for whom a draft would change something on a list, and why. */
@Entity('rule_draft_person')
@Index('rule_draft_person_in_order', ['practiceId', 'draftId', 'move', 'sortPriority', 'personId'])
export class RuleDraftPerson {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'draft_id' })
  draftId: string;

  @ManyToOne(() => RuleDraft, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'rule_draft_person_draft' },
    { name: 'draft_id', referencedColumnName: 'id', foreignKeyConstraintName: 'rule_draft_person_draft' },
  ])
  draft?: Relation<RuleDraft>;

  @PrimaryColumn('uuid', { name: 'person_id' })
  personId: string;

  @Column('text')
  move: 'enters' | 'leaves' | 'changes' | 'elsewhere';

  /** The list somebody is on: `off_track`, `at_risk`, `lapsed`; null: none. */
  @Column('text', { name: 'from_list', nullable: true })
  fromList: string | null;

  @Column('text', { name: 'to_list', nullable: true })
  toList: string | null;

  /** The rule that speaks then, or for whoever leaves the one that no longer does. */
  @Column('text')
  rule: string;

  @Column('text', { nullable: true })
  class: string | null;

  /** All that speak with the draft; for whoever leaves, all that spoke before. */
  @Column('text', { array: true })
  rules: string[];

  /** The finding's own sentence; for whoever leaves, what is no longer found. */
  @Column('text')
  reason: string;

  /** For whoever leaves: why the rule is silent then. */
  @Column('text', { nullable: true })
  silence: string | null;

  @Column('timestamptz', { nullable: true })
  since: Date | null;

  @Column('bigint', { name: 'sort_priority' })
  sortPriority: string;
}
