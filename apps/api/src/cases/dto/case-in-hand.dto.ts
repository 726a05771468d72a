import { ContactVerdictDto } from '../../outreach/dto/contact-verdict.dto.js';

export class CaseStandingDto {
  caseId: string;
  personId: string;
  state: 'open' | 'in_outreach' | 'snoozed' | 'resolved' | 'closed';
  /** Why it was closed. */
  closing: string | null;
  /** When it comes back to the list by itself. */
  wakeAt: string | null;
  /** Why it rests; of an open case: why it came back. */
  wakeBecause: string | null;
  /** Calls placed, reached or not. */
  attempts: number;
  conversations: number;
  lastContactAt: string | null;
  lastOutcome: string | null;
}

export class LeaseDto {
  until: string;
  /** How long from now. */
  seconds: number;
}

export class GuardianDto {
  personId: string;
  name: string;
  phone: string | null;
  phoneHref: string | null;
  email: string | null;
}

export class HouseholdMemberDto {
  personId: string;
  name: string;
  /** Null: nothing to talk about at present. */
  caseId: string | null;
  state: 'open' | 'in_outreach' | 'snoozed' | 'resolved' | null;
}

/** Shown to whoever has the household in hand, and to nobody else. Of a minor: the guardian's. */
export class HandContactDto {
  phone: string | null;
  /** For a link that dials. */
  phoneHref: string | null;
  email: string | null;
  guardian: GuardianDto | null;
  household: HouseholdMemberDto[];
}

export class RecommendationDto {
  route: 'call' | 'sequence' | 'snooze';
  sequenceId: string | null;
  because: string[];
}

export class TalkStepDto {
  key: string;
  title: string;
  says: string[];
  asks: string[];
}

export class TalkTrackDto {
  title: string;
  steps: TalkStepDto[];
}

export class OutcomeDto {
  code: string;
  label: string;
  /** The key that chooses it. */
  key: string;
  isConversation: boolean;
  needs: ('next' | 'when' | 'reason' | 'date')[];
  nextKinds: ('booked' | 'touchpoint' | 'reason')[];
}

export class CodedDto {
  code: string;
  label: string;
}

export class CloseReasonsDto {
  closing: string;
  reasons: CodedDto[];
}

export class SnoozePresetDto {
  key: string;
  label: string;
  /** The day chosen. */
  wakeOn: string;
  /** When the place opens on it or next. */
  wakesAt: string;
}

export class VerdictsDto {
  sms: ContactVerdictDto;
  email: ContactVerdictDto;
  call: ContactVerdictDto;
}

/** What to know before dialling. */
export class BriefDto {
  says: string[];
  recommended: RecommendationDto;
  /** Null: no playbook speaks for it. */
  talkTrack: TalkTrackDto | null;
  outcomes: OutcomeDto[];
  /** Coded reasons that may stand for a next step. */
  nextReasons: CodedDto[];
  declineReasons: CodedDto[];
  closeReasons: CloseReasonsDto[];
  snoozePresets: SnoozePresetDto[];
  snoozeReasons: CodedDto[];
  sentiments: CodedDto[];
  readiness: CodedDto[];
  /** May they be contacted now, by each way. */
  verdicts: VerdictsDto;
}

export class CaseInHandDto {
  case: CaseStandingDto;
  lease: LeaseDto;
  contact: HandContactDto;
  brief: BriefDto;
}

export class LeaseHolderDto {
  id: string;
  name: string;
}

export class StandingLeaseDto {
  caseId: string;
  personId: string;
  holder: LeaseHolderDto;
  until: string;
}

export class LeasesDto {
  items: StandingLeaseDto[];
}

export class RenewedLeaseDto {
  until: string;
}

export class MyDayDto {
  /** Talks the caller has had since the practice's midnight; calls that nobody answered are not counted. */
  conversations: number;
}
