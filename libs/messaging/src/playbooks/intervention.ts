import type { Specialty } from '@keepwell/domain';
import type { Playbook } from './playbook.js';

/** Where along a patient's way with a practice an intervention has its place, in that order (S2-05). */
export const JOURNEY_STAGES = [
  'first_contact',
  'consult',
  'in_care',
  'programme',
  'membership',
  'maintenance',
  'lapsed',
] as const;
export type JourneyStage = (typeof JOURNEY_STAGES)[number];

/** Who sees to it. */
export const INTERVENTION_OWNERS = ['coordinator', 'front_desk', 'clinician', 'manager', 'billing'] as const;
export type InterventionOwner = (typeof INTERVENTION_OWNERS)[number];

/** How somebody of the practice does what was handed to them: face to face, by telephone, or at their desk. */
export const HANDOFF_CHANNELS = ['in_person', 'call', 'task'] as const;
export type HandoffChannel = (typeof HANDOFF_CHANNELS)[number];

export type InterventionChannel = HandoffChannel | 'sms' | 'email';

/** Something that can be done for a listed patient: a conversation, a sequence of messages and calls, or what a colleague does. */
export interface Intervention {
  key: string;
  kind: 'talk' | 'sequence' | 'handoff';
  version: number;
  title: string;
  /** Of the playbook it stands in; `any`: where that of the specialty has none of its own. */
  specialty: Specialty | 'any';
  stages: JourneyStage[];
  owner: InterventionOwner;
  /** `in_clinic`: while they are there, or by somebody there; `remote`: they are not. */
  place: 'in_clinic' | 'remote';
  channels: InterventionChannel[];
  /** For which reasons; empty: for any. */
  rules: string[];
  /** Of a handoff: what it asks for, a sentence each. */
  does: string[];
}

/** Every intervention of the playbooks: those of a specialty first, in the order of the journey, in-clinic before remote. */
export function interventionsOf(playbooks: readonly Playbook[]): Intervention[] {
  const all = playbooks.flatMap(({ specialty, talkTracks, sequences, handoffs }) => [
    ...handoffs.map(({ channel, ...handoff }) =>
      intervention({ ...handoff, kind: 'handoff', specialty, channels: [channel] }),
    ),
    ...talkTracks.map(({ key, version, title, stages, owner, rules }) =>
      intervention({
        ...{ key, kind: 'talk', version, title, specialty, stages, owner, channels: ['call'], rules },
        does: [],
      }),
    ),
    ...sequences.map(({ key, version, name, stages, owner, rules, steps }) =>
      intervention({
        ...{ key, kind: 'sequence', version, title: name, specialty, stages, owner, rules },
        channels: [...new Set(steps.map(({ channel }) => channel))],
        does: [],
      }),
    ),
  ]);
  const stageOf = ({ stages: [first] }: Intervention) => JOURNEY_STAGES.findIndex((stage) => stage === first);
  return all
    .map((each, place) => ({ each, place }))
    .sort(
      (one, other) =>
        Number(one.each.specialty === 'any') - Number(other.each.specialty === 'any') ||
        stageOf(one.each) - stageOf(other.each) ||
        one.place - other.place,
    )
    .map(({ each }) => each);
}

function intervention(given: Omit<Intervention, 'place'>): Intervention {
  const isThere = given.channels.every((channel) => channel === 'in_person' || channel === 'task');
  return { ...given, place: isThere ? 'in_clinic' : 'remote' };
}
