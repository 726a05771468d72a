import { IsAsOf } from '../../http/as-of.js';
import { EvaluationDto } from './patient-page.dto.js';
import { IsOptional } from 'class-validator';

export class AskWhyDto {
  /** Default: now. */
  @IsOptional()
  @IsAsOf()
  asOf?: string;
}

/** What the answer rests on besides the patient's records. */
export class RestsOnDto {
  /** Counts the changes of rule settings; 0: none by then. */
  settingsVersion: number;
  settingsSince: string | null;
  /** Null: no model of return had been fitted. */
  modelsFittedAt: string | null;
  /** Since when the usual gaps between visits were as they are taken; null: not kept then, so they are those of today. */
  mediansSince: string | null;
  /** The same in sentences. */
  says: string[];
}

/** How likely they come again in one service line. */
export class ReturnOutlookDto {
  line: string | null;
  /** Null: not known; `because` says why. */
  chance: number | null;
  /** 95 % interval. */
  low: number | null;
  high: number | null;
  /** The chance is that of a visit within so many days. */
  withinDays: number | null;
  /** Sentences made of facts. */
  because: string[];
}

export class WhyDto {
  asOf: string;
  /** Null: every record of this patient was gone by then. Of one who was not on record yet every rule says so. */
  evaluation: EvaluationDto | null;
  restsOn: RestsOnDto | null;
  /** Line by line, as models of then estimate it; empty where there is no reason to come any more. */
  returning: ReturnOutlookDto[];
}
