import type { Purpose, SequenceStep, Specialty } from '@keepwell/domain';
import type { HandoffChannel, InterventionOwner, JourneyStage } from './intervention.js';
import type { TemplateText } from '../templates/template.js';

/** What a practice starts with in one specialty, or (`any`) in all. */
export interface Playbook {
  specialty: Specialty | 'any';
  talkTracks: TalkTrack[];
  templates: PlaybookTemplate[];
  sequences: PlaybookSequence[];
  handoffs: Handoff[];
}

/** What an intervention is placed by (S2-05). */
export interface Placed {
  /** Higher with every change of what it says or asks for: what was done names the one that was in force. */
  version: number;
  /** At least one. */
  stages: JourneyStage[];
  owner: InterventionOwner;
}

/** What somebody of the practice does for a listed patient; nothing of it is sent by itself. */
export interface Handoff extends Placed {
  key: string;
  title: string;
  channel: HandoffChannel;
  rules: string[];
  does: string[];
}

/** The arc of a conversation, not its words (S3-50). */
export interface TalkTrack extends Placed {
  key: string;
  title: string;
  /** For whom: rule ids; empty: whoever no other track speaks for. */
  rules: string[];
  steps: TalkStep[];
}

export interface TalkStep {
  key: string;
  title: string;
  /** Points to make, in one's own words. */
  says: string[];
  /** Questions worth asking. */
  asks: string[];
}

export interface PlaybookTemplate extends TemplateText {
  key: string;
  version: number;
  name: string;
}

export interface PlaybookSequence extends Placed {
  key: string;
  name: string;
  purpose: Purpose;
  /** For which reasons it is offered; empty: any. */
  rules: string[];
  steps: SequenceStep[];
}
