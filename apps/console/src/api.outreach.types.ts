import type { components } from './api.schema.js';

/** The words of the outbox, of what patients answer, of the playbook and of a practice's own settings. */
type Schemas = components['schemas'];

export type OutboxRow = Schemas['OutboxRowDto'];
export type MessageState = OutboxRow['state'];
export type MessageChannel = OutboxRow['channel'];
export type MessagePurpose = OutboxRow['purpose'];
export type OutboxPage = Schemas['OutboxPageDto'];
/** One message, word for word, with everything that says why it was allowed. */
export type OutboxMessage = Schemas['OutboxMessageDto'];

export type InboundRow = Schemas['InboundRowDto'];
export type InboundIntent = InboundRow['intent'];
export type InboundPage = Schemas['InboundPageDto'];

export type Sending = Schemas['SendingDto'];
export type SendingHold = Schemas['SendingHoldDto'];

export type ChannelSetting = Schemas['ChannelDto'];
export type ChannelChange = Schemas['PutChannelDto'];
export type Provider = ChannelSetting['provider'];
export type Practice = Schemas['PracticeDto'];
export type PracticeChange = Schemas['ChangePracticeDto'];

export interface PlaybookTemplate {
  id: string;
  key: string;
  version: number;
  channel: 'sms' | 'email';
  language: string;
  purpose: MessagePurpose;
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

export interface PlaybookSequence {
  id: string;
  key: string;
  version: number;
  name: string;
  purpose: MessagePurpose;
  specialties: string[];
  rules: string[];
  steps: {
    channel: MessageChannel;
    afterDays: number;
    afterHours: number;
    /** Key of the template; null for a call. */
    template: string | null;
    expiresAfterDays: number;
  }[];
  state: string;
  origin: string;
  authorName: string | null;
  approvedByName: string | null;
  approvedAt: string | null;
}

export interface TalkTrack {
  specialty: string;
  title: string;
  rules: string[];
  steps: { key: string; title: string; says: string[]; asks: string[] }[];
}

export interface Playbook {
  templates: PlaybookTemplate[];
  sequences: PlaybookSequence[];
  talkTracks: TalkTrack[];
}
