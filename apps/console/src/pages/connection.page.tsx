import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiProblem, changeConnection, checkConnection } from '../api.js';
import type { Connection, ConnectionDetail } from '../api.types.js';
import { CheckReport } from '../features/connections/check-report.js';
import { ConnectionSettings } from '../features/connections/connection-settings.js';
import { connectionHealth, readsWaitFor } from '../features/connections/health.js';
import { latencySentence } from '../features/connections/latency.js';
import { Quarantine } from '../features/connections/quarantine.js';
import { RunProgress } from '../features/connections/run-progress.js';
import { RunTable } from '../features/connections/run-table.js';
import { StreamTable } from '../features/connections/stream-table.js';
import {
  useConnection,
  useConnectionWork,
  useConnectors,
  useMayManage,
  useRuns,
} from '../features/connections/use-connections.js';
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
      <Runs connectionId={connection.id} />
      <Section title="Streams" aside="what is read, and how far" padded={false}>
        <StreamTable streams={connection.streams} />
      </Section>
      {mayManage && <Quarantine connectionId={connection.id} />}
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
