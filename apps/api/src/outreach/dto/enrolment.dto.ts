import { IsUUID, Matches } from 'class-validator';
import { ContactVerdictDto } from './contact-verdict.dto.js';

export class ListSequencesDto {
  @IsUUID()
  caseId: string;
}

export class OfferedStepDto {
  channel: 'sms' | 'email' | 'call';
  afterDays: number;
  afterHours: number;
  templateName: string | null;
}

export class OfferedSequenceDto {
  id: string;
  name: string;
  version: number;
  purpose: 'service' | 'marketing';
  recommended: boolean;
  /** Why it cannot be started; empty: it can be looked at. */
  problems: string[];
  steps: OfferedStepDto[];
}

export class OfferedSequencesDto {
  items: OfferedSequenceDto[];
}

export class AskPreviewDto {
  @IsUUID()
  sequenceId: string;
}

export class EnrolDto extends AskPreviewDto {
  /** Of the preview that was read: what starts is that text, to that address. */
  @Matches(/^[0-9a-f]{64}$/, { message: 'digest must be the one of the preview' })
  digest: string;
}

/** A patient fact in a text: what, its value, where it comes from. */
export class MergedFactDto {
  field: string;
  value: string;
  /** 0 public, 1 identity, 2 visit logistics. */
  class: number;
  source: string;
  recordId: string | null;
}

export class PreviewStepDto {
  step: number;
  channel: 'sms' | 'email' | 'call';
  dueAt: string;
  latestAt: string;
  templateName: string | null;
  subject: string | null;
  /** What the patient reads; null where it cannot be written. A call: null. */
  text: string | null;
  html: string | null;
  segments: number | null;
  facts: MergedFactDto[];
  /** May it be sent when it is due. */
  verdict: ContactVerdictDto;
  /** Cannot go this way (no address, not allowed on this channel): the other steps go on without it. */
  leftOut: boolean;
  /** What stands against its text. */
  problems: string[];
}

export class PreviewedSequenceDto {
  id: string;
  name: string;
  version: number;
}

export class PreviewDto {
  sequence: PreviewedSequenceDto;
  steps: PreviewStepDto[];
  canStart: boolean;
  /** Why it cannot start. */
  because: string[];
  digest: string;
}

export class CaseInOutreachDto {
  caseId: string;
  personId: string;
  state: 'open' | 'in_outreach' | 'snoozed' | 'resolved' | 'closed';
  closing: string | null;
  wakeAt: string | null;
  wakeBecause: string | null;
  attempts: number;
  conversations: number;
  lastContactAt: string | null;
  lastOutcome: string | null;
}

export class EnrolledDto {
  enrolmentId: string;
  case: CaseInOutreachDto;
  /** Until when it can be taken back, as long as nothing has left. */
  undoUntil: string;
}
