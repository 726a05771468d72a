import { Injectable } from '@nestjs/common';
import { PastListQueries } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { instantAsOf } from '../http/as-of.js';
import { Problem } from '../http/problem.js';
import { RuleCatalogue } from '../rules/rule-catalogue.js';
import type { PastListDto } from './dto/past-list.dto.js';
import { cursorOf, questionOf } from './list-question.js';

/** What the list showed at an earlier moment (X09). */
@Injectable()
export class PastListService {
  constructor(
    private readonly work: PracticeWork,
    private readonly lists: PastListQueries,
    private readonly rules: RuleCatalogue,
  ) {}

  /** A page as JSON text, in which PostgreSQL has written the rows. */
  async page(caller: Caller, { asOf: asked, tab = 'today', ...wanted }: PastListDto): Promise<string> {
    return this.work.run(caller, async (tx, trail) => {
      const { since, now, timezone } = await this.lists.kept(tx, caller.practiceId);
      const asOf = new Date(instantAsOf(asked, timezone));
      trail.about('worklist', caller.practiceId, { tab, asOf: asOf.toISOString() });
      if (asOf > now) throw new Problem('invalid_request', 'asOf lies ahead: ask for a moment that has passed.');
      if (asOf < since)
        throw new Problem(
          'not_found',
          `What the list shows is kept since ${since.toISOString()}: ask for a later moment.`,
        );
      const question = { ...questionOf({ ...wanted, tab }, '', asOf.toISOString()), tab, asOf };
      const { items, next } = await this.lists.page(tx, caller.practiceId, question, this.rules.names);
      const nextCursor = cursorOf(question, next, asOf.toISOString());
      const said = { asOf: asOf.toISOString(), keptSince: since.toISOString(), nextCursor };
      return `{"items":${items},${JSON.stringify(said).slice(1)}`;
    });
  }
}
