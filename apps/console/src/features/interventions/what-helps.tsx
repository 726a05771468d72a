import type { Intervention } from '../../api.care.js';
import type { Evaluation } from '../../api.types.js';
import { Section } from '../../ui/section.js';
import { useInterventions } from './use-interventions.js';
import { channelsText, kindWord, ownerWord, PLACES } from './words.js';

/** What can be done for the reasons that hold now: who of the practice, where, and how. Nothing where nothing holds. */
export function WhatHelps({ evaluation }: { evaluation: Evaluation | null }) {
  const { items = [] } = useInterventions();
  const rules = [...new Set((evaluation?.findings ?? []).map(({ rule }) => rule))];
  const helping = items.filter((one) => one.rules.some((rule) => rules.includes(rule)));
  if (helping.length === 0) return null;
  return (
    <Section title="What can be done" aside="for the reasons that hold now">
      <div className="kw-helps">
        {(['in_clinic', 'remote'] as const).map((place) => (
          <Place key={place} place={place} items={helping.filter((one) => one.place === place)} rules={rules} />
        ))}
      </div>
    </Section>
  );
}

interface PlaceProps {
  place: Intervention['place'];
  items: Intervention[];
  rules: string[];
}

function Place({ place, items, rules }: PlaceProps) {
  if (items.length === 0) return null;
  return (
    <div>
      <h3>{PLACES[place]}</h3>
      <ul className="kw-plain" aria-label={PLACES[place]}>
        {items.map((one) => (
          <li key={`${one.kind} ${one.specialty} ${one.key}`}>
            <strong>{one.title}</strong>{' '}
            <span className="kw-quiet">
              {ownerWord(one.owner)}, {channelsText(one.channels)}
              {one.kind === 'sequence' && ` · ${kindWord(one.kind).toLowerCase()}`} · for{' '}
              {one.rules.filter((rule) => rules.includes(rule)).join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
