import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiAuditQueries } from '@keepwell/database';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { decodeCursor, encodeCursor, INSTANT_PART, UUID_PART } from '../http/cursor.js';
import { Endpoint } from '../http/endpoint.js';
import { AuditPageDto, ListAuditEventsDto } from './dto/audit-event.dto.js';

const PAGE_SIZE = 50;

@ApiTags('audit')
@Controller('api/v1/audit-events')
export class AuditController {
  constructor(
    private readonly work: PracticeWork,
    private readonly audit: ApiAuditQueries,
  ) {}

  /** Who did what, newest first; also "who saw this patient". */
  @Endpoint({ for: ['admin', 'auditor'], audit: { event: 'audit.viewed' } })
  @Get()
  async listAuditEvents(@SignedIn() caller: Caller, @Query() wanted: ListAuditEventsDto): Promise<AuditPageDto> {
    const limit = wanted.limit ?? PAGE_SIZE;
    const after = wanted.cursor === undefined ? null : decodeCursor(wanted.cursor, { at: INSTANT_PART, id: UUID_PART });
    const { event = null, actorUserId = null, subjectId = null } = wanted;
    const rows = await this.work.run(caller, async (tx, trail) => {
      if (subjectId !== null) trail.about('trail', subjectId);
      return this.audit.list(tx, { event, actorUserId, subjectId, after, limit });
    });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(({ exactAt: _forPaging, ...item }) => item),
      nextCursor: rows.length > limit && last !== undefined ? encodeCursor({ at: last.exactAt, id: last.id }) : null,
    };
  }
}
