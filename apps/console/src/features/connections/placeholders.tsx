import { Alert, Button } from '@mantine/core';
import type { Placeholder } from '../../api.sources.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { numberText } from '../../ui/shares.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { useMarkPlaceholder, usePlaceholders } from './use-placeholders.js';

/** Which words and services only hold a place in the calendar. A person says it; nothing is guessed from a word. */
export function Placeholders({ connectionId }: { connectionId: string }) {
  const placeholders = usePlaceholders(connectionId);
  const marked = placeholders.data?.filter(({ isPlaceholder }) => isPlaceholder).length ?? 0;
  return (
    <Section
      title="Placeholders"
      aside={marked === 0 ? 'none is marked' : `${numberText(marked)} marked`}
      padded={false}
    >
      <p className="kw-quiet kw-padded kw-flat">
        A placeholder keeps a slot that nobody has agreed to. It is no next booking, makes up for no lost visit and
        cannot be missed. Everybody is looked at again within a minute of a change.
      </p>
      {placeholders.isPending ? (
        <LoadingBars rows={3} height={48} label="Loading the placeholders" />
      ) : placeholders.isError && placeholders.data === undefined ? (
        <ErrorState error={placeholders.error} onRetry={() => void placeholders.refetch()} />
      ) : placeholders.data.length === 0 ? (
        <p className="kw-quiet kw-padded">No booking is still to come: there is nothing to mark.</p>
      ) : (
        <table className="kw-table kw-stack">
          <caption className="kw-hidden">Status words and services of bookings still to come</caption>
          <thead>
            <tr>
              <th scope="col">Word or service</th>
              <th scope="col" className="kw-end">
                Bookings to come
              </th>
              <th scope="col">Counts as</th>
              <th scope="col">
                <span className="kw-hidden">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {placeholders.data.map((one) => (
              <Row key={`${one.kind} ${one.value}`} connectionId={connectionId} of={one} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Row({ connectionId, of }: { connectionId: string; of: Placeholder }) {
  const { kind, value, name, upcoming, isPlaceholder, by, at } = of;
  const mark = useMarkPlaceholder(connectionId);
  const announce = useAnnounce();
  const named = name === '' ? 'no word at all' : `“${name}”`;
  return (
    <tr>
      <td data-label={kind === 'word' ? 'Status word' : 'Service'}>
        {kind === 'word' ? <code className="kw-id">{name === '' ? 'no word at all' : name}</code> : name}{' '}
        <span className="kw-quiet">{kind === 'word' ? 'status word' : 'service'}</span>
      </td>
      <td data-label="Bookings to come" className="kw-end kw-number">
        {numberText(upcoming)}
      </td>
      <td data-label="Counts as">
        <Signal tone={isPlaceholder ? 'wait' : 'good'}>{isPlaceholder ? 'A placeholder' : 'A booking'}</Signal>
        {at !== null && (
          <div className="kw-quiet">
            {isPlaceholder ? 'marked' : 'taken back'} by {by ?? 'somebody'} <Moment at={at} />
          </div>
        )}
        {mark.isError && (
          <Alert color="red" variant="light" role="alert" mt={6}>
            {mark.error.message}
          </Alert>
        )}
      </td>
      <td>
        <Button
          size="compact-sm"
          variant="default"
          loading={mark.isPending}
          aria-label={isPlaceholder ? `Let ${named} count as a booking again` : `Mark ${named} as a placeholder`}
          onClick={() =>
            mark.mutate(
              { kind, value, isPlaceholder: !isPlaceholder },
              {
                onSuccess: () =>
                  announce(isPlaceholder ? `${named} counts as a booking again.` : `${named} is a placeholder now.`),
              },
            )
          }
        >
          {isPlaceholder ? 'Count it again' : 'It only holds a place'}
        </Button>
      </td>
    </tr>
  );
}
