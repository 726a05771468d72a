import { Injectable } from '@nestjs/common';
import { AlarmQueries, SurgeQueries } from '@keepwell/database';
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
    private readonly alarms: AlarmQueries,
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
    const at = new Date(this.clock.now());
    const answerAll = async (tx: Transaction): Promise<HeldAnsweredDto> => {
      const cases = await answer(tx, practiceId, new Date(upTo), { userId, at });
      if (!(await this.surges.isAnyHeld(tx, practiceId))) await this.alarms.endAll(tx, practiceId, 'surge_held', at);
      return { cases };
    };
    return this.work.run(caller, answerAll, { seesHeldBack: true });
  }
}
