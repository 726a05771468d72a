import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import type { SuppressionReason } from '@keepwell/domain';
import { ContactVerdictDto } from './contact-verdict.dto.js';
import { Trimmed } from '../../http/dto/trimmed.js';

export class ChannelContactDto {
  /** Masked; the holder of the case sees it whole. Null: none on record, or none that can be used. */
  address: string | null;
  verdict: ContactVerdictDto;
}

export class ContactChannelsDto {
  sms: ChannelContactDto;
  email: ChannelContactDto;
  call: ChannelContactDto;
}

export class ConsentEntryDto {
  id: string;
  channel: 'sms' | 'email' | 'call' | 'any';
  purpose: 'service' | 'marketing' | 'any';
  state: 'granted' | 'denied';
  /** `staff`, `patient_call`, `inbound_message`, `unsubscribe_link`, `web_page`, `import`; of a connection: its name. */
  source: string;
  /** Ours, or brought by a connection. */
  from: 'ledger' | 'connection';
  at: string;
  expiresAt: string | null;
  wordingVersion: string | null;
  wording: string | null;
  byName: string | null;
}

export class SuppressionDto {
  id: string;
  /** Which address it is. */
  channel: 'sms' | 'email' | 'call';
  /** `all`: nobody contacts; `automated`: the machine on no channel; `channel`: the machine not on this one. */
  scope: 'all' | 'automated' | 'channel';
  reason: SuppressionReason;
  setAt: string;
  byName: string | null;
  needsReview: boolean;
  liftedAt: string | null;
  liftedBecause: string | null;
  /** Whether a manager can lift it. What a patient or the law set only they lift. */
  liftable: boolean;
}

export class ContactStopDto {
  id: string;
  kind: 'not_now' | 'never';
  until: string | null;
  reason: string;
  at: string;
  byName: string | null;
  liftedAt: string | null;
}

export class PatientContactDto {
  channels: ContactChannelsDto;
  consents: ConsentEntryDto[];
  suppressions: SuppressionDto[];
  stops: ContactStopDto[];
}

export class AddConsentDto {
  @IsIn(['sms', 'email', 'call', 'any'])
  channel: 'sms' | 'email' | 'call' | 'any';

  @IsIn(['service', 'marketing', 'any'])
  purpose: 'service' | 'marketing' | 'any';

  @IsIn(['granted', 'denied'])
  state: 'granted' | 'denied';

  /** How the patient said it. */
  @IsIn(['staff', 'patient_call', 'web_page', 'import'])
  source: 'staff' | 'patient_call' | 'web_page' | 'import';

  /** Which wording the patient saw or heard; a grant for marketing needs it. */
  @IsOptional()
  @IsString()
  @Length(1, 60)
  wordingVersion?: string;

  @IsOptional()
  @IsString()
  @Length(1, 2_000)
  wording?: string;
}

export class AddSuppressionDto {
  @IsIn(['sms', 'email', 'call', 'all'])
  channel: 'sms' | 'email' | 'call' | 'all';

  @IsIn(['staff', 'legal', 'wrong_number'])
  reason: 'staff' | 'legal' | 'wrong_number';
}

export class LiftSuppressionDto {
  /** Why it no longer holds; stays with the entry. */
  @Trimmed()
  @IsString()
  @Length(3, 500)
  because: string;
}

export class AddedDto {
  id: string;
}

export class SuppressedDto {
  /** One for each address it was set on. */
  ids: string[];
}
