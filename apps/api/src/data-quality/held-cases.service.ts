import { Injectable } from '@nestjs/common';
import { SurgeQueries } from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import type { HeldAnsweredDto, HeldCasesDto } from './dto/held-cases.dto.js';

type Answer = (tx: Transaction, practiceId: string, upTo: Date, by: { userId: string; at: Date }) => Promise<number>;

/** What a person says about new cases that came all at once (K30). */
@Injectable()
export class HeldCasesService {
  constructor(
    private readonly work: PracticeWork,
    private readonly surges: SurgeQueries,
    private readonly clock: Clock,
  ) {}

  async summary(caller: Caller): Promise<HeldCasesDto> {
    return this.work.run(caller, (tx) => this.surges.summary(tx));
  }

  async publish(caller: Caller, upTo: string): Promise<HeldAnsweredDto> {
    return this.answer(caller, upTo, (tx, ...rest) => this.surges.publish(tx, ...rest));
  }

  async discard(caller: Caller, upTo: string): Promise<HeldAnsweredDto> {
    return this.answer(caller, upTo, (tx, ...rest) => this.surges.discard(tx, ...rest));
  }

  private async answer(caller: Caller, upTo: string, answer: Answer): Promise<HeldAnsweredDto> {
    const { practiceId, userId } = caller;
    const by = { userId, at: new Date(this.clock.now()) };
    return this.work.run(caller, async (tx) => ({ cases: await answer(tx, practiceId, new Date(upTo), by) }), {
      seesHeldBack: true,
    });
  }
}
