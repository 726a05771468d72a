import { Injectable } from '@nestjs/common';
import { ShadowFindingQueries } from '@keepwell/database';
import type { ShadowFindingKey, Transaction } from '@keepwell/database';
import { JUDGED_DAYS, precisionOf } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { decodeCursor, encodeCursor, INSTANT_PART, UUID_PART } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import type { ShadowCountsDto, ShadowFindingsQueryDto, ShadowVerdictDto } from './dto/shadow-findings.dto.js';
import { RuleCatalogue } from './rule-catalogue.js';

const PAGE_SIZE = 50;
const DAY_MS = 86_400_000;

/** Whom a rule on trial would list, for people to judge before it lists anybody (X13, X22). */
@Injectable()
export class ShadowFindingsService {
  constructor(
    private readonly work: PracticeWork,
    private readonly shadows: ShadowFindingQueries,
    private readonly catalogue: RuleCatalogue,
    private readonly clock: Clock,
  ) {}

  /** JSON of a page. */
  async list(caller: Caller, rule: string, wanted: ShadowFindingsQueryDto): Promise<string> {
    const { show: shelf = 'to_judge', locationId = null, limit = PAGE_SIZE, cursor } = wanted;
    if (!this.catalogue.all.some(({ id }) => id === rule)) {
      throw new Problem('not_found', `There is no rule ${/^\w{1,10}$/.test(rule) ? rule : 'by this id'}.`);
    }
    const after = cursor === undefined ? null : decodeCursor(cursor, { at: INSTANT_PART, id: UUID_PART });
    const since = this.lookedBack();
    return this.work.run(caller, async (tx, trail) => {
      trail.about('rule', rule, { show: shelf });
      const rows = await this.shadows.page(tx, { rule, shelf, locationId, since, after, limit });
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      const next = last === undefined ? null : encodeCursor({ at: last.at, id: last.id });
      const counts = JSON.stringify(await this.counts(tx, rule));
      return `{"items":[${items.map(({ json }) => json).join(',')}],"nextCursor":${JSON.stringify(next)},"counts":${counts}}`;
    });
  }

  async judge(caller: Caller, id: string, wanted: ShadowVerdictDto): Promise<ShadowCountsDto> {
    const { verdict, cause = null } = wanted;
    if (verdict === 'right' && cause !== null) {
      throw new Problem('invalid_request', 'A cause is given with "wrong" alone.', { field: 'cause' });
    }
    if (verdict === 'wrong' && cause === null) {
      throw new Problem('invalid_request', 'Say why they should not be listed.', { field: 'cause' });
    }
    return this.work.run(caller, async (tx, trail) => {
      const found = await this.find(tx, id);
      trail.about('person', found.personId, { rule: found.rule, verdict, cause });
      const at = new Date(this.clock.now());
      await this.shadows.judge(tx, caller.practiceId, found, { verdict, cause, byUserId: caller.userId, at });
      return this.counts(tx, found.rule);
    });
  }

  async takeBack(caller: Caller, id: string): Promise<ShadowCountsDto> {
    return this.work.run(caller, async (tx, trail) => {
      const found = await this.find(tx, id);
      trail.about('person', found.personId, { rule: found.rule, verdict: null });
      if (!(await this.shadows.takeBack(tx, id, new Date(this.clock.now())))) {
        throw new Problem('nothing_to_undo', 'Nobody has judged it.');
      }
      return this.counts(tx, found.rule);
    });
  }

  private async find(tx: Transaction, id: string): Promise<ShadowFindingKey> {
    const found = await this.shadows.find(tx, id);
    if (found === null) throw new Problem('not_found', 'A rule on trial found nothing by this id.');
    return found;
  }

  private async counts(tx: Transaction, rule: string): Promise<ShadowCountsDto> {
    const now = new Date(this.clock.now());
    const [counts] = await this.shadows.counts(tx, { rule, since: this.lookedBack(), now });
    const { toJudge = 0, standing = 0, people = 0, judgedLately = 0, judged = { right: 0, wrong: 0 } } = counts ?? {};
    return { toJudge, standing, people, judgedLately, judged: { ...precisionOf(judged), days: JUDGED_DAYS } };
  }

  private lookedBack(): Date {
    return new Date(this.clock.now() - JUDGED_DAYS * DAY_MS);
  }
}
