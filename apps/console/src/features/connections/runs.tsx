import { Button } from '@mantine/core';
import { Section } from '../../ui/section.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { RunTable } from './run-table.js';
import { useRuns } from './use-connections.js';

/** Every read of the source, newest first. */
export function Runs({ connectionId }: { connectionId: string }) {
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
