import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { changeConnection } from '../../api.js';
import type { Health } from '../../api.sources.types.js';
import type { Connection } from '../../api.types.js';
import { durationText } from '../../ui/dates.js';
import { IconRefresh } from '../../ui/icons.js';
import { Moment } from '../../ui/moment.js';
import { useNow } from '../../ui/now.js';
import { Signal } from '../../ui/signal.js';
import { connectionHealth, readsWaitFor } from './health.js';
import { latencySentence } from './latency.js';
import { partAddress } from './parts.js';
import { useConnectionWork } from './use-connections.js';
import { useHealth } from './use-source.js';

interface WorkProps {
  connection: Connection;
  isRunning: boolean;
  isChecking: boolean;
  onCheck: () => void;
}

/** What can be done with a connection as a whole, whichever part of its page is open. */
export function ConnectionWork({ connection, isRunning, isChecking, onCheck }: WorkProps) {
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

/** How the connection stands: state, freshness and alarms, above every part of its page. */
export function ConnectionStanding({ connection, mayManage }: { connection: Connection; mayManage: boolean }) {
  const health = useHealth(connection.id);
  const breaker = health.data?.breaker ?? null;
  return (
    <>
      {connection.state === 'needs_attention' && (
        <Alert color="red" variant="light" title="This connection needs attention">
          {connection.problem ?? 'Its last reads failed. Test it to see why.'}
        </Alert>
      )}
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
      <Figures connection={connection} alarms={health.data?.alarms} mayManage={mayManage} />
      <p className="kw-quiet kw-flat">{latencySentence(connection)}</p>
    </>
  );
}

interface FiguresProps {
  connection: Connection;
  alarms: Health['alarms'] | undefined;
  mayManage: boolean;
}

function Figures({ connection, alarms, mayManage }: FiguresProps) {
  const health = connectionHealth(connection, useNow());
  const aside = connection.quarantined.toLocaleString('en-GB');
  return (
    <dl className="kw-figures">
      <div>
        <dt>Health</dt>
        <dd>
          <Signal tone={health.tone}>{health.word}</Signal>
        </dd>
      </div>
      <div>
        <dt>Alarms</dt>
        <dd className="kw-number">
          {alarms === undefined ? (
            '–'
          ) : alarms.length === 0 ? (
            'none'
          ) : (
            <Link to={partAddress('overview')}>
              <Signal tone="wrong">{alarms.length.toLocaleString('en-GB')}</Signal>
            </Link>
          )}
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
        <dd className="kw-number">
          {mayManage && connection.quarantined > 0 ? <Link to={partAddress('aside')}>{aside}</Link> : aside}
        </dd>
      </div>
    </dl>
  );
}
