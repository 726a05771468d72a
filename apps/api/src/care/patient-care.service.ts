import { Injectable } from '@nestjs/common';
import { EvaluationQueries, PatientQueries, TimelineQueries } from '@keepwell/database';
import { AsOf, careCard, defaultSettings, preparePractice, timelineOf } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { PatientCareDto } from './dto/patient-care.dto.js';

/** What the practice means one patient to get, and what of it has happened (S4-08, S4-10, S4-12). */
@Injectable()
export class PatientCareService {
  private readonly evaluations = new EvaluationQueries();
  private readonly timelines = new TimelineQueries();

  constructor(
    private readonly work: PracticeWork,
    private readonly patients: PatientQueries,
    private readonly clock: Clock,
  ) {}

  async show(caller: Caller, patientId: string): Promise<PatientCareDto> {
    const { practiceId } = caller;
    return this.work.run(caller, async (tx, trail) => {
      const personId = await this.patients.personOf(tx, patientId);
      if (personId === null) throw new Problem('not_found', 'There is no such patient.');
      trail.about('person', personId);
      const context = await this.evaluations.context(tx, practiceId);
      const [facts] = await this.timelines.currentFacts(tx, practiceId, [personId]);
      const moment = new AsOf(this.clock.now());
      const aggregates = {
        sourcesWithoutOutcomes: context.sources
          .filter(({ hasOutcomes }) => !hasOutcomes)
          .map((each) => each.connectionId),
        planSpecialties: context.planSpecialties,
        lineMedianDays: {},
      };
      const { viewAt } = preparePractice(context.facts, aggregates, defaultSettings('live'));
      const timeline = facts === undefined ? null : timelineOf(facts, viewAt(moment), moment);
      const card = timeline === null ? { programs: [], memberships: [] } : careCard(timeline, moment);
      return { personId, asOf: new Date(moment.at).toISOString(), ...card };
    });
  }
}
