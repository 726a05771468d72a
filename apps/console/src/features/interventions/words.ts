import type { Intervention, JourneyStage } from '../../api.care.js';

/** The words of what can be done for a patient, in the order of their way with a practice. */

const STAGES: Record<JourneyStage, string> = {
  first_contact: 'First contact',
  consult: 'Consult',
  in_care: 'In care',
  programme: 'Program',
  membership: 'Membership',
  maintenance: 'Maintenance',
  lapsed: 'Lapsed',
};
export const JOURNEY_STAGES = Object.keys(STAGES) as JourneyStage[];
export const stageWord = (stage: JourneyStage) => STAGES[stage];

const KINDS: Record<Intervention['kind'], string> = {
  talk: 'Talk',
  sequence: 'Sequence',
  handoff: 'Handed to a colleague',
};
export const kindWord = (kind: Intervention['kind']) => KINDS[kind];

const OWNERS: Record<Intervention['owner'], string> = {
  coordinator: 'Coordinator',
  front_desk: 'Front desk',
  clinician: 'Clinician',
  manager: 'Manager',
  billing: 'Billing',
};
export const ownerWord = (owner: Intervention['owner']) => OWNERS[owner];

const CHANNELS: Record<Intervention['channels'][number], string> = {
  call: 'call',
  email: 'email',
  sms: 'text',
  in_person: 'in person',
  task: 'at the desk',
};
export const channelsText = (channels: Intervention['channels']) =>
  channels.map((channel) => CHANNELS[channel]).join(', ');

export const PLACES: Record<Intervention['place'], string> = { in_clinic: 'In the clinic', remote: 'From afar' };
