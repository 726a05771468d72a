export class PlaybookTemplateDto {
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

export class PlaybookStepDto {
  channel: 'sms' | 'email' | 'call';
  afterDays: number;
  afterHours: number;
  /** Key of the template; null for a call. */
  template: string | null;
  expiresAfterDays: number;
}

export class PlaybookSequenceDto {
  id: string;
  key: string;
  version: number;
  name: string;
  purpose: 'service' | 'marketing';
  specialties: string[];
  rules: string[];
  steps: PlaybookStepDto[];
  state: string;
  origin: string;
  authorName: string | null;
  approvedByName: string | null;
  approvedAt: string | null;
}

export class PlaybookTalkStepDto {
  key: string;
  title: string;
  says: string[];
  asks: string[];
}

export class PlaybookTalkTrackDto {
  specialty: string;
  title: string;
  rules: string[];
  steps: PlaybookTalkStepDto[];
}

export class PlaybookDto {
  templates: PlaybookTemplateDto[];
  sequences: PlaybookSequenceDto[];
  talkTracks: PlaybookTalkTrackDto[];
}
