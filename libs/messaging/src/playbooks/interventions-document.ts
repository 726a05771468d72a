import { RULES } from '@keepwell/domain';
import {
  interventionsOf,
  JOURNEY_STAGES,
  type Intervention,
  type InterventionChannel,
  type InterventionOwner,
  type JourneyStage,
} from './intervention.js';
import type { Playbook } from './playbook.js';

const STAGES: Record<JourneyStage, string> = {
  first_contact: 'First contact',
  consult: 'Consult',
  in_care: 'In care',
  programme: 'Programme',
  membership: 'Membership',
  maintenance: 'Maintenance and recall',
  lapsed: 'Not here for a long time',
};
const OWNERS: Record<InterventionOwner, string> = {
  coordinator: 'coordinator',
  front_desk: 'front desk',
  clinician: 'clinician',
  manager: 'manager',
  billing: 'billing',
};
const CHANNELS: Record<InterventionChannel, string> = {
  in_person: 'in person',
  task: 'at the desk',
  call: 'call',
  sms: 'text',
  email: 'mail',
};
const KINDS: Record<Intervention['kind'], string> = { talk: 'talk', sequence: 'sequence', handoff: 'handoff' };

/** `docs/interventions.md`: what can be done for a listed patient, made from the playbooks that ship. */
export function interventionsDocument(playbooks: readonly Playbook[]): string {
  const all = interventionsOf(playbooks);
  const sections = JOURNEY_STAGES.flatMap((stage) => [
    `## ${STAGES[stage]}`,
    '',
    ...table(all.filter(({ stages }) => stages.includes(stage))),
    '',
  ]);
  return `${[...HEAD, ...sections, ...triggers(all)].join('\n')}\n`;
}

const HEAD = [
  '# What can be done for a patient',
  '',
  'Made from `config/playbooks` (`UPDATE_DOCS=1` with the test of the playbooks writes it). An intervention stands under every stage of the',
  'way with a practice to which it belongs, with who sees to it, how, and the rules that call for it; those of a specialty come before those',
  'for any. A *talk* is an arc for a conversation, a *sequence* messages and calls over days that a person starts after reading them, a',
  '*handoff* what a colleague does; nothing of a handoff is sent to anybody. On the patient’s page staff say that a handoff was done, or of any',
  'of the three that it was left out, and why; it can be taken back for ten minutes and stands in the history with the version that was in',
  'force. That a talk took place is said by the call, that a sequence runs by its start.',
  '',
];

function table(rows: readonly Intervention[]): string[] {
  return [
    '| intervention | what | for | where | owner | channel | rules |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(({ title, kind, specialty, place, owner, channels, rules }) => {
      const where = place === 'in_clinic' ? 'in the clinic' : 'from afar';
      const how = channels.map((channel) => CHANNELS[channel]).join(', ');
      return `| ${title} | ${KINDS[kind]} | ${specialty} | ${where} | ${OWNERS[owner]} | ${how} | ${rules.length === 0 ? 'any' : rules.join(' ')} |`;
    }),
  ];
}

/** From a rule to what it calls for. */
function triggers(all: readonly Intervention[]): string[] {
  return [
    '## By rule',
    '',
    '| rule | kind | says | interventions |',
    '|---|---|---|---|',
    ...RULES.map(({ id, kind, says }) => {
      const titles = all.filter(({ rules }) => rules.includes(id)).map(({ title }) => title);
      return `| ${id} | ${kind} | ${says} | ${[...new Set(titles)].join('; ')} |`;
    }),
  ];
}
