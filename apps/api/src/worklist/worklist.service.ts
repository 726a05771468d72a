import { Injectable } from '@nestjs/common';
import { isPersonTab, WorklistQueries } from '@keepwell/database';
import type { WorklistTab } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Problem } from '../http/problem.js';
import { FreshnessService } from '../connections/freshness.service.js';
import { RuleCatalogue } from '../rules/rule-catalogue.js';
import type { WorklistCountsDto } from './dto/case-page.dto.js';
import type { ListCasesDto } from './dto/list-cases.dto.js';
import { cursorOf, questionOf } from './list-question.js';
import { countsOf, rowsOfTab } from './worklist-counts.js';

@Injectable()
export class WorklistService {
  constructor(
    private readonly work: PracticeWork,
    private readonly worklist: WorklistQueries,
    private readonly freshness: FreshnessService,
    private readonly rules: RuleCatalogue,
  ) {}

  /** A page as JSON text: PostgreSQL has written the rows, and nothing of them is looked at here. */
  async page(caller: Caller, wanted: ListCasesDto, q = ''): Promise<string> {
    const question = questionOf(wanted, q);
    return this.work.run(caller, async (tx, trail) => {
      // What was typed may be a name: the trail keeps that somebody searched, not what for.
      trail.about('worklist', caller.practiceId, { tab: question.tab, searched: q !== '' });
      if (
        question.after !== null &&
        question.sort === 'name' &&
        !(await this.worklist.isPosition(tx, question.tab, question.after.id))
      ) {
        throw new Problem('cursor_wrong');
      }
      const { items, next } = await this.worklist.page(tx, question, this.rules.names);
      const freshness = await this.freshness.ofList(tx);
      return `{"items":${items},"nextCursor":${JSON.stringify(cursorOf(question, next))},"freshness":${JSON.stringify(freshness)}}`;
    });
  }

  async counts(caller: Caller, tab: WorklistTab = 'today'): Promise<WorklistCountsDto> {
    return this.work.run(caller, async (tx) => {
      const kept = await this.worklist.counts(tx);
      const onTab = isPersonTab(tab) ? await this.worklist.personCounts(tx, tab) : rowsOfTab(kept, tab);
      return countsOf(kept, onTab, this.rules.names);
    });
  }
}
