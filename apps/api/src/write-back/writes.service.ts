import { Injectable } from '@nestjs/common';
import { ApiConnectionQueries, JobQueries, WriteOperationQueries } from '@keepwell/database';
import type { Transaction, WriteRow } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { decodeCursor, encodeCursor, UUID_PART } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import type { ListWritesDto, WriteOperationDto, WritePageDto } from './dto/write-back.dto.js';

const PAGE_SIZE = 50;

/** What was written to other systems, looked at and tried again. */
@Injectable()
export class WritesService {
  constructor(
    private readonly work: PracticeWork,
    private readonly connections: ApiConnectionQueries,
    private readonly writes: WriteOperationQueries,
    private readonly jobs: JobQueries,
    private readonly clock: Clock,
  ) {}

  async page(caller: Caller, connectionId: string, wanted: ListWritesDto): Promise<WritePageDto> {
    const { state = null, limit = PAGE_SIZE, cursor } = wanted;
    const after = cursor === undefined ? null : decodeCursor(cursor, { id: UUID_PART }).id;
    return this.work.run(caller, async (tx, trail) => {
      const [row] = await this.connections.list(tx, connectionId);
      if (row === undefined) throw new Problem('not_found', 'There is no such connection.');
      trail.about('connection', connectionId);
      const rows = await this.writes.page(tx, connectionId, { state, after, limit });
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor({ id: last.id }) : null };
    });
  }

  async one(caller: Caller, id: string): Promise<WriteOperationDto> {
    return this.work.run(caller, async (tx, trail) => {
      const found = await this.find(tx, id);
      trail.about('person', found.personId, { operationId: id });
      return found;
    });
  }

  async retry(caller: Caller, id: string): Promise<WriteOperationDto> {
    return this.work.run(caller, async (tx, trail) => {
      const at = new Date(this.clock.now());
      const found = await this.writes.lock(tx, id);
      if (found === null) throw unknown();
      if (found.state !== 'failed' && found.state !== 'review')
        throw new Problem('conflict', 'Only what failed, or was left in doubt, is tried again.');
      // The worker looks before it writes: whatever was left in doubt may stand there.
      const change = { state: 'pending', says: null, at, dueAt: at, byUserId: caller.userId } as const;
      await this.writes.change(tx, caller.practiceId, id, null, change);
      await this.writes.waitAgain(tx, caller.practiceId, id, at, caller.userId);
      await this.jobs.owe(tx, caller.practiceId, 'write_back', found.connectionId);
      const row = await this.find(tx, id);
      trail.about('person', row.personId, { operationId: id });
      return row;
    });
  }

  async resolve(caller: Caller, id: string, as: 'confirmed' | 'failed'): Promise<WriteOperationDto> {
    return this.work.run(caller, async (tx, trail) => {
      const at = new Date(this.clock.now());
      const found = await this.writes.lock(tx, id);
      if (found === null) throw unknown();
      if (found.state !== 'review')
        throw new Problem('conflict', 'There is no doubt to end: nobody was asked to look.');
      const says =
        as === 'confirmed' ? 'A person found it in the other system.' : 'A person did not find it in the other system.';
      await this.writes.change(tx, caller.practiceId, id, null, {
        state: as,
        says,
        at,
        dueAt: null,
        byUserId: caller.userId,
      });
      if (as === 'confirmed') await this.jobs.owe(tx, caller.practiceId, 'write_back', found.connectionId);
      else await this.writes.cancelWaiting(tx, caller.practiceId, id, 'What had to come first was not made.', at);
      const row = await this.find(tx, id);
      trail.about('person', row.personId, { operationId: id, as });
      return row;
    });
  }

  private async find(tx: Transaction, id: string): Promise<WriteRow> {
    const found = await this.writes.one(tx, id);
    if (found === null) throw unknown();
    return found;
  }
}

function unknown(): Problem {
  return new Problem('not_found', 'There is no such operation.');
}
