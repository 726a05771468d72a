import { Injectable } from '@nestjs/common';
import { JobQueries, PlaceholderQueries, StreamHealthQueries } from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { MarkPlaceholderDto, PlaceholderDto } from './dto/placeholders.dto.js';

/** What holds a place in a source's calendar without being a booking: a person says it, nothing is guessed from a word (S3-45). */
@Injectable()
export class PlaceholdersService {
  constructor(
    private readonly work: PracticeWork,
    private readonly streams: StreamHealthQueries,
    private readonly placeholders: PlaceholderQueries,
    private readonly jobs: JobQueries,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, id: string): Promise<PlaceholderDto[]> {
    return this.work.run(caller, async (tx) => {
      await this.find(tx, id);
      return this.placeholders.list(tx, id, new Date(this.clock.now()));
    });
  }

  async mark(
    caller: Caller,
    id: string,
    { kind, value, isPlaceholder }: MarkPlaceholderDto,
  ): Promise<PlaceholderDto[]> {
    const { practiceId, userId } = caller;
    const now = new Date(this.clock.now());
    const word = kind === 'word' ? value.trim().toLowerCase() : value;
    if (word.trim() === '') throw new Problem('invalid_request', 'Say which word or service you mean.');
    return this.work.run(caller, async (tx, trail) => {
      await this.find(tx, id);
      if (isPlaceholder && kind === 'service' && !(await this.placeholders.hasService(tx, id, word))) {
        throw new Problem('not_found', 'This connection has no such service.');
      }
      trail.about('connection', id, { kind, value: word, isPlaceholder });
      const said = { practiceId, connectionId: id, kind, value: word };
      const isChanged = isPlaceholder
        ? await this.placeholders.mark(tx, said, userId, now)
        : await this.placeholders.unmark(tx, said, now);
      if (isChanged) await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
      return this.placeholders.list(tx, id, now);
    });
  }

  private async find(tx: Transaction, id: string): Promise<void> {
    if ((await this.streams.find(tx, id)) === null) throw new Problem('not_found', 'There is no such connection.');
  }
}
