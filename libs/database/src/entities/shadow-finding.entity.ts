import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a rule in shadow found: as a finding, but of no state, case or figure. A table of its own, so that nothing counts it by mistake. */
@Entity('shadow_finding')
@Index('shadow_finding_of_person', ['practiceId', 'personId'])
@Index('shadow_finding_of_rule', ['practiceId', 'rule', 'openedAt'])
@Index('shadow_finding_once_open', { synchronize: false })
export class ShadowFinding {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text')
  rule: string;

  @Column('integer', { name: 'rule_version' })
  ruleVersion: number;

  @Column('text', { nullable: true })
  episode: string | null;

  @Column('text')
  kind: string;

  @Column('text')
  class: string;

  @Column('timestamptz')
  since: Date;

  @Column('text')
  reason: string;

  @Column('jsonb')
  evidence: unknown;

  @Column('jsonb')
  parameters: unknown;

  @Column('bytea', { nullable: true })
  digest: Buffer | null;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt: Date | null;

  @Column('text', { name: 'closed_because', nullable: true })
  closedBecause: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
