import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('finding')
@Index('finding_of_person', ['practiceId', 'personId'])
@Index('finding_once_open', { synchronize: false })
@Index('finding_task', { synchronize: false })
export class FindingRow {
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

  @Column('json')
  evidence: unknown;

  @Column('json')
  parameters: unknown;

  /** Of what was found, all of it: whether it reads differently now is told without reading it. */
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
