import { Injectable } from '@nestjs/common';
import { isPersonTab, WorklistQueries } from '@keepwell/database';
import type { WorklistPosition, WorklistQuestion, WorklistSort, WorklistTab } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { decodeCursor, encodeCursor, INSTANT_PART, UUID_PART } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import { FreshnessService } from '../connections/freshness.service.js';
import { RuleCatalogue } from '../rules/rule-catalogue.js';
import type { WorklistCountsDto } from './dto/case-page.dto.js';
import type { ListCasesDto } from './dto/list-cases.dto.js';
import { countsOf, rowsOfTab } from './worklist-counts.js';

const PAGE_SIZE = 50;
const NUMBER_PART = /^-?\d{1,18}$/;
const NO_KEY = /^$/;
const KEY_PARTS: Record<WorklistSort, RegExp> = {
  priority: NUMBER_PART,
  value: NUMBER_PART,
  since: INSTANT_PART,
  '-since': INSTANT_PART,
  name: NO_KEY,
};

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

function questionOf(wanted: ListCasesDto, q: string): WorklistQuestion {
  const tab: WorklistTab = wanted.tab ?? 'today';
  const sort: WorklistSort = wanted.sort ?? 'priority';
  return {
    tab,
    sort,
    rule: wanted.rule ?? null,
    locationId: wanted.locationId ?? null,
    practitionerId: wanted.practitionerId ?? null,
    state: wanted.state ?? null,
    words: q.toLowerCase().split(/\s+/).filter(Boolean),
    after: wanted.cursor === undefined ? null : positionOf(wanted.cursor, tab, sort),
    limit: wanted.limit ?? PAGE_SIZE,
  };
}

/** A marker fits the tab and the order it was made for, no other. */
function positionOf(cursor: string, tab: WorklistTab, sort: WorklistSort): WorklistPosition {
  const parts = decodeCursor(cursor, { tab: /^[a-z_]+$/, sort: /^-?[a-z]+$/, key: KEY_PARTS[sort], id: UUID_PART });
  if (parts.tab !== tab || parts.sort !== sort)
    throw new Problem('cursor_wrong', 'This page marker belongs to another tab or order.');
  return { key: sort === 'name' ? null : parts.key, id: parts.id };
}

function cursorOf({ tab, sort }: WorklistQuestion, next: WorklistPosition | null): string | null {
  return next === null ? null : encodeCursor({ tab, sort, key: next.key ?? '', id: next.id });
}
