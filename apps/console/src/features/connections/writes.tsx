import { Button, NativeSelect } from '@mantine/core';
import type { WriteOperation } from '../../api.sources.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { usePartView } from './parts.js';
import { useWrites } from './use-source.js';
import { WriteActs } from './write-acts.js';
import { WRITE_KINDS, WRITE_STATES, writeStateOf } from './write-words.js';

const ANY = '';
const CHOICES = [
  { value: ANY, label: 'Any state' },
  ...Object.entries(WRITE_STATES).map(([value, { word }]) => ({ value, label: word })),
];

/** What was written to the other system, and whether it stands there. */
export function Writes({ connectionId }: { connectionId: string }) {
  const { address, show } = usePartView('written');
  const state = writeStateOf(address.get('state'));
  const writes = useWrites(connectionId, state);
  const items = writes.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="Written back" aside="what was noted, booked or cancelled there" padded={false}>
      <div className="kw-filter-row" role="group" aria-label="Which writes">
        <NativeSelect
          size="xs"
          aria-label="State of the writes"
          data={CHOICES}
          value={state ?? ANY}
          onChange={(event) => show({ state: writeStateOf(event.currentTarget.value) })}
        />
      </div>
      {writes.isPending ? (
        <LoadingBars rows={2} height={52} label="Loading what was written back" />
      ) : writes.isError && items.length === 0 ? (
        <ErrorState error={writes.error} onRetry={() => void writes.refetch()} />
      ) : items.length === 0 ? (
        <p className="kw-quiet kw-padded">
          {state === null ? 'Nothing was written to this system.' : 'No write is in this state.'}
        </p>
      ) : (
        <table className="kw-table kw-stack">
          <caption className="kw-hidden">What was written back, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Asked</th>
              <th scope="col">What</th>
              <th scope="col">State</th>
              <th scope="col">Id there</th>
              <th scope="col">
                <span className="kw-hidden">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Write key={item.id} write={item} />
            ))}
          </tbody>
        </table>
      )}
      {writes.hasNextPage && (
        <div className="kw-more">
          <Button variant="subtle" loading={writes.isFetchingNextPage} onClick={() => void writes.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </Section>
  );
}

function Write({ write }: { write: WriteOperation }) {
  const { tone, word } = WRITE_STATES[write.state];
  return (
    <tr>
      <td data-label="Asked" className="kw-nowrap">
        <Moment at={write.askedAt} />
      </td>
      <td data-label="What">
        {WRITE_KINDS[write.kind]}
        <div className="kw-quiet">{write.askedByName === null ? 'by itself' : `asked by ${write.askedByName}`}</div>
      </td>
      <td data-label="State">
        <Signal tone={tone}>{word}</Signal>
        {write.says !== null && <div className="kw-quiet">{write.says}</div>}
      </td>
      <td data-label="Id there">{write.ref === null ? '–' : <code className="kw-id">{write.ref}</code>}</td>
      <td data-label="" className="kw-end">
        <WriteActs write={write} />
      </td>
    </tr>
  );
}
