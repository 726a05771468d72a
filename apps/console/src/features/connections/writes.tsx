import { Button } from '@mantine/core';
import type { WriteOperation } from '../../api.sources.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal, type SignalTone } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { useWrites } from './use-source.js';

const STATES: Record<WriteOperation['state'], { tone: SignalTone; word: string }> = {
  pending: { tone: 'quiet', word: 'Waits its turn' },
  sending: { tone: 'quiet', word: 'Under way' },
  confirmed: { tone: 'good', word: 'Confirmed' },
  failed: { tone: 'wrong', word: 'Failed' },
  unknown: { tone: 'wait', word: 'No answer; being looked for' },
  review: { tone: 'wait', word: 'A person must look' },
  cancelled: { tone: 'quiet', word: 'Taken back' },
};
const KINDS: Record<WriteOperation['kind'], string> = {
  log_contact: 'Note of a contact',
  book: 'Booking',
  cancel: 'Cancellation',
};

/** What was written to the other system, and whether it stands there. */
export function Writes({ connectionId }: { connectionId: string }) {
  const writes = useWrites(connectionId);
  const items = writes.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="Written back" aside="what was noted, booked or cancelled there" padded={false}>
      {writes.isPending ? (
        <LoadingBars rows={2} height={52} label="Loading what was written back" />
      ) : writes.isError && items.length === 0 ? (
        <ErrorState error={writes.error} onRetry={() => void writes.refetch()} />
      ) : items.length === 0 ? (
        <p className="kw-quiet kw-padded">Nothing was written to this system.</p>
      ) : (
        <table className="kw-table kw-stack">
          <caption className="kw-hidden">What was written back, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Asked</th>
              <th scope="col">What</th>
              <th scope="col">State</th>
              <th scope="col">Id there</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id}>
                <td data-label="Asked" className="kw-nowrap">
                  <Moment at={item.askedAt} />
                </td>
                <td data-label="What">
                  {KINDS[item.kind]}
                  <div className="kw-quiet">
                    {item.askedByName === null ? 'by itself' : `asked by ${item.askedByName}`}
                  </div>
                </td>
                <td data-label="State">
                  <Signal tone={STATES[item.state].tone}>{STATES[item.state].word}</Signal>
                  {item.says !== null && <div className="kw-quiet">{item.says}</div>}
                </td>
                <td data-label="Id there">{item.ref === null ? '–' : <code className="kw-id">{item.ref}</code>}</td>
              </tr>
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
