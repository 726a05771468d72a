import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Experiment, HoldBackPhase } from '../../api.day.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { numberText, percentText } from '../../ui/shares.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { ReasonDialog } from '../sending/reason-dialog.js';
import { useManages } from '../session/roles.js';
import { useHasRole } from '../session/use-session.js';
import { StartExperiment } from './start-experiment.js';
import { REASON_AT_LEAST, useExperiments, useExperimentWork } from './use-experiments.js';

/** "20 % for 8 weeks, then 10 %". */
export const phasesText = (phases: HoldBackPhase[]) =>
  phases
    .map(({ share, weeks }) => (weeks === null ? percentText(share) : `${percentText(share)} for ${weeks} weeks`))
    .join(', then ');

/** Experiments with a hold-back group: numbers alone, nobody is named while one runs. */
export function Experiments() {
  const manages = useManages();
  const isAdmin = useHasRole('admin');
  const experiments = useExperiments(manages);
  const [isStarting, setStarting] = useState(false);
  if (!manages) return null;
  if (experiments.isPending) return <LoadingBars rows={2} height={64} label="Loading the experiments" />;
  if (experiments.isError && experiments.data === undefined) {
    return <ErrorState error={experiments.error} onRetry={() => void experiments.refetch()} />;
  }
  const { items } = experiments.data;
  const runs = items.some(({ endedAt }) => endedAt === null);
  return (
    <Section title="Holding back, to know what contacting does" aside="numbers alone; nobody is named">
      {items.length === 0 ? (
        <p className="kw-flat">
          Nobody is held back. People who come back after a call might have come anyway; an experiment leaves a share of
          the households alone for a while, by lot, and compares.
        </p>
      ) : (
        <ul className="kw-plain kw-experiments">
          {items.map((experiment) => (
            <OneExperiment key={experiment.id} experiment={experiment} mayEnd={isAdmin} />
          ))}
        </ul>
      )}
      {!runs && isAdmin && (
        <Button variant="default" mt="md" onClick={() => setStarting(true)}>
          Start an experiment
        </Button>
      )}
      {!isAdmin && <p className="kw-quiet">An admin starts and ends them.</p>}
      {isStarting && <StartExperiment onClose={() => setStarting(false)} />}
    </Section>
  );
}

function OneExperiment({ experiment, mayEnd }: { experiment: Experiment; mayEnd: boolean }) {
  const { name, startsAt, phases, shareNow, reason, startedBy, endedAt, endReason, endedBy } = experiment;
  const [isEnding, setEnding] = useState(false);
  const { end } = useExperimentWork();
  return (
    <li>
      <h3 className="kw-flat">{name}</h3>
      {endedAt === null ? (
        <Signal tone="wait">
          Runs since <Moment at={startsAt} show="exact" />; {percentText(shareNow)} of the households are held back now
        </Signal>
      ) : (
        <Signal tone="quiet">
          From <Moment at={startsAt} show="date" /> to <Moment at={endedAt} show="date" />
        </Signal>
      )}
      <p className="kw-flat">
        {phasesText(phases)}.{' '}
        <span className="kw-quiet">
          Started by {startedBy.name}: {reason}
        </span>
        {endReason !== null && (
          <span className="kw-quiet">
            {' '}
            Ended{endedBy !== null && ` by ${endedBy.name}`}: {endReason}
          </span>
        )}
      </p>
      <Counts experiment={experiment} />
      {endedAt === null && mayEnd && (
        <Button variant="default" size="compact-sm" mt="xs" onClick={() => setEnding(true)}>
          End it
        </Button>
      )}
      <ReasonDialog
        opened={isEnding}
        onClose={() => setEnding(false)}
        title="End the experiment"
        lead="Everybody who was held back stands in the list at once. It cannot be taken up again."
        label="Why does it end?"
        action="End it"
        least={REASON_AT_LEAST}
        work={end}
        onReason={(because) =>
          end.mutate({ id: experiment.id, reason: because }, { onSuccess: () => setEnding(false) })
        }
      />
    </li>
  );
}

function Counts({ experiment: { name, cases, households, shown } }: { experiment: Experiment }) {
  return (
    <table className="kw-table kw-experiment">
      <caption className="kw-hidden">{`How many were held back: ${name}`}</caption>
      <thead>
        <tr>
          <th scope="col">Opened while it ran</th>
          <th scope="col" className="kw-end">
            To be contacted
          </th>
          <th scope="col" className="kw-end">
            Held back
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Cases</th>
          <td className="kw-end kw-number">{numberText(cases.contact)}</td>
          <td className="kw-end kw-number">
            {numberText(cases.heldBack)}
            {shown > 0 && <div className="kw-quiet">{numberText(shown)} shown: they bear no waiting</div>}
          </td>
        </tr>
        <tr>
          <th scope="row">Households</th>
          <td className="kw-end kw-number">{numberText(households.contact)}</td>
          <td className="kw-end kw-number">{numberText(households.heldBack)}</td>
        </tr>
      </tbody>
    </table>
  );
}
