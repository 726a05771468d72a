import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES, SPECIALTIES } from '@keepwell/domain';
import { CONFIG_DIR } from '@keepwell/env';
import { HANDOFF_CHANNELS, INTERVENTION_OWNERS, interventionsOf, JOURNEY_STAGES } from './intervention.js';
import { interventionsDocument } from './interventions-document.js';
import { readPlaybooks } from './read-playbooks.js';

const DOCUMENT = new URL('../../../../docs/interventions.md', import.meta.url);
const playbooks = await readPlaybooks(join(CONFIG_DIR, 'playbooks'));
const all = interventionsOf(playbooks);

describe('the library of interventions', () => {
  it('S2-05 none of the playbooks is missing, each with a stage, an owner, a channel and what calls for it', () => {
    const written = playbooks.flatMap(({ talkTracks, sequences, handoffs }) =>
      [...talkTracks, ...sequences, ...handoffs].map(({ key }) => key),
    );
    expect(all.map(({ key }) => key).sort()).toEqual(written.sort());
    for (const { key, stages, owner, channels, rules } of all) {
      expect([key, stages.length > 0, channels.length > 0]).toEqual([key, true, true]);
      expect(INTERVENTION_OWNERS).toContain(owner);
      for (const channel of channels) expect([...HANDOFF_CHANNELS, 'sms', 'email']).toContain(channel);
      expect([key, rules.filter((rule) => !RULES.some(({ id }) => id === rule))]).toEqual([key, []]);
    }
    // Only the conversation about nothing in particular answers to no rule.
    expect(all.filter(({ rules }) => rules.length === 0).map(({ key }) => key)).toEqual(['general']);
  });

  it('S2-05 every rule has an intervention in every specialty; one that counts as off-track has one that reaches the patient', () => {
    for (const specialty of SPECIALTIES) {
      const offered = all.filter((each) => each.specialty === specialty || each.specialty === 'any');
      for (const { id, kind } of RULES) {
        const forIt = offered.filter(({ rules }) => rules.includes(id));
        expect([id, forIt.length > 0]).toEqual([id, true]);
        if (kind === 'O') expect([id, forIt.some((each) => each.kind !== 'handoff')]).toEqual([id, true]);
      }
    }
  });

  it('S2-05 every stage has some in the clinic and some from afar', () => {
    for (const stage of JOURNEY_STAGES) {
      const places = new Set(all.filter(({ stages }) => stages.includes(stage)).map(({ place }) => place));
      expect([stage, places.has('in_clinic'), places.has('remote')]).toEqual([stage, true, true]);
    }
  });

  it('S2-05 is what docs/interventions.md says (UPDATE_DOCS=1 writes it)', () => {
    if (process.env.UPDATE_DOCS === '1') writeFileSync(DOCUMENT, interventionsDocument(playbooks));
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(interventionsDocument(playbooks));
  });
});
