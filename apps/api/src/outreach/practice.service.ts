import { Injectable } from '@nestjs/common';
import { JobQueries, MarkQueries, PracticeSettingsQueries } from '@keepwell/database';
import type { PracticeCard, PracticeSettings, Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Problem } from '../http/problem.js';
import type { ChangePracticeDto, PracticeDto } from './dto/practice.dto.js';

/** What a practice says of itself: where it is, how it signs, who gets its report. */
@Injectable()
export class PracticeService {
  constructor(
    private readonly work: PracticeWork,
    private readonly practices: PracticeSettingsQueries,
    private readonly marks: MarkQueries,
    private readonly jobs: JobQueries,
  ) {}

  async show(caller: Caller): Promise<PracticeDto> {
    return this.work.run(caller, async (tx) => answer(await this.current(tx)));
  }

  async change(caller: Caller, wanted: ChangePracticeDto): Promise<PracticeDto> {
    const { name, timezone, ...rest } = wanted;
    if (timezone !== undefined) refuseUnknownZone(timezone);
    const settings = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    return this.work.run(caller, async (tx, trail) => {
      const before = await this.current(tx);
      await this.practices.change(tx, { name, timezone, settings: settings as PracticeSettings });
      // Before the marks, as an evaluation writes them.
      if (rest.dayCapacity !== undefined || rest.contactCostMinor !== undefined)
        await this.jobs.owe(tx, caller.practiceId, 'plan_day', caller.practiceId);
      if (timezone !== undefined && timezone !== before.timezone) {
        // Days begin and end elsewhere now: every answer may be another one.
        await this.marks.everyone(tx, caller.practiceId);
        await this.jobs.owe(tx, caller.practiceId, 'evaluate', caller.practiceId);
      }
      // What ships for a specialty comes with it; a worker that has asked this practice lately would not ask again for an hour.
      if (rest.specialty !== undefined && rest.specialty !== before.settings.specialty)
        await this.jobs.owe(tx, caller.practiceId, 'bring_in', caller.practiceId);
      trail.about('practice', caller.practiceId, { changed: Object.keys(wanted) });
      return answer(await this.current(tx));
    });
  }

  private async current(tx: Transaction): Promise<PracticeCard> {
    const practice = await this.practices.current(tx);
    if (practice === null) throw new Problem('not_found', 'There is no such practice.');
    return practice;
  }
}

function answer({ settings, id, name, timezone, currency, demo }: PracticeCard): PracticeDto {
  const { sending: _elsewhere, ...shown } = settings;
  return { id, name, timezone, currency, demo, ...shown };
}

function refuseUnknownZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem(
      'invalid_request',
      'timezone must be a time zone written as Area/City, for example Europe/London.',
      { field: 'timezone' },
      { cause: error },
    );
  }
}
