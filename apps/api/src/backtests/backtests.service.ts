import { Injectable } from '@nestjs/common';
import {
  BacktestQueries,
  JobQueries,
  ReportQueries,
  RuleDraftQueries,
  type BacktestRow,
  type DraftChange,
  type Transaction,
} from '@keepwell/database';
import { backtestPeriodProblem, ruleNamed, type BacktestPack, type BacktestResult } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { decodeCursor, encodeCursor, UUID_PART } from '../http/cursor.js';
import type { PageDto } from '../http/dto/page.dto.js';
import { Problem } from '../http/problem.js';
import type { AskBacktestDto, BacktestDto, BacktestPageDto, BacktestRunDto } from './dto/backtest.dto.js';

const PAGE_SIZE = 20;
/** Each asks everybody for every day: more of them would keep the workers from the list of today. */
const MOST_UNDER_WAY = 3;

/** Backtests of the rules on the practice's own history; the worker's `backtest` job does them. */
@Injectable()
export class BacktestsService {
  constructor(
    private readonly work: PracticeWork,
    private readonly backtests: BacktestQueries,
    private readonly drafts: RuleDraftQueries,
    private readonly jobs: JobQueries,
    private readonly reports: ReportQueries,
    private readonly clock: Clock,
  ) {}

  async ask(caller: Caller, wanted: AskBacktestDto): Promise<BacktestRunDto> {
    const { practiceId, userId } = caller;
    const { from, to, every = 1, rules = null, draftId = null } = wanted;
    const unknown = rules?.find((id) => ruleNamed(id) === null);
    if (unknown !== undefined) throw new Problem('settings_wrong', `There is no rule ${unknown}.`, { field: 'rules' });
    return this.work.run(caller, async (tx, trail) => {
      const now = this.clock.now();
      const { timezone } = await this.reports.practice(tx, practiceId);
      const problem = backtestPeriodProblem({ from, to, every, timezone, dataEnd: now });
      if (problem !== null) throw new Problem('settings_wrong', problem, { field: 'from' });
      if ((await this.backtests.underWay(tx)) >= MOST_UNDER_WAY)
        throw new Problem('conflict', `${MOST_UNDER_WAY} backtests are under way already; wait until one is done.`);
      const changes = draftId === null ? null : await this.changesOf(tx, draftId);
      const row = { firstDay: from, lastDay: to, every, rules, draftId, changes };
      const id = await this.backtests.ask(tx, practiceId, { by: userId, now, ...row });
      await this.jobs.owe(tx, practiceId, 'backtest', id);
      trail.about('backtest', id, { from, to, every, ...(draftId === null ? {} : { draft: draftId }) });
      return answerOf(await this.stored(tx, id));
    });
  }

  async list(caller: Caller, page: PageDto): Promise<BacktestPageDto> {
    const limit = page.limit ?? PAGE_SIZE;
    const before = page.cursor === undefined ? null : decodeCursor(page.cursor, { id: UUID_PART }).id;
    return this.work.run(caller, async (tx) => {
      const rows = await this.backtests.list(tx, before, limit + 1);
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      const hasMore = rows.length > limit && last !== undefined;
      return { items: items.map(answerOf), nextCursor: hasMore ? encodeCursor({ id: last.id }) : null };
    });
  }

  async one(caller: Caller, id: string): Promise<BacktestDto> {
    return this.work.run(caller, async (tx) => {
      const row = await this.stored(tx, id);
      return Object.assign(answerOf(row), { result: row.result === null ? null : asOfToday(row.result) });
    });
  }

  async cancel(caller: Caller, id: string): Promise<BacktestRunDto> {
    const { practiceId } = caller;
    return this.work.run(caller, async (tx, trail) => {
      const { state } = await this.stored(tx, id);
      trail.about('backtest', id);
      if (!(await this.backtests.cancel(tx, practiceId, id, this.clock.now()))) {
        const says = { done: 'is done', failed: 'could not be done', cancelled: 'was called off' };
        throw new Problem('conflict', `This backtest ${says[state as keyof typeof says]} already.`);
      }
      return answerOf(await this.stored(tx, id));
    });
  }

  private async changesOf(tx: Transaction, draftId: string): Promise<DraftChange[]> {
    const draft = await this.drafts.one(tx, draftId);
    if (draft === null) throw new Problem('not_found', 'There is no such draft.');
    return draft.changes;
  }

  private async stored(tx: Transaction, id: string) {
    const row = await this.backtests.one(tx, id);
    if (row === null) throw new Problem('not_found', 'There is no such backtest.');
    return row;
  }
}

/** A result is stored as it was counted; what has been counted only since then is empty in older ones. */
function asOfToday(result: BacktestResult): BacktestResult {
  const filled = <Pack extends BacktestPack>(pack: Pack): Pack => ({ ...pack, leads: pack.leads ?? [] });
  return {
    ...result,
    sides: result.sides.map((side) => ({ ...side, pack: filled(side.pack) })),
    baselines: result.baselines.map(filled),
  };
}

function answerOf({ firstDay, lastDay, id, every, rules, draftId, ...row }: BacktestRow): BacktestRunDto {
  const { askedBy, askedAt, state, progress, problem, startedAt, endedAt } = row;
  return {
    ...{ id, from: firstDay, to: lastDay, every, rules, draftId, askedBy, askedAt },
    ...{ state, progress, problem, startedAt, endedAt },
  };
}
