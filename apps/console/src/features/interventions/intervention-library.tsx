import { NativeSelect } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import type { Intervention } from '../../api.care.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { specialtyWords } from '../settings/specialties.js';
import { useInterventions } from './use-interventions.js';
import { channelsText, JOURNEY_STAGES, kindWord, ownerWord, PLACES, stageWord } from './words.js';

/** Every intervention with its place on the way, who sees to it, how, and what calls for it. */
export function InterventionLibrary() {
  const interventions = useInterventions();
  const [address, setAddress] = useSearchParams();
  const stage = JOURNEY_STAGES.find((one) => one === address.get('stage')) ?? null;
  if (interventions.items === undefined) {
    return interventions.isError ? (
      <ErrorState error={interventions.error} onRetry={() => void interventions.refetch()} />
    ) : (
      <LoadingBars rows={6} height={56} label="Loading what can be done" />
    );
  }
  const shown = interventions.items.filter(({ stages }) => stage === null || stages.includes(stage));
  return (
    <>
      <NativeSelect
        label="Where on the way"
        w={260}
        value={stage ?? ''}
        onChange={({ currentTarget: { value } }) =>
          setAddress({ part: 'interventions', ...(value === '' ? {} : { stage: value }) })
        }
        data={[
          { value: '', label: 'Anywhere' },
          ...JOURNEY_STAGES.map((one) => ({ value: one, label: stageWord(one) })),
        ]}
      />
      <div className="kw-card">
        <table className="kw-table kw-stack">
          <caption className="kw-hidden">What can be done for a listed patient</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Who sees to it</th>
              <th scope="col">How</th>
              <th scope="col">Where on the way</th>
              <th scope="col">Called for by</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <Row key={`${one.kind} ${one.specialty} ${one.key}`} of={one} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row({ of: { kind, title, specialty, owner, place, channels, stages, rules } }: { of: Intervention }) {
  return (
    <tr>
      <td data-label="What">
        <strong>{title}</strong>
        <div className="kw-quiet">
          {kindWord(kind)}
          {specialty !== 'any' && ` · ${specialtyWords(specialty)}`}
        </div>
      </td>
      <td data-label="Who">{ownerWord(owner)}</td>
      <td data-label="How">
        {PLACES[place]}
        <div className="kw-quiet">{channelsText(channels)}</div>
      </td>
      <td data-label="Where">{stages.map(stageWord).join(', ')}</td>
      <td data-label="Rules">
        {rules.length === 0
          ? 'any reason'
          : rules.map((rule, index) => (
              <span key={rule}>
                {index > 0 && ' '}
                <Link to={`/rules/${rule}`}>{rule}</Link>
              </span>
            ))}
      </td>
    </tr>
  );
}
