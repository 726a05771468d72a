import { Link } from 'react-router';
import { BookingBoard } from '../features/connections/booking-board.js';
import { useConnections } from '../features/connections/use-connections.js';
import { IconPlugConnected } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

/** Bookings by status, ours beside the source's, for each connection. */
export default function BookingsPage() {
  const connections = useConnections();
  return (
    <Page
      title="Bookings by status"
      back={{ to: '/connections', label: 'Connections' }}
      lead="What stands here beside what each source counts itself."
    >
      {connections.isPending ? (
        <LoadingBars rows={4} height={64} label="Loading the connections" />
      ) : connections.isError && connections.data === undefined ? (
        <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />
      ) : connections.data.length === 0 ? (
        <div className="kw-card">
          <EmptyState icon={<IconPlugConnected size={26} stroke={1.6} />} title="No source is connected">
            Bookings are counted once a source was read.
          </EmptyState>
        </div>
      ) : (
        connections.data.map(({ id, name }) => (
          <Section key={id} title={name} aside={<Link to={`/connections/${id}`}>Its connection</Link>} padded={false}>
            <BookingBoard connectionId={id} />
          </Section>
        ))
      )}
    </Page>
  );
}
