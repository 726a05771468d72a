import { Alert, Button } from '@mantine/core';
import { IconRepeat } from '../../ui/icons.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { recordKindWord, statusWords } from '../patient/words.js';
import { useConnectionWork, useQuarantine } from './use-connections.js';

/** Records that could not be understood: counted, kept encrypted, named by id with what to do, and tried again on request. */
export function Quarantine({ connectionId }: { connectionId: string }) {
  const quarantine = useQuarantine(connectionId, true);
  const { replay } = useConnectionWork(connectionId);
  const records = quarantine.data?.pages.flatMap((page) => page.items) ?? [];
  const open = records.filter((record) => record.state === 'open');
  return (
    <Section
      title="Put aside"
      aside={
        open.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconRepeat size={15} />}
            loading={replay.isPending}
            onClick={() => replay.mutate()}
          >
            Try them again
          </Button>
        )
      }
      padded={false}
    >
      {replay.isError && (
        <Alert color="red" variant="light" role="alert">
          {replay.error.message}
        </Alert>
      )}
      {quarantine.isPending ? (
        <LoadingBars rows={2} height={56} label="Loading the records put aside" />
      ) : quarantine.isError ? (
        <ErrorState error={quarantine.error} onRetry={() => void quarantine.refetch()} />
      ) : records.length === 0 ? (
        <p className="kw-quiet kw-padded">Nothing is put aside: every record that was read could be understood.</p>
      ) : (
        <table className="kw-table kw-stack">
          <caption className="kw-hidden">Records put aside</caption>
          <thead>
            <tr>
              <th scope="col">What is wrong</th>
              <th scope="col">Record</th>
              <th scope="col">Where</th>
              <th scope="col">State</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={record.id}>
                <td data-label="What is wrong">
                  {record.reason}
                  <div className="kw-quiet">
                    <code className="kw-id">{record.code}</code>
                  </div>
                </td>
                <td data-label="Record">
                  {record.kind === null ? record.stream : recordKindWord(record.kind)}{' '}
                  {record.sourceId !== null && <code className="kw-id">{record.sourceId}</code>}
                </td>
                <td data-label="Where">
                  {record.where === null ? '–' : <code className="kw-id">{record.where}</code>}
                </td>
                <td data-label="State">{statusWords(record.state)}</td>
                <td data-label="When">
                  <Moment at={record.at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {quarantine.hasNextPage && (
        <div className="kw-more">
          <Button
            variant="subtle"
            loading={quarantine.isFetchingNextPage}
            onClick={() => void quarantine.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </Section>
  );
}
