import { Injectable } from '@nestjs/common';
import { InterestQueries, JobQueries, MarkQueries, PatientQueries, PreferenceQueries } from '@keepwell/database';
import type { Transaction, WorklistTab } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { InterestDto, PreferencesDto, SetPreferencesDto } from './dto/preferences.dto.js';

const NOTHING_SAID: PreferencesDto = { intervalDays: null, line: null, interests: [], by: null, at: null };

/** What staff agreed with one patient, or know to interest them (S1-06). */
@Injectable()
export class PreferencesService {
  private readonly marks = new MarkQueries();

  constructor(
    private readonly work: PracticeWork,
    private readonly patients: PatientQueries,
    private readonly preferences: PreferenceQueries,
    private readonly interestRows: InterestQueries,
    private readonly jobs: JobQueries,
    private readonly clock: Clock,
  ) {}

  async of(caller: Caller, patientId: string): Promise<PreferencesDto> {
    return this.work.run(caller, async (tx, trail) => {
      const personId = await this.personOf(tx, patientId);
      trail.about('person', personId);
      return (await this.preferences.of(tx, personId)) ?? NOTHING_SAID;
    });
  }

  async set(caller: Caller, patientId: string, said: SetPreferencesDto): Promise<PreferencesDto> {
    const { practiceId, userId } = caller;
    const line = said.line?.trim() ?? null;
    if (said.intervalDays === null && line !== null) {
      throw new Problem('invalid_request', 'A service line needs an interval: say every how many days.');
    }
    if (line === '') throw new Problem('invalid_request', 'Leave the service line out, or say which one you mean.');
    return this.work.run(caller, async (tx, trail) => {
      const personId = await this.personOf(tx, patientId);
      const interests = [...new Set(said.interests)].sort();
      trail.about('person', personId, { intervalDays: said.intervalDays, line, interests });
      const preference = { practiceId, personId, intervalDays: said.intervalDays, line, interests };
      await this.preferences.say(tx, preference, userId, new Date(this.clock.now()));
      await this.marks.persons(tx, practiceId, [personId]);
      await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
      return (await this.preferences.of(tx, personId)) ?? NOTHING_SAID;
    });
  }

  async interests(caller: Caller, tab: WorklistTab | null): Promise<InterestDto[]> {
    return this.work.run(caller, (tx) => this.interestRows.list(tx, tab));
  }

  private async personOf(tx: Transaction, patientId: string): Promise<string> {
    const personId = await this.patients.personOf(tx, patientId);
    if (personId === null) throw new Problem('not_found', 'There is no such patient.');
    return personId;
  }
}
