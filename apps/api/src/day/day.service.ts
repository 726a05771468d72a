import { Injectable } from '@nestjs/common';
import { DayQueries, PracticeSettingsQueries } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import type { DayDto } from './dto/day.dto.js';

const NOBODY = { S1: 0, S2: 0, S3: 0, S4: 0 };

/** How the team's day stands. */
@Injectable()
export class DayService {
  constructor(
    private readonly work: PracticeWork,
    private readonly days: DayQueries,
    private readonly practices: PracticeSettingsQueries,
  ) {}

  async show(caller: Caller): Promise<DayDto> {
    return this.work.run(caller, async (tx) => {
      const card = await this.practices.current(tx);
      const capacity = card?.settings.dayCapacity ?? null;
      const planned = capacity === null ? null : await this.days.latest(tx);
      if (planned === null)
        return { capacity, day: null, places: 0, done: 0, left: 0, unserved: { ...NOBODY, total: 0 }, plannedAt: null };
      const { day, unserved, plannedAt } = planned;
      const { places: done } = await this.days.workedOff(tx, caller.practiceId, day);
      const left = await this.days.placesLeft(tx, caller.practiceId, day);
      const total = Object.values(unserved).reduce((sum, n) => sum + n, 0);
      return { capacity, day, places: done + left, done, left, unserved: { ...unserved, total }, plannedAt };
    });
  }
}
