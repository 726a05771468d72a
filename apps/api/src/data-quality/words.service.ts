import { Injectable } from '@nestjs/common';
import { ConnectionStatusWordQueries, JobQueries, StreamHealthQueries } from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { SayWordDto, StatusWordDto } from './dto/records.dto.js';

/** What a connection's words for the state of a booking mean. Nothing is guessed: a person says it. */
@Injectable()
export class WordsService {
  constructor(
    private readonly work: PracticeWork,
    private readonly streams: StreamHealthQueries,
    private readonly words: ConnectionStatusWordQueries,
    private readonly jobs: JobQueries,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, id: string): Promise<StatusWordDto[]> {
    return this.work.run(caller, async (tx) => {
      await this.find(tx, id);
      return this.words.list(tx, id);
    });
  }

  async say(caller: Caller, id: string, said: SayWordDto): Promise<StatusWordDto[]> {
    const word = said.word.trim().toLowerCase();
    if (word === '') throw new Problem('invalid_request', 'Say which word you mean.');
    return this.work.run(caller, async (tx, trail) => {
      await this.find(tx, id);
      trail.about('connection', id, { word, status: said.status });
      await this.words.say(tx, {
        ...{ practiceId: caller.practiceId, connectionId: id, word, means: said.status },
        ...{ byUserId: caller.userId, at: new Date(this.clock.now()) },
      });
      // Records stored before follow by the worker: there may be many.
      await this.jobs.owe(tx, caller.practiceId, 'watch', caller.practiceId);
      return this.words.list(tx, id);
    });
  }

  private async find(tx: Transaction, id: string): Promise<void> {
    if ((await this.streams.find(tx, id)) === null) throw new Problem('not_found', 'There is no such connection.');
  }
}
