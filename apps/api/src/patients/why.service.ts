import { Injectable } from '@nestjs/common';
import { Database, Explainer, PatientQueries, PracticeQueries } from '@keepwell/database';
import { restsOnInWords } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { instantAsOf } from '../http/as-of.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { AskWhyDto, WhyDto } from './dto/why.dto.js';
import { evaluationAnswer } from './evaluation-answer.js';

/** Why a patient is listed, or why not, at any moment: asked anew of everything that was known then (X01, X02, X09). */
@Injectable()
export class WhyService {
  private readonly explainer: Explainer;
  private readonly practices = new PracticeQueries();

  constructor(
    private readonly work: PracticeWork,
    private readonly patients: PatientQueries,
    private readonly clock: Clock,
    database: Database,
  ) {
    this.explainer = new Explainer(database);
  }

  async why(caller: Caller, patientId: string, { asOf: asked }: AskWhyDto): Promise<WhyDto> {
    const { practiceId } = caller;
    return this.work.run(caller, async (tx, trail) => {
      const personId = await this.patients.personOf(tx, patientId);
      const practice = await this.practices.current(tx);
      if (personId === null || practice === null) throw new Problem('not_found', 'There is no such patient.');
      const now = this.clock.now();
      const asOf = asked === undefined ? now : instantAsOf(asked, practice.timezone);
      if (asOf > now) throw new Problem('invalid_request', 'asOf lies ahead: ask for a moment that has passed.');
      trail.about('person', personId, asked === undefined ? {} : { asOf: new Date(asOf).toISOString() });
      const explained = await this.explainer.explainIn(tx, { practiceId, personId, asOf });
      return {
        asOf: new Date(asOf).toISOString(),
        evaluation: explained === null ? null : evaluationAnswer(explained.evaluation),
        restsOn:
          explained === null
            ? null
            : { ...explained.restsOn, says: restsOnInWords(explained.restsOn, practice.timezone) },
        returning: explained?.returning ?? [],
      };
    });
  }
}
