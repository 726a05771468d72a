import { Injectable } from '@nestjs/common';
import {
  JobQueries,
  ProgramMonthsQueries,
  ReturnModelQueries,
  type EarlierReturnModel,
  type StoredReturnModel,
} from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import type { ProgramMonthsDto } from './dto/program-months.dto.js';
import type { FitAskedDto, ReturnModelDto, ReturnModelListDto } from './dto/models.dto.js';

const DAYS_PER_WEEK = 7;
const NONE_YET = 'No model has been fitted yet: it happens once a week, after the sources have been read once.';
const NO_LINES = 'No service line has had enough patients to say anything: twenty are needed.';

/** The models of return as they were fitted last, and how they came about. */
@Injectable()
export class ModelsService {
  constructor(
    private readonly work: PracticeWork,
    private readonly models: ReturnModelQueries,
    private readonly programs: ProgramMonthsQueries,
    private readonly jobs: JobQueries,
  ) {}

  async list(caller: Caller): Promise<ReturnModelListDto> {
    const { practiceId } = caller;
    return this.work.run(caller, async (tx) => {
      const newest = await this.models.newest(tx, practiceId);
      const history = await this.models.history(tx, practiceId);
      const fittedAt = await this.models.lastFittedAt(tx, practiceId);
      return {
        items: newest.map((model) =>
          answer(
            model,
            history.filter(({ line }) => line === model.line),
          ),
        ),
        fittedAt: fittedAt === null ? null : new Date(fittedAt).toISOString(),
        isFitting: await this.jobs.isRunning(tx, 'fit_models', practiceId),
        says: newest.length > 0 ? null : fittedAt === null ? NONE_YET : NO_LINES,
      };
    });
  }

  async programMonths(caller: Caller): Promise<ProgramMonthsDto> {
    const counted = await this.work.run(caller, (tx) => this.programs.newest(tx, caller.practiceId));
    if (counted === null) return { all: null, each: [], people: 0, everybody: true, asOf: null };
    return { ...counted.months, asOf: counted.asOf };
  }

  async fit(caller: Caller): Promise<FitAskedDto> {
    const { practiceId } = caller;
    return this.work.run(caller, async (tx, trail) => {
      trail.about('practice', practiceId);
      await this.jobs.owe(tx, practiceId, 'fit_models', practiceId);
      return { says: 'The models are being fitted on what is known now; it takes up to some minutes.' };
    });
  }
}

function answer(model: StoredReturnModel, history: EarlierReturnModel[]): ReturnModelDto {
  const { k, r, alpha, a, b } = model.parameters;
  return {
    ...{ id: model.id, line: model.lineName, specialty: model.specialty, horizonDays: model.horizonDays },
    parameters: { k, r, alpha, a, b },
    usualGapDays: (DAYS_PER_WEEK * k * alpha) / r,
    stopsAfterVisit: a / (a + b),
    ...{ lnLikelihood: model.lnLikelihood, fittedOn: model.fittedOn, people: model.people },
    ...{ priorWeight: model.priorWeight, calibration: model.calibration, usable: model.usable, says: model.says },
    ...{ dropOff: model.dropOff, asOf: model.asOf, fittedAt: model.fittedAt },
    history: history.map(({ id, fittedAt, k: regularity, fittedOn, brier, usable }) => ({
      ...{ id, fittedAt, k: regularity, fittedOn, brier, usable },
    })),
  };
}
