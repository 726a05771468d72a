import { Alert, Button, Tabs } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useParams } from 'react-router';
import { ApiProblem, checkConnection } from '../api.js';
import type { Connection, ConnectionDetail } from '../api.types.js';
import { CheckReport } from '../features/connections/check-report.js';
import { ConnectionStanding, ConnectionWork } from '../features/connections/connection-head.js';
import { OpenPart } from '../features/connections/open-part.js';
import { usePart, type ConnectionPart } from '../features/connections/parts.js';
import { RunProgress } from '../features/connections/run-progress.js';
import { useConnection, useMayManage } from '../features/connections/use-connections.js';
import { useHealth } from '../features/connections/use-source.js';
import { useLive } from '../features/live/live-updates.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
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

/** The head tells how it stands whichever part is open; the address keeps the part. */
function OneConnection({ connection }: { connection: Connection | ConnectionDetail }) {
  const mayManage = useMayManage();
  const running = useLive().runs.get(connection.id);
  const check = useMutation({ mutationFn: () => checkConnection(connection.id) });
  return (
    <Page
      title={connection.name}
      tabTitle="Connection"
      back={BACK}
      actions={
        mayManage && (
          <ConnectionWork
            connection={connection}
            isRunning={running?.state === 'running'}
            onCheck={() => check.mutate()}
            isChecking={check.isPending}
          />
        )
      }
    >
      <ConnectionStanding connection={connection} mayManage={mayManage} />
      {running?.state === 'running' && <RunProgress run={running} />}
      {check.isError && (
        <Alert color="red" variant="light" role="alert">
          {check.error.message}
        </Alert>
      )}
      {check.data !== undefined && (
        <Section
          title="Test"
          aside={
            <Button size="compact-sm" variant="subtle" onClick={() => check.reset()}>
              Put the result away
            </Button>
          }
          padded={false}
        >
          <CheckReport result={check.data} />
        </Section>
      )}
      <Parts connection={connection} mayManage={mayManage} />
    </Page>
  );
}

interface PartsProps {
  connection: Connection | ConnectionDetail;
  mayManage: boolean;
}

function Parts({ connection, mayManage }: PartsProps) {
  const { parts, part, open } = usePart(mayManage);
  const counts = useCounts(connection);
  const list = useRef<HTMLDivElement>(null);
  // On a narrow screen the tabs are wider than it: the open one is brought into sight, again when a count has made others wider.
  const waiting = Object.values(counts).join(' ');
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [part, waiting]);
  return (
    <Tabs value={part} onChange={open} keepMounted={false} className="kw-tabs">
      <Tabs.List aria-label="Parts of the connection" ref={list}>
        {parts.map(({ part: name, label }) => (
          <Tabs.Tab
            key={name}
            value={name}
            rightSection={
              (counts[name] ?? 0) > 0 && <span className="kw-count">{counts[name]?.toLocaleString('en-GB')}</span>
            }
          >
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map(({ part: name }) => (
        <Tabs.Panel key={name} value={name} className="kw-part">
          <OpenPart part={name} connection={connection} mayManage={mayManage} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** What waits for a person in a part, where there is something to count. */
function useCounts(connection: Connection): Partial<Record<ConnectionPart, number>> {
  const { alarms = [] } = useHealth(connection.id).data ?? {};
  const words = alarms.filter(({ code }) => code === 'status_unknown').length;
  return { overview: alarms.length, words, aside: connection.quarantined };
}
