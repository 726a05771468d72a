import { IsISO8601 } from 'class-validator';

export class HeldRuleDto {
  rule: string;
  cases: number;
}

export class HeldPersonDto {
  personId: string;
  name: string;
  rules: string[];
  /** The strongest finding's sentence. */
  reason: string;
}

/** New cases that came in such number that they wait for a person before anybody is shown them (K30). */
export class HeldCasesDto {
  cases: number;
  /** When the first of them was found; null: nothing is held. */
  since: string | null;
  /** When the last of them was found: what is published or discarded is named by it. */
  upTo: string | null;
  rules: HeldRuleDto[];
  /** The newest 50. */
  people: HeldPersonDto[];
}

export class AnswerHeldDto {
  /** `upTo` of what was looked at: what has come since then stays held. */
  @IsISO8601({ strict: true })
  upTo: string;
}

export class HeldAnsweredDto {
  /** How many cases it was about. */
  cases: number;
}
