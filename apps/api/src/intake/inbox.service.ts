import { isUtf8 } from 'node:buffer';
import { Injectable } from '@nestjs/common';
import { ApiConnectionQueries, InboxViewQueries, JobQueries, openHook } from '@keepwell/database';
import type { ConnectionRow, Transaction } from '@keepwell/database';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import type { JobDto } from '../connections/dto/connection.dto.js';
import { ConnectorList } from '../connections/connector-list.js';
import { Address } from '../http/address.js';
import { decodeCursor, encodeCursor, UUID_PART } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import type { InboxPageDto, ListInboxDto, OpenInboxItemDto, WaysDto } from './dto/inbox.dto.js';
import { FilesService } from './files.service.js';
import { hookAddress } from './hook-address.js';

const PAGE_SIZE = 50;

/** What was pushed to a connection, for those who look after it. */
@Injectable()
export class InboxService {
  constructor(
    private readonly work: PracticeWork,
    private readonly connections: ApiConnectionQueries,
    private readonly inbox: InboxViewQueries,
    private readonly jobs: JobQueries,
    private readonly connectors: ConnectorList,
    private readonly files: FilesService,
    private readonly address: Address,
  ) {}

  async ways(caller: Caller, request: FastifyRequest, id: string): Promise<WaysDto> {
    const row = await this.work.run(caller, (tx) => this.find(tx, id));
    const takesHooks = this.connectors.find(row.connector)?.readWebhook !== undefined;
    const origin = this.address.originOf(request);
    return {
      webhookUrl: takesHooks && origin !== null ? hookAddress(origin, caller.practiceId, id) : null,
      webhookProblem:
        takesHooks && !this.address.secure
          ? 'This server is reached from this computer only; set PUBLIC_URL to its https address.'
          : null,
      takesFiles: this.files.isTaken(caller.practiceId, row),
    };
  }

  async page(caller: Caller, id: string, wanted: ListInboxDto): Promise<InboxPageDto> {
    const { state = null, limit = PAGE_SIZE, cursor } = wanted;
    const after = cursor === undefined ? null : decodeCursor(cursor, { id: UUID_PART }).id;
    return this.work.run(caller, async (tx, trail) => {
      await this.find(tx, id);
      trail.about('connection', id);
      const rows = await this.inbox.page(tx, id, { state, after, limit });
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return {
        items,
        nextCursor: rows.length > limit && last !== undefined ? encodeCursor({ id: last.id }) : null,
        counts: { ...(await this.inbox.counts(tx, id)) },
      };
    });
  }

  async one(caller: Caller, id: string, itemId: string): Promise<OpenInboxItemDto> {
    return this.work.run(caller, async (tx, trail) => {
      await this.find(tx, id);
      trail.about('connection', id, { itemId });
      const found = await this.inbox.open(tx, caller.practiceId, id, itemId);
      if (found === null) throw new Problem('not_found', 'There is no such item.');
      const { body, ...row } = found;
      const bytes = body !== null && row.way === 'webhook' ? openHook(body).raw : body;
      const isText = bytes !== null && isUtf8(bytes);
      return {
        ...row,
        body: bytes?.toString(isText ? 'utf8' : 'base64') ?? null,
        bodyForm: isText ? 'text' : 'base64',
      };
    });
  }

  async retry(caller: Caller, id: string, itemId: string): Promise<JobDto> {
    return this.work.run(caller, async (tx, trail) => {
      await this.find(tx, id);
      trail.about('connection', id, { itemId });
      const found = await this.inbox.state(tx, id, itemId);
      if (found === null) throw new Problem('not_found', 'There is no such item.');
      if (!(await this.inbox.reopen(tx, id, itemId)))
        throw new Problem(
          'conflict',
          'Only an item that was put aside, ignored or refused, and is still kept, can be tried again.',
        );
      return { jobId: await this.jobs.owe(tx, caller.practiceId, 'intake', id) };
    });
  }

  private async find(tx: Transaction, id: string): Promise<ConnectionRow> {
    const [row] = await this.connections.list(tx, id);
    if (row === undefined) throw new Problem('not_found', 'There is no such connection.');
    return row;
  }
}
