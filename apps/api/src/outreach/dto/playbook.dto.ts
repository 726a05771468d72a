export class TemplateDto {
  id: string;
  key: string;
  version: number;
  channel: 'sms' | 'email';
  language: string;
  purpose: 'service' | 'marketing';
  name: string;
  subject: string | null;
  body: string;
  /** `draft`, `approved`, `retired`. */
  state: string;
  origin: string;
  authorName: string | null;
  approvedByName: string | null;
  approvedAt: string | null;
  /** What stands against approving it. */
  problems: string[];
}

export class SequenceStepDto {
  channel: 'sms' | 'email' | 'call';
  afterDays: number;
  afterHours: number;
  /** Key of the template; null for a call. */
  template: string | null;
  expiresAfterDays: number;
}

export class SequenceDto {
  id: string;
  key: string;
  version: number;
  name: string;
  purpose: 'service' | 'marketing';
  specialties: string[];
  rules: string[];
  steps: SequenceStepDto[];
  state: string;
  origin: string;
  authorName: string | null;
  approvedByName: string | null;
  approvedAt: string | null;
}

export class TalkTrackStepDto {
  key: string;
  title: string;
  says: string[];
  asks: string[];
}

export class TalkTrackDto {
  specialty: string;
  title: string;
  rules: string[];
  steps: TalkTrackStepDto[];
}

export class PlaybookDto {
  templates: TemplateDto[];
  sequences: SequenceDto[];
  talkTracks: TalkTrackDto[];
}
