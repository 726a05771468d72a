import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Connection } from '../api.types.js';
import { connectionHealth, readsWaitFor } from '../features/connections/health.js';
import { RunProgress } from '../features/connections/run-progress.js';
import { useConnections, useMayManage } from '../features/connections/use-connections.js';
import { useLive } from '../features/live/live-updates.js';
import { durationText } from '../ui/dates.js';
import { IconPlugConnected, IconPlus } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { useNow } from '../ui/now.js';
import { Page } from '../ui/page.js';
import { Signal } from '../ui/signal.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

export default function ConnectionsPage() {
  const connections = useConnections();
  const mayManage = useMayManage();
  const add = mayManage ? (
    <Button component={Link} to="/connections/new" leftSection={<IconPlus size={16} />}>
      Connect a source
    </Button>
  ) : undefined;
  return (
    <Page
      title="Connections"
      lead="The systems this practice’s list is made from, and how fresh they are."
      actions={add}
    >
      {connections.isPending ? (
        <LoadingBars rows={3} height={96} label="Loading the connections" />
      ) : connections.isError && connections.data === undefined ? (
        <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />
      ) : connections.data.length === 0 ? (
        <div className="kw-card">
          <EmptyState icon={<IconPlugConnected size={26} stroke={1.6} />} title="No source is connected" action={add}>
            {mayManage
              ? 'Connect the practice’s own system, or a folder of exported files. A test shows what it can give before anything is stored.'
              : 'An integrator or admin of this practice can connect one.'}
          </EmptyState>
        </div>
      ) : (
        <ul className="kw-plain kw-connections">
          {connections.data.map((connection) => (
            <ConnectionRow key={connection.id} connection={connection} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function ConnectionRow({ connection }: { connection: Connection }) {
  const health = connectionHealth(connection, useNow());
  const running = useLive().runs.get(connection.id);
  return (
    <li className="kw-card kw-connection">
      <div>
        <Link to={`/connections/${connection.id}`} className="kw-row-link">
          {connection.name}
        </Link>
        <span className="kw-quiet">
          {connection.connectorName} · every {durationText(connection.pollSeconds)}
        </span>
      </div>
      <div>
        <Signal tone={health.tone}>{health.word}</Signal>
        {connection.problem !== null && <span className="kw-quiet">{connection.problem}</span>}
      </div>
      <dl className="kw-connection-facts">
        <div>
          <dt>Last read</dt>
          <dd>
            <Moment at={connection.lastSuccessAt} none="never" />
          </dd>
        </div>
        <div>
          <dt>Next read</dt>
          <dd>{readsWaitFor(connection) ?? <Moment at={connection.nextPollAt} none="–" planned />}</dd>
        </div>
        <div>
          <dt>Put aside</dt>
          <dd className="kw-number">{connection.quarantined.toLocaleString('en-GB')}</dd>
        </div>
      </dl>
      {running?.state === 'running' && <RunProgress run={running} />}
    </li>
  );
}
