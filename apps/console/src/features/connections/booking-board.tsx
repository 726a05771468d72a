import type { Board, BoardStatus } from '../../api.sources.types.js';
import { Moment } from '../../ui/moment.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { statusWords } from '../patient/words.js';
import { useBoard } from './use-source.js';

/** Who is booked, confirmed, cancelled, missed: here, and by the source's own count. */
export function BookingBoard({ connectionId }: { connectionId: string }) {
  const board = useBoard(connectionId);
  if (board.isPending) return <LoadingBars rows={4} height={40} label="Counting the bookings" />;
  if (board.isError) return <ErrorState error={board.error} onRetry={() => void board.refetch()} />;
  return <Boards board={board.data} />;
}

function Boards({ board }: { board: Board }) {
  const counted = board.today.concat(board.week).some(isSeen);
  return (
    <>
      <p className="kw-quiet kw-padded">
        {board.withoutBooking.toLocaleString('en-GB')} of {board.patients.toLocaleString('en-GB')} patients have no
        booking ahead. Counted here <Moment at={board.asOf} />;{' '}
        {board.comparedAt === null ? (
          'the source was not counted yet, or cannot be.'
        ) : (
          <>
            the source was counted <Moment at={board.comparedAt} />, and is set beside what stood here at that moment.
          </>
        )}
      </p>
      {counted ? (
        <div className="kw-boards">
          <Statuses label="Today" rows={board.today} />
          <Statuses label="Today and the next 6 days" rows={board.week} />
        </div>
      ) : (
        <p className="kw-quiet kw-padded">No booking stands in these seven days, neither here nor in the source.</p>
      )}
    </>
  );
}

/** A status that nobody has on either side says nothing. */
const isSeen = ({ ours, source, oursThen }: BoardStatus) => ours > 0 || (source ?? 0) > 0 || (oursThen ?? 0) > 0;
const number = (value: number | null) => (value === null ? '–' : value.toLocaleString('en-GB'));

function Statuses({ label, rows }: { label: string; rows: BoardStatus[] }) {
  const seen = rows.filter(isSeen);
  return (
    <table className="kw-table kw-stack">
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col" className="kw-end">
            Here now
          </th>
          <th scope="col" className="kw-end">
            Here then
          </th>
          <th scope="col" className="kw-end">
            Source
          </th>
          <th scope="col">Equal?</th>
        </tr>
      </thead>
      <tbody>
        {seen.map((row) => (
          <tr key={row.status}>
            <td data-label="Status">{statusWords(row.status)}</td>
            <td data-label="Here now" className="kw-end kw-number">
              {number(row.ours)}
            </td>
            <td data-label="Here then" className="kw-end kw-number">
              {number(row.oursThen)}
            </td>
            <td data-label="Source" className="kw-end kw-number">
              {number(row.source)}
            </td>
            <td data-label="Equal?">
              <Equal row={row} />
            </td>
          </tr>
        ))}
        {seen.length === 0 && (
          <tr>
            <td colSpan={5} className="kw-quiet">
              No booking.
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** Both counts are of the same moment: what has come since is no difference. */
function Equal({ row: { source, oursThen } }: { row: BoardStatus }) {
  if (source === null || oursThen === null) return <Signal tone="quiet">not counted</Signal>;
  if (source === oursThen) return <Signal tone="good">equal</Signal>;
  const off = Math.abs(source - oursThen).toLocaleString('en-GB');
  return <Signal tone="wrong">{source > oursThen ? `${off} fewer here` : `${off} more here`}</Signal>;
}
