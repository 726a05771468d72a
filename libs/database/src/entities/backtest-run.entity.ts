import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { BacktestAsk, BacktestResult, Instant, KeptRuleSetting, LocalDate, PracticeFacts } from '@keepwell/domain';
import type { DraftChange } from './rule-draft.entity.js';

/** What a run rests on from its first moment to its last, whatever changes meanwhile. */
export interface BacktestBasis {
  ask: BacktestAsk;
  /** What the practice is, with its history. */
  facts: PracticeFacts;
  /** Nothing is heard of what was read later. */
  knownBy: Instant;
  minorsBornAfter: LocalDate;
  /** When each source was last read, by connection. */
  ends: [connectionId: string, at: Instant][];
  /** How many there were, to say how far it is. */
  patients: number;
}

/** The rules asked as of past days, on the practice's own history (X03). No patient stands in it. */
@Entity('backtest_run')
@Index('backtest_run_newest', ['practiceId', 'askedAt', 'id'])
@Check('backtest_run_state', `state in ('asked', 'running', 'done', 'failed', 'cancelled')`)
export class BacktestRun {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'asked_by_user_id' })
  askedByUserId: string;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt: Date;

  @Column('date', { name: 'first_day' })
  firstDay: string;

  @Column('date', { name: 'last_day' })
  lastDay: string;

  /** Days from one asked day to the next. */
  @Column('integer')
  every: number;

  /** Only these; null: all. */
  @Column('text', { array: true, nullable: true })
  rules: string[] | null;

  @Column('uuid', { name: 'draft_id', nullable: true })
  draftId: string | null;

  /** What is tried beside the settings in force, as it stood when it was asked for; null: nothing. */
  @Column('jsonb', { nullable: true })
  changes: DraftChange[] | null;

  /** The settings in force when it began. */
  @Column('jsonb', { nullable: true })
  settings: KeptRuleSetting[] | null;

  /** While it runs. */
  @Column('json', { nullable: true })
  basis: BacktestBasis | null;

  /** How is counted, while it runs (`backtestMethod`). */
  @Column('text', { nullable: true })
  method: string | null;

  @Column('text')
  state: 'asked' | 'running' | 'done' | 'failed' | 'cancelled';

  /** 0 to 1. */
  @Column('real', { default: 0 })
  progress: number;

  @Column('jsonb', { nullable: true })
  result: BacktestResult | null;

  /** Why it cannot be done, in a sentence. */
  @Column('text', { nullable: true })
  problem: string | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
