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

export type Playbook = Schemas['PlaybookDto'];
export type PlaybookTemplate = Playbook['templates'][number];
export type PlaybookSequence = Playbook['sequences'][number];
export type TalkTrack = Playbook['talkTracks'][number];
