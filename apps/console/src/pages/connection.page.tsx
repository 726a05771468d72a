import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiProblem, changeConnection, checkConnection } from '../api.js';
import type { Connection, ConnectionDetail } from '../api.types.js';
import { AlarmList } from '../features/connections/alarm-list.js';
import { Capabilities } from '../features/connections/capabilities.js';
import { CheckReport } from '../features/connections/check-report.js';
import { ConnectionSettings } from '../features/connections/connection-settings.js';
import { connectionHealth, readsWaitFor } from '../features/connections/health.js';
import { latencySentence } from '../features/connections/latency.js';
import { Inbox } from '../features/connections/inbox.js';
import { Quarantine } from '../features/connections/quarantine.js';
import { RecordLookUp } from '../features/connections/record-look-up.js';
import { RotateCredentials } from '../features/connections/rotate-credentials.js';
import { RunProgress } from '../features/connections/run-progress.js';
import { RunTable } from '../features/connections/run-table.js';
import { StatusWords } from '../features/connections/status-words.js';
import { StreamTable } from '../features/connections/stream-table.js';
import { Throughput } from '../features/connections/throughput.js';
import {
  useConnection,
  useConnectionWork,
  useConnectors,
  useMayManage,
  useRuns,
} from '../features/connections/use-connections.js';
import { Ways } from '../features/connections/ways.js';
import { Writes } from '../features/connections/writes.js';
import { useCompare, useHealth, useReplay } from '../features/connections/use-source.js';
import { useLive } from '../features/live/live-updates.js';
import { durationText } from '../ui/dates.js';
import { IconRefresh } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { useNow } from '../ui/now.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { Signal } from '../ui/signal.js';
import { ErrorState, LoadingBars } from '../ui/states.js';
import NotFoundPage from './not-found.page.js';

const BACK = { to: '/connections', label: 'Connections' };

export default function ConnectionPage() {
  const { connectionId = '' } = useParams();
  const connection = useConnection(connectionId);
  const isGone =
    connection.data === null || (connection.error instanceof ApiProblem && connection.error.status === 404);
  if (isGone) return <NotFoundPage />;
  if (connection.isPending || connection.data === undefined || connection.data === null) {
    return (
      <Page title="Connection" back={BACK}>
        {connection.isError ? (
          <ErrorState error={connection.error} onRetry={() => void connection.refetch()} />
        ) : (
          <LoadingBars rows={5} height={72} label="Loading the connection" />
        )}
      </Page>
    );
  }
  return <OneConnection key={connectionId} connection={connection.data} />;
}

function OneConnection({ connection }: { connection: Connection | ConnectionDetail }) {
  const mayManage = useMayManage();
  const connectors = useConnectors();
  const connector = connectors.data?.find((one) => one.id === connection.connector);
  const running = useLive().runs.get(connection.id);
  const check = useMutation({ mutationFn: () => checkConnection(connection.id) });
  return (
    <Page
      title={connection.name}
      tabTitle="Connection"
      back={BACK}
      actions={
        mayManage && (
          <Work
            connection={connection}
            isRunning={running?.state === 'running'}
            onCheck={() => check.mutate()}
            isChecking={check.isPending}
          />
        )
      }
    >
      {connection.state === 'needs_attention' && (
        <Alert color="red" variant="light" title="This connection needs attention">
          {connection.problem ?? 'Its last reads failed. Test it to see why.'}
        </Alert>
      )}
      <Figures connection={connection} />
      <p className="kw-quiet">{latencySentence(connection)}</p>
      {running?.state === 'running' && <RunProgress run={running} />}
      {check.isError && (
        <Alert color="red" variant="light" role="alert">
          {check.error.message}
        </Alert>
      )}
      {check.data !== undefined && (
        <Section title="Test">
          <CheckReport result={check.data} />
        </Section>
      )}
      <Inside connectionId={connection.id} isPaused={connection.state === 'paused'} />
      <Runs connectionId={connection.id} />
      {mayManage && <StatusWords connectionId={connection.id} />}
      {mayManage && <Quarantine connectionId={connection.id} />}
      <Throughput connectionId={connection.id} />
      {mayManage && <Ways connectionId={connection.id} />}
      {mayManage && <Inbox connectionId={connection.id} />}
      {mayManage && <Writes connectionId={connection.id} />}
      {mayManage && <RecordLookUp connectionId={connection.id} />}
      {connector !== undefined && <Capabilities manifest={connector.manifest} />}
      {connector !== undefined && <RotateCredentials connectionId={connection.id} connector={connector} />}
      {connector !== undefined && 'settings' in connection && (
        <ConnectionSettings connection={connection} connector={connector} />
      )}
    </Page>
  );
}

interface WorkProps {
  connection: Connection;
  isRunning: boolean;
  isChecking: boolean;
  onCheck: () => void;
}

function Work({ connection, isRunning, isChecking, onCheck }: WorkProps) {
  const client = useQueryClient();
  const { sync } = useConnectionWork(connection.id);
  const isPaused = connection.state === 'paused';
  const pause = useMutation({
    mutationFn: () => changeConnection(connection.id, { state: isPaused ? 'ready' : 'paused' }),
    onSuccess: () =>
      Promise.all(
        [['connections'], ['connection', connection.id]].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
  const problem = sync.error ?? pause.error;
  return (
    <>
      {problem !== null && (
        <span role="alert" className="kw-wrong">
          {problem.message}
        </span>
      )}
      <Button variant="subtle" loading={pause.isPending} onClick={() => pause.mutate()}>
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Button variant="default" loading={isChecking} onClick={onCheck}>
        Test
      </Button>
      <Button
        leftSection={<IconRefresh size={16} />}
        loading={sync.isPending}
        disabled={isRunning || isPaused}
        onClick={() => sync.mutate()}
      >
        Sync now
      </Button>
    </>
  );
}

function Figures({ connection }: { connection: Connection }) {
  const health = connectionHealth(connection, useNow());
  return (
    <dl className="kw-figures">
      <div>
        <dt>Health</dt>
        <dd>
          <Signal tone={health.tone}>{health.word}</Signal>
        </dd>
      </div>
      <div>
        <dt>Last read</dt>
        <dd>
          <Moment at={connection.lastSuccessAt} none="never" />
        </dd>
      </div>
      <div>
        <dt>Next read</dt>
        <dd>{readsWaitFor(connection) ?? <Moment at={connection.nextPollAt} none="not planned" planned />}</dd>
      </div>
      <div>
        <dt>Reads every</dt>
        <dd>{durationText(connection.pollSeconds)}</dd>
      </div>
      <div>
        <dt>Put aside</dt>
        <dd className="kw-number">{connection.quarantined.toLocaleString('en-GB')}</dd>
      </div>
    </dl>
  );
}

/** What is wrong with it, and how each of its streams stands. */
function Inside({ connectionId, isPaused }: { connectionId: string; isPaused: boolean }) {
  const health = useHealth(connectionId);
  const { alarms = [], breaker = null, streams = [] } = health.data ?? {};
  return (
    <>
      {breaker !== null && (
        <Alert color="yellow" variant="light" title="It is not asked for the moment">
          {breaker.because ?? 'Its last answers were errors.'}{' '}
          {breaker.probeAt !== null && (
            <>
              It is tried again <Moment at={breaker.probeAt} planned />.
            </>
          )}
        </Alert>
      )}
      {alarms.length > 0 && (
        <Section title="Alarms" aside="said once, until they are over" padded={false}>
          <AlarmList alarms={alarms} label="Alarms of this connection" />
        </Section>
      )}
      <Section
        title="Streams"
        aside={
          <DataWork connectionId={connectionId} isPaused={isPaused} canCompare={streams.some((one) => one.compares)} />
        }
        padded={false}
      >
        {health.isPending ? (
          <LoadingBars rows={3} height={56} label="Loading the streams" />
        ) : health.isError && health.data === undefined ? (
          <ErrorState error={health.error} onRetry={() => void health.refetch()} />
        ) : (
          <StreamTable streams={streams} />
        )}
      </Section>
    </>
  );
}

interface DataWorkProps {
  connectionId: string;
  isPaused: boolean;
  canCompare: boolean;
}

function DataWork({ connectionId, isPaused, canCompare }: DataWorkProps) {
  const mayManage = useMayManage();
  const compare = useCompare(connectionId);
  const replay = useReplay(connectionId);
  if (!mayManage) return 'what is read, and how far';
  const problem = compare.error ?? replay.error;
  return (
    <span className="kw-inline-form">
      {problem !== null && (
        <span role="alert" className="kw-wrong">
          {problem.message}
        </span>
      )}
      {(compare.isSuccess || replay.isSuccess) && <span role="status">Asked for.</span>}
      <Button
        size="compact-sm"
        variant="default"
        disabled={isPaused || !canCompare}
        loading={compare.isPending}
        onClick={() => compare.mutate()}
      >
        Compare now
      </Button>
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

function Runs({ connectionId }: { connectionId: string }) {
  const runs = useRuns(connectionId);
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="Runs" aside="read = applied + unchanged + put aside" padded={false}>
      {runs.isPending ? (
        <LoadingBars rows={3} height={52} label="Loading the runs" />
      ) : runs.isError && items.length === 0 ? (
        <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
      ) : items.length === 0 ? (
        <p className="kw-quiet kw-padded">
          This source has not been read yet. The first read starts by itself, or with “Sync now”.
        </p>
      ) : (
        <RunTable runs={items} />
      )}
      {runs.hasNextPage && (
        <div className="kw-more">
          <Button variant="subtle" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </Section>
  );
}
