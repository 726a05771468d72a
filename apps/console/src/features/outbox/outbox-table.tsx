import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { OutboxRow } from '../../api.outreach.types.js';
import { Moment, TimeOfDay } from '../../ui/moment.js';
import { Signal } from '../../ui/signal.js';
import { TiersOf } from '../care/tiers-of.js';
import { useWorks } from '../session/roles.js';
import { CancelButton } from './cancel-button.js';
import { cancelledWords, CHANNEL_WORDS, MESSAGE_WORDS, originWords } from './words.js';

export const messageAddress = (id: string) => `/outbox/${id}`;
const isWaiting = ({ state }: OutboxRow) => state === 'planned' || state === 'due';

interface OutboxTableProps {
  rows: OutboxRow[];
  label: string;
  /** The day stands above the table: its rows say the time alone. */
  ofOneDay?: boolean;
  more?: MoreProps;
}

/** Messages, each with its state, whom it is for and what it is part of. */
export function OutboxTable({ rows, label, ofOneDay = false, more }: OutboxTableProps) {
  return (
    <>
      <table className="kw-table kw-stack">
        <caption className="kw-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Message</th>
            <th scope="col">To</th>
            <th scope="col">When</th>
            <th scope="col">
              <span className="kw-hidden">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <MessageRow key={row.id} row={row} ofOneDay={ofOneDay} />
          ))}
        </tbody>
      </table>
      {more !== undefined && (
        <div className="kw-more">
          <Button variant="subtle" loading={more.isFetching} onClick={more.onMore}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}

interface MoreProps {
  isFetching: boolean;
  onMore: () => void;
}

function MessageRow({ row, ofOneDay }: { row: OutboxRow; ofOneDay: boolean }) {
  const works = useWorks();
  const { word, tone } = MESSAGE_WORDS[row.state];
  return (
    <tr>
      <td data-label="State">
        <Signal tone={tone}>{word}</Signal>
        <Why row={row} />
      </td>
      <td data-label="Message">
        <Link to={messageAddress(row.id)}>
          {CHANNEL_WORDS[row.channel]}
          <span className="kw-hidden"> to {row.patientName}</span>
        </Link>{' '}
        <span className="kw-quiet">{originWords(row)}</span>
      </td>
      <td data-label="To">
        <Link to={`/patients/${row.personId}`}>{row.patientName}</Link> <TiersOf personId={row.personId} />
      </td>
      <td data-label="When" className="kw-nowrap">
        {ofOneDay ? (
          <TimeOfDay at={row.dueAt} />
        ) : (
          <Moment at={isWaiting(row) ? row.dueAt : row.at} planned={isWaiting(row)} />
        )}
      </td>
      <td data-label="" className="kw-end">
        {works && isWaiting(row) && <CancelButton message={row} />}
      </td>
    </tr>
  );
}

function Why({ row: { errorSays, cancelledBecause } }: { row: OutboxRow }) {
  const says = errorSays ?? (cancelledBecause === null ? null : cancelledWords(cancelledBecause));
  return says === null ? null : <div className="kw-quiet">{says}</div>;
}
