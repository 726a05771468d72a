import { Injectable } from '@nestjs/common';
import { ApiConnectionQueries } from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { decodeCursor, encodeCursor, UUID_PART } from '../http/cursor.js';
import type { PageDto } from '../http/dto/page.dto.js';
import { Problem } from '../http/problem.js';
import type { JobDto, QuarantinePageDto, RunPageDto } from './dto/connection.dto.js';
import type { ListQuarantineDto } from './dto/save-connection.dto.js';
import { SyncJobs } from './sync-jobs.js';

const PAGE_SIZE = 50;

/** What a connection has read, what it put aside, and reading it again. */
@Injectable()
export class SyncService {
  constructor(
    private readonly work: PracticeWork,
    private readonly connections: ApiConnectionQueries,
    private readonly jobs: SyncJobs,
  ) {}

  async now(caller: Caller, id: string): Promise<JobDto> {
    return this.work.run(caller, async (tx, trail) => {
      const state = await this.stateOf(tx, id);
      if (state === 'paused') throw new Problem('conflict', 'This connection is paused; resume it first.');
      await this.jobs.refuseWhileReading(tx, id);
      trail.about('connection', id);
      return { jobId: await this.jobs.readNow(tx, caller.practiceId, id) };
    });
  }

  async replay(caller: Caller, id: string): Promise<JobDto> {
    return this.work.run(caller, async (tx, trail) => {
      await this.stateOf(tx, id);
      trail.about('connection', id);
      return { jobId: await this.jobs.replayNow(tx, caller.practiceId, id) };
    });
  }

  async runs(caller: Caller, id: string, page: PageDto): Promise<RunPageDto> {
    return this.work.run(caller, async (tx) => {
      await this.stateOf(tx, id);
      const limit = page.limit ?? PAGE_SIZE;
      return pageOf(await this.connections.runs(tx, id, afterOf(page), limit), limit);
    });
  }

  async quarantine(caller: Caller, id: string, page: ListQuarantineDto): Promise<QuarantinePageDto> {
    return this.work.run(caller, async (tx, trail) => {
      await this.stateOf(tx, id);
      trail.about('connection', id);
      const limit = page.limit ?? PAGE_SIZE;
      const { state = 'open', code = null } = page;
      return pageOf(await this.connections.quarantine(tx, id, state, code, afterOf(page), limit), limit);
    });
  }

  /** Another practice's connection is no connection. */
  private async stateOf(tx: Transaction, id: string): Promise<string> {
    const [row] = await this.connections.list(tx, id);
    if (row === undefined) throw new Problem('not_found', 'There is no such connection.');
    return row.state;
  }
}

function afterOf({ cursor }: PageDto): string | null {
  return cursor === undefined ? null : decodeCursor(cursor, { id: UUID_PART }).id;
}

/** `rows` holds one more than a page when there is another page. */
function pageOf<T extends { id: string }>(rows: T[], limit: number): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor({ id: last.id }) : null };
}
