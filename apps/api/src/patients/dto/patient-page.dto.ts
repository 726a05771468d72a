import { ApiProperty } from '@nestjs/swagger';
import type { PersonState, RecordKind } from '@keepwell/domain';
import { MoneyDto, NamedDto } from '../../worklist/dto/case-page.dto.js';

export class IdentityDto {
  connectionId: string;
  /** Name of the connection. */
  connection: string;
  sourceId: string;
  /** This source record was merged into another one of the same person. */
  merged: boolean;
}

export class HoldsDto {
  doNotContact: boolean;
  /** `collections` and `dispute` are money holds; any other text is a clinical, complaint or legal hold. */
  hold: string | null;
  deceased: boolean;
}

export class CaseEventDto {
  at: string;
  event: string;
  detail: Record<string, unknown>;
}

export class PatientCaseDto {
  id: string;
  state: 'open' | 'in_outreach' | 'snoozed' | 'resolved' | 'closed';
  /** Why it was resolved or closed. */
  closing: string | null;
  backlog: boolean;
  since: string | null;
  firstOpenedAt: string;
  reopened: number;
  events: CaseEventDto[];
}

export class EvidenceFactDto {
  kind: RecordKind;
  id: string;
  /** The connection the record came by. */
  source: string;
  effectiveAt: string | null;
  recordedAt: string | null;
  says: string;
}

export class FindingDto {
  rule: string;
  name: string;
  version: number;
  kind: 'O' | 'W' | 'V';
  class: 'S1' | 'S2' | 'S3' | 'S4';
  episode: string | null;
  since: string;
  reason: string;
  facts: EvidenceFactDto[];
  /** What was looked for and not found. */
  checked: string[];
  clearsWhen: string;
  /** Parameters as used. */
  @ApiProperty({ type: 'object', additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] } })
  parameters: Record<string, string | number>;
  service: string | null;
  locationId: string | null;
  practitionerId: string | null;
}

export class ExclusionDto {
  id: string;
  says: string;
  facts: EvidenceFactDto[];
}

export class RuleVerdictDto {
  rule: string;
  name: string;
  fires: boolean;
  because:
    | 'fires'
    | 'no_data'
    | 'not_applicable'
    | 'excluded'
    | 'live_booking'
    | 'answered'
    | 'waiting'
    | 'closed'
    | 'lapsed'
    | 'suspended'
    | 'shadow'
    | 'off';
  says: string;
  nextChangeAt: string | null;
}

export class EvaluationDto {
  personId: string;
  asOf: string;
  state: PersonState;
  findings: FindingDto[];
  /** What rules on trial found: nobody is listed for it. */
  shadow: FindingDto[];
  exclusions: ExclusionDto[];
  /** Every rule: why it lists this person, or why not. */
  verdicts: RuleVerdictDto[];
  since: string | null;
  nextChangeAt: string | null;
  contactable: boolean;
  valueAtRisk: MoneyDto | null;
  lastVisitOn: string | null;
  nextBookingAt: string | null;
}

export class SourceFreshnessDto {
  connectionId: string;
  name: string;
  /** Everything the source recorded up to here has been read. */
  watermark: string | null;
  lastSuccessAt: string | null;
  stale: boolean;
  /** Rules that wait because this source is behind. */
  suspendedRules: string[];
}

export class MembershipDto {
  id: string;
  name: string | null;
  tier: string | null;
  status: 'trialing' | 'active' | 'past_due' | 'paused' | 'cancelled' | 'expired' | null;
  startedAt: string | null;
  nextBillAt: string | null;
  /** As the payments made for it show; null with fewer than two, or when they follow no calendar. */
  cycle: 'week' | 'fortnight' | 'month' | 'quarter' | 'half_year' | 'year' | null;
  endsAt: string | null;
  pausedUntil: string | null;
  cancelRequestedAt: string | null;
  /** In the smallest unit of the currency. */
  priceMinor: number | null;
  currency: string | null;
  cardExpiresOn: string | null;
  lastPaidAt: string | null;
  lastPaymentFailed: boolean;
  /** The system it was read from. */
  connection: string;
}

export class PatientPageDto {
  personId: string;
  name: string;
  birthDate: string | null;
  /** Shortened for everybody who does not have the household in hand. */
  phone: string | null;
  /** Shortened for everybody who does not have the household in hand. */
  email: string | null;
  language: string | null;
  timezone: string | null;
  identities: IdentityDto[];
  location: NamedDto | null;
  practitioner: NamedDto | null;
  holds: HoldsDto;
  case: PatientCaseDto | null;
  /** Running ones first. */
  memberships: MembershipDto[];
  /** Null until the first evaluation. */
  evaluation: EvaluationDto | null;
  freshness: SourceFreshnessDto[];
}
