import { Section } from '../../ui/section.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { AlarmList } from './alarm-list.js';
import { StreamTable } from './stream-table.js';
import { Throughput } from './throughput.js';
import { useHealth } from './use-source.js';

/** What is wrong with it, how each of its streams stands, and how much came on each day. */
export function Overview({ connectionId }: { connectionId: string }) {
  const health = useHealth(connectionId);
  const { alarms = [], streams = [] } = health.data ?? {};
  return (
    <>
      {alarms.length > 0 && (
        <Section title="Alarms" aside="said once, until they are over" padded={false}>
          <AlarmList alarms={alarms} label="Alarms of this connection" />
        </Section>
      )}
      <Section title="Streams" aside="what is read, and how far" padded={false}>
        {health.isPending ? (
          <LoadingBars rows={3} height={56} label="Loading the streams" />
        ) : health.isError && health.data === undefined ? (
          <ErrorState error={health.error} onRetry={() => void health.refetch()} />
        ) : (
          <StreamTable streams={streams} />
        )}
      </Section>
      <Throughput connectionId={connectionId} />
    </>
  );
}
