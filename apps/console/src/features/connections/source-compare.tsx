import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CompareRange, StreamHealth } from '../../api.sources.types.js';
import { addDays, instantOf } from '../../ui/dates.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { useZone } from '../../ui/zone.js';
import { compareWords } from './source-words.js';
import { useCompare, useHealth, useReplay } from './use-source.js';

interface SourceCompareProps {
  connectionId: string;
  isPaused: boolean;
  mayManage: boolean;
}

/** What stands here held against the source, of some days or of everything: what differs is repaired and counted. */
export function SourceCompare({ connectionId, isPaused, mayManage }: SourceCompareProps) {
  const health = useHealth(connectionId);
  const streams = health.data?.streams ?? [];
  return (
    <Section
      title="Compare with the source"
      aside={mayManage ? <Replay connectionId={connectionId} /> : 'every night by itself'}
      padded={false}
    >
      {mayManage && (
        <AskCompare connectionId={connectionId} isPaused={isPaused} canCompare={streams.some((one) => one.compares)} />
      )}
      {health.isPending ? (
        <LoadingBars rows={2} height={52} label="Loading the comparisons" />
      ) : health.isError && health.data === undefined ? (
        <ErrorState error={health.error} onRetry={() => void health.refetch()} />
      ) : streams.length === 0 ? (
        <p className="kw-quiet kw-padded">Nothing was read yet: there is nothing to compare.</p>
      ) : (
        <Comparisons streams={streams} />
      )}
    </Section>
  );
}

interface AskProps {
  connectionId: string;
  isPaused: boolean;
  canCompare: boolean;
}

function AskCompare({ connectionId, isPaused, canCompare }: AskProps) {
  const zone = useZone();
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const compare = useCompare(connectionId);
  const problem = rangeProblem(first, last);
  return (
    <form
      className="kw-inline-form kw-padded"
      onSubmit={(event) => {
        event.preventDefault();
        compare.mutate(rangeOf(first, last, zone));
      }}
    >
      <TextInput
        type="date"
        label="First day"
        value={first}
        onChange={(event) => setFirst(event.currentTarget.value)}
      />
      <TextInput type="date" label="Last day" value={last} onChange={(event) => setLast(event.currentTarget.value)} />
      <Button
        type="submit"
        variant="default"
        mt="auto"
        disabled={isPaused || !canCompare || problem !== null}
        loading={compare.isPending}
      >
        Compare now
      </Button>
      <p className="kw-quiet kw-whole-line">
        {problem ??
          (first === ''
            ? 'Without days everything is compared. With days: what begins on them.'
            : 'What begins on these days is compared.')}
        {isPaused && ' A paused connection is not compared.'}
      </p>
      {compare.isError && (
        <p role="alert" className="kw-wrong kw-whole-line">
          {compare.error.message}
        </p>
      )}
      {compare.isSuccess && (
        <p role="status" className="kw-whole-line">
          Asked for.
        </p>
      )}
    </form>
  );
}

function rangeProblem(first: string, last: string): string | null {
  if ((first === '') !== (last === '')) return 'Give both days, or none to compare everything.';
  return first > last ? 'The last day is before the first.' : null;
}

/** Whole days by the practice's clock: from where the first begins to where the day after the last begins. */
function rangeOf(first: string, last: string, zone: string): CompareRange {
  if (first === '') return {};
  return { from: instantOf(first, '00:00', zone), to: instantOf(addDays(last, 1), '00:00', zone) };
}

function Replay({ connectionId }: { connectionId: string }) {
  const replay = useReplay(connectionId);
  return (
    <span className="kw-inline-form">
      {replay.isError && (
        <span role="alert" className="kw-wrong">
          {replay.error.message}
        </span>
      )}
      {replay.isSuccess && <span role="status">Replay asked for.</span>}
      <Button
        size="compact-sm"
        variant="default"
        title="Stores again what was read and is missing here; changes nothing else"
        loading={replay.isPending}
        onClick={() => replay.mutate()}
      >
        Replay what was read
      </Button>
    </span>
  );
}

function Comparisons({ streams }: { streams: StreamHealth[] }) {
  const compared = streams.flatMap((stream) =>
    stream.lastCompare === null ? [] : [{ stream, last: stream.lastCompare }],
  );
  const never = streams.filter(({ lastCompare, compares }) => lastCompare === null && compares !== false);
  const cannot = streams.filter(({ lastCompare, compares }) => lastCompare === null && compares === false);
  return (
    <>
      {compared.length > 0 && <ComparedTable compared={compared} />}
      {(never.length > 0 || cannot.length > 0) && (
        <div className="kw-quiet kw-padded">
          {never.length > 0 && <p className="kw-flat">Not compared yet: {namesOf(never)}.</p>}
          {cannot.length > 0 && <p className="kw-flat">Cannot be compared: {namesOf(cannot)}.</p>}
        </div>
      )}
    </>
  );
}

const namesOf = (streams: StreamHealth[]) => streams.map(({ name }) => name).join(', ');

interface Compared {
  stream: StreamHealth;
  last: NonNullable<StreamHealth['lastCompare']>;
}

function ComparedTable({ compared }: { compared: Compared[] }) {
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">The last comparison of each stream</caption>
      <thead>
        <tr>
          <th scope="col">Stream</th>
          <th scope="col">What</th>
          <th scope="col">Ended</th>
          <th scope="col" className="kw-end">
            Looked at
          </th>
          <th scope="col">Result</th>
        </tr>
      </thead>
      <tbody>
        {compared.map(({ stream, last }) => {
          const result = compareWords(stream);
          return (
            <tr key={stream.name}>
              <td data-label="Stream">
                <code className="kw-id">{stream.name}</code>
              </td>
              <td data-label="What">
                <Range from={last.from} to={last.to} />
              </td>
              <td data-label="Ended">
                <Moment at={last.finishedAt} />
              </td>
              <td data-label="Looked at" className="kw-end kw-number">
                {last.walked.toLocaleString('en-GB')}
              </td>
              <td data-label="Result">
                <Signal tone={result.tone}>{result.word}</Signal>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Range({ from, to }: { from: string | null; to: string | null }) {
  if (from === null || to === null) return 'everything';
  // The end is where the day after the last begins.
  const last = new Date(Date.parse(to) - 1).toISOString();
  return (
    <span className="kw-nowrap">
      <Moment at={from} show="date" /> to <Moment at={last} show="date" />
    </span>
  );
}
