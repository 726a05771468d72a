import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { Intervention, InterventionAct, PatientInterventions } from '../../api.care.js';
import type { Evaluation } from '../../api.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { useWorks } from '../session/roles.js';
import { LeaveOutDialog } from './leave-out-dialog.js';
import { newestOf, useActs, useSaying } from './use-acts.js';
import { useInterventions } from './use-interventions.js';
import { channelsText, kindWord, ownerWord, PLACES } from './words.js';

/** What can be done for the reasons that hold now: who of the practice, where and how, and what came of it. Nothing where nothing holds. */
export function WhatHelps({ personId, evaluation }: { personId: string; evaluation: Evaluation | null }) {
  const { items = [] } = useInterventions();
  const rules = [...new Set((evaluation?.findings ?? []).map(({ rule }) => rule))];
  const helping = items.filter((one) => one.rules.some((rule) => rules.includes(rule)));
  const { data: done } = useActs(personId, helping.length > 0);
  if (helping.length === 0) return null;
  return (
    <Section title="What can be done" aside="for the reasons that hold now">
      <div className="kw-helps">
        {(['in_clinic', 'remote'] as const).map((place) => (
          <Place
            key={place}
            {...{ personId, place, rules, done }}
            items={helping.filter((one) => one.place === place)}
          />
        ))}
      </div>
    </Section>
  );
}

interface PlaceProps {
  personId: string;
  place: Intervention['place'];
  items: Intervention[];
  rules: string[];
  /** Absent: not read yet, or not to be read. */
  done: PatientInterventions | undefined;
}

function Place({ personId, place, items, rules, done }: PlaceProps) {
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
            {one.does.length > 0 && (
              <details>
                <summary className="kw-quiet">What to do</summary>
                <ul className="kw-notes">
                  {one.does.map((says) => (
                    <li key={says}>{says}</li>
                  ))}
                </ul>
              </details>
            )}
            {done !== undefined && <WhatCameOfIt personId={personId} of={one} done={done} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ComeProps {
  personId: string;
  of: Intervention;
  done: PatientInterventions;
}

/** What was said of it last, and the way to say it now. A talk is recorded with its call and a sequence by its start, so of these one says only that they are left out. */
function WhatCameOfIt({ personId, of, done }: ComeProps) {
  const { kind, key, title } = of;
  const mayWork = useWorks();
  const { say, takeBack, isSaving, problem } = useSaying(personId);
  const [isLeavingOut, setLeavingOut] = useState(false);
  const act = newestOf(done.acts, of);
  const leaveOut = async (why: Pick<Parameters<typeof say>[0], 'reason' | 'note'>) => {
    if (await say({ kind, key, outcome: 'skipped', ...why })) setLeavingOut(false);
  };
  return (
    <div className="kw-came-of-it">
      <Elsewhere of={of} done={done} />
      {act !== null && <Said act={act} />}
      {mayWork && (
        <span className="kw-came-acts">
          {act !== null && act.undoUntil !== null ? (
            <Button
              size="compact-xs"
              variant="subtle"
              loading={isSaving}
              aria-label={`Take back: ${title}`}
              onClick={() => void takeBack(act.id)}
            >
              Take back
            </Button>
          ) : (
            <>
              {kind === 'handoff' && (
                <Button
                  size="compact-xs"
                  variant="default"
                  loading={isSaving}
                  aria-label={`Done: ${title}`}
                  onClick={() => void say({ kind, key, outcome: 'done' })}
                >
                  Done
                </Button>
              )}
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`Leave out: ${title}`}
                onClick={() => setLeavingOut(true)}
              >
                Leave out
              </Button>
            </>
          )}
        </span>
      )}
      {problem !== null && !isLeavingOut && (
        <Text span size="xs" c="red" role="alert">
          {problem}
        </Text>
      )}
      {isLeavingOut && (
        <LeaveOutDialog
          {...{ title, isSaving, problem }}
          reasons={done.skipReasons}
          onClose={() => setLeavingOut(false)}
          onLeaveOut={(why) => void leaveOut(why)}
        />
      )}
    </div>
  );
}

function Said({ act: { outcome, reasonLabel, note, byName, at } }: { act: InterventionAct }) {
  return (
    <span className="kw-came-said">
      {outcome === 'done' ? 'Done' : 'Left out'} <Moment at={at} /> by {byName}
      {reasonLabel !== null && `: ${reasonLabel.toLowerCase()}`}
      {note !== null && <span className="kw-quiet"> “{note}”</span>}
    </span>
  );
}

/** What is on record of it elsewhere: the last talk, the last start. */
function Elsewhere({ of: { kind, key }, done: { lastTalk, sequences } }: Pick<ComeProps, 'of' | 'done'>) {
  if (kind === 'talk' && lastTalk !== null) {
    return (
      <span className="kw-quiet">
        Last talked with them <Moment at={lastTalk.at} />
        {lastTalk.byName !== null && ` (${lastTalk.byName})`}
      </span>
    );
  }
  const started = kind === 'sequence' ? sequences.find((one) => one.key === key) : undefined;
  if (started === undefined) return null;
  return (
    <span className="kw-quiet">
      Started <Moment at={started.at} /> by {started.byName}, {started.state}
    </span>
  );
}
