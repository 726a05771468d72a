type State = 'done' | 'booked' | 'upcoming' | 'due' | 'overdue' | 'missed' | 'unseen';

/** The visit, booking or score that does it. */
export class CareDoingDto {
  kind: 'appointment' | 'score';
  /** Id in the source. */
  id: string;
  /** The connection it came by. */
  source: string;
  on: string;
}

export class CarePointDto {
  due: string;
  /** `missed`: overdue, and a later one was done since. `unseen`: no service of the practice could show it. */
  state: State;
  by: CareDoingDto | null;
}

export class CareExpectationDto {
  id: string;
  name: string;
  every: string | null;
  at: string[];
  /** Of the last time that has come. */
  state: State;
  /** The last twelve times, and the next. */
  points: CarePointDto[];
}

export class CareNamedDto {
  id: string;
  name: string;
}

export class CareTierDto extends CareNamedDto {
  pattern: 'entry' | 'mid' | 'high_touch';
}

export class CareInclusionDto {
  id: string;
  name: string;
  per: 'month' | 'quarter' | 'year';
  /** Null: without limit, or not counted. */
  units: number | null;
  /** False: a promise that no appointment shows. */
  isCounted: boolean;
  /** First day of the period that runs, or of the membership. */
  since: string;
  used: number;
  booked: number;
}

export class CareFollowUpDto {
  every: string;
  last: string | null;
  due: string | null;
  booked: string | null;
  isLate: boolean;
}

export class CareCoverDto {
  service: string;
  /** Part of the tier that covers it; null: it is not covered. */
  coveredBy: string | null;
}

export class TierCardDto {
  membershipId: string;
  source: string;
  name: string | null;
  standing: 'trialing' | 'active' | 'past_due' | 'paused' | 'ended' | 'unknown';
  since: string | null;
  /** Null: the practice has described no tier of this name. */
  tier: CareTierDto | null;
  includes: CareInclusionDto[];
  covers: CareCoverDto[];
  followUp: CareFollowUpDto | null;
  /** The care plan that goes with the tier: what is expected, and what became of it. */
  expectations: CareExpectationDto[];
}

export class CareLeadsToDto {
  tier: CareNamedDto;
  /** Once there is a membership of that tier. */
  membershipId: string | null;
}

export class ProgramCardDto {
  programId: string;
  source: string;
  name: string;
  template: CareNamedDto;
  from: string;
  until: string;
  milestones: CareExpectationDto[];
  leadsTo: CareLeadsToDto | null;
}

export class PatientCareDto {
  personId: string;
  asOf: string;
  /** Open programs that have a template. */
  programs: ProgramCardDto[];
  /** Memberships that have not ended. */
  memberships: TierCardDto[];
}
