import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { BacktestPiece } from '@keepwell/domain';
import { BacktestRun } from './backtest-run.entity.js';

/** What a running backtest counted of some people; gone when it ends. */
@Entity('backtest_piece')
export class BacktestPieceRow {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'backtest_id' })
  backtestId: string;

  @ManyToOne(() => BacktestRun, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'backtest_piece_run' },
    { name: 'backtest_id', referencedColumnName: 'id', foreignKeyConstraintName: 'backtest_piece_run' },
  ])
  run?: Relation<BacktestRun>;

  /** In the order in which they were counted, which is the order in which they are added. */
  @PrimaryColumn('integer')
  number: number;

  @Column('integer')
  round: number;

  /** Where the round goes on; null: it is done. */
  @Column('uuid', { name: 'up_to_person_id', nullable: true })
  upToPersonId: string | null;

  /** How many persons the round has been shown by then. */
  @Column('integer')
  persons: number;

  /** Households under a name that is made up for the run. */
  @Column('json')
  counts: BacktestPiece;
}
