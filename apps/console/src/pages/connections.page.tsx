import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Connection } from '../api.types.js';
import type { Alarm } from '../api.sources.types.js';
import { AlarmList } from '../features/connections/alarm-list.js';
import { connectionHealth, readsWaitFor } from '../features/connections/health.js';
import { RunProgress } from '../features/connections/run-progress.js';
import { useConnections, useMayManage } from '../features/connections/use-connections.js';
import { ALARM_WORDS } from '../features/connections/source-words.js';
import { useAlarms, useThroughput } from '../features/connections/use-source.js';
import { useLive } from '../features/live/live-updates.js';
import { useSeesPatients } from '../features/session/roles.js';
import { durationText } from '../ui/dates.js';
import { IconPlugConnected, IconPlus } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { useNow } from '../ui/now.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { Signal } from '../ui/signal.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

export default function ConnectionsPage() {
  const connections = useConnections();
  const mayManage = useMayManage();
  const seesPatients = useSeesPatients();
  const alarms = useAlarms();
  const open = alarms.data?.open ?? [];
  const ended = alarms.data?.ended ?? [];
  const add = mayManage ? (
    <Button component={Link} to="/connections/new" leftSection={<IconPlus size={16} />}>
      Connect a source
    </Button>
  ) : undefined;
  return (
    <Page
      title="Connections"
      lead="The systems this practice’s list is made from, and how fresh they are."
      actions={
        <>
          <Button component={Link} to="/connections/bookings" variant="default">
            Bookings by status
          </Button>
          {seesPatients && (
            <Button component={Link} to="/connections/payments" variant="default">
              Payments without a patient
            </Button>
          )}
          {add}
        </>
      }
    >
      {alarms.isError && alarms.data === undefined && (
        <p role="alert" className="kw-wrong kw-flat">
          The alarms could not be read: {alarms.error.message}
        </p>
      )}
      {open.length > 0 && (
        <Section title="Alarms" aside="said once, until they are over" padded={false}>
          <AlarmList alarms={open} label="Open alarms" withConnection />
        </Section>
      )}
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
        <ul className="kw-plain kw-connections" aria-label="The connections">
          {connections.data.map((connection) => (
            <ConnectionRow
              key={connection.id}
              connection={connection}
              alarms={open.filter(({ connectionId }) => connectionId === connection.id)}
            />
          ))}
        </ul>
      )}
      {ended.length > 0 && (
        <Section title="Over" aside="alarms of the last 30 days" padded={false}>
          <AlarmList alarms={ended} label="Alarms that are over" withConnection />
        </Section>
      )}
    </Page>
  );
}

/** Over so many days the records a day are counted. */
const DAYS = 7;

function ConnectionRow({ connection, alarms }: { connection: Connection; alarms: Alarm[] }) {
  const health = connectionHealth(connection, useNow());
  const running = useLive().runs.get(connection.id);
  const throughput = useThroughput(connection.id, DAYS);
  const read = throughput.data?.reduce((n, hour) => n + hour.read, 0);
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
        {connection.problem === null && connection.lastRun?.state === 'failed' && (
          <span className="kw-quiet">{connection.lastRun.problem}</span>
        )}
        {alarms.length > 0 && (
          <span className="kw-quiet">
            {alarms.length === 1 ? '1 alarm' : `${alarms.length} alarms`}: {alarms.map(alarmWord).join(', ')}
          </span>
        )}
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
          <dt>Records a day</dt>
          <dd className="kw-number" title={`Over the last ${DAYS} days`}>
            {read === undefined ? '–' : Math.round(read / DAYS).toLocaleString('en-GB')}
          </dd>
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

const alarmWord = ({ code, subject }: Alarm) =>
  subject === '' ? ALARM_WORDS[code].toLowerCase() : `${ALARM_WORDS[code].toLowerCase()} (${subject})`;
