import { Injectable } from '@nestjs/common';
import { InboundQueries } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { decodeCursor, encodeCursor, INSTANT_PART, UUID_PART } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import type { InboundPageDto, ListInboundDto } from './dto/inbound.dto.js';

const PAGE_SIZE = 50;

/** What patients wrote, for those who work with them. How it came in and what it did is `InboundService`. */
@Injectable()
export class InboundListService {
  constructor(
    private readonly work: PracticeWork,
    private readonly inbound: InboundQueries,
    private readonly clock: Clock,
  ) {}

  async page(caller: Caller, wanted: ListInboundDto): Promise<InboundPageDto> {
    const { limit = PAGE_SIZE, cursor } = wanted;
    const needsReview = wanted.needsReview === undefined ? null : wanted.needsReview === 'true';
    const after = cursor === undefined ? null : decodeCursor(cursor, { at: INSTANT_PART, id: UUID_PART });
    return this.work.run(caller, async (tx) => {
      const rows = await this.inbound.page(tx, { needsReview, after, limit });
      const last = rows.slice(0, limit).at(-1);
      return {
        items: rows.slice(0, limit).map(({ exactAt: _forPaging, ...row }) => row),
        nextCursor: rows.length > limit && last !== undefined ? encodeCursor({ at: last.exactAt, id: last.id }) : null,
        toReview: await this.inbound.toReview(tx),
      };
    });
  }

  async reviewed(caller: Caller, id: string): Promise<void> {
    await this.work.run(caller, async (tx, trail) => {
      const change = { byUserId: caller.userId, at: new Date(this.clock.now()) };
      const found = await this.inbound.review(tx, id, change);
      if (found === null) throw new Problem('not_found', 'There is no such message.');
      if (found.personId !== null) trail.about('person', found.personId, { inboundId: id });
      else trail.about('inbound_message', id);
    });
  }
}
