import { Button, Group } from '@mantine/core';
import { Link } from 'react-router';
import type { Connection, SyncRun } from '../../api.types.js';
import { Section } from '../../ui/section.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState } from '../../ui/states.js';
import { useLive } from '../live/live-updates.js';
import { RunProgress } from './run-progress.js';
import { UploadFiles } from './upload-files.js';
import { useRuns } from './use-connections.js';

const number = (value: number) => value.toLocaleString('en-GB');

/** The last step of connecting: the first read, counted while it goes on. */
export function FirstSync({ connection, takesFiles }: { connection: Connection; takesFiles: boolean }) {
  const runs = useRuns(connection.id);
  const live = useLive().runs.get(connection.id);
  const ended = runs.data?.pages[0]?.items.find(({ state }) => state !== 'running');
  return (
    <Section title="First read" aside={connection.name}>
      {takesFiles && <UploadFiles connectionId={connection.id} />}
      {live?.state === 'running' ? (
        <RunProgress run={live} />
      ) : runs.isError ? (
        <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
      ) : ended === undefined ? (
        <p role="status" className="kw-quiet">
          {takesFiles
            ? 'Nothing is read before the first file.'
            : 'Connected. The first read starts within moments; you need not wait for it.'}
        </p>
      ) : (
        <Ended run={ended} />
      )}
      <Group mt="md">
        <Button component={Link} to={`/connections/${connection.id}`}>
          Open the connection
        </Button>
        <Button component={Link} to="/worklist" variant="default">
          Go to the list
        </Button>
      </Group>
    </Section>
  );
}

function Ended({ run }: { run: SyncRun }) {
  const failed = run.state === 'failed';
  return (
    <div role="status">
      <Signal tone={failed ? 'wrong' : run.state === 'partial' ? 'wait' : 'good'}>
        {failed ? 'The first read failed' : run.state === 'partial' ? 'Read in part' : 'Read'}
      </Signal>{' '}
      {number(run.read)} read = {number(run.applied)} applied + {number(run.unchanged)} unchanged +{' '}
      {number(run.quarantined)} put aside.
      {run.problem !== null && <div className="kw-wrong">{run.problem}</div>}
      <ul className="kw-gives kw-first-counts" aria-label="Counts by stream">
        {Object.entries(run.streams).map(([stream, counts]) => (
          <li key={stream}>
            <code className="kw-id">{stream}</code> <span className="kw-number">{number(counts.read)}</span>
            {counts.quarantined > 0 && (
              <span className="kw-quiet">{number(counts.quarantined)} put aside: its page says why</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
