import { Alert, Button, NativeSelect } from '@mantine/core';
import type { QuarantinedRecord } from '../../api.types.js';
import type { QuarantineCode, QuarantineState } from '../../api.sources.types.js';
import { IconRepeat } from '../../ui/icons.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { recordKindWord, statusWords } from '../patient/words.js';
import { DismissButton, OpenRawButton } from './quarantine-acts.js';
import { usePartView } from './parts.js';
import { useConnectionWork } from './use-connections.js';
import { useQuarantine, useQuarantineCodes } from './use-source.js';

const STATES: { value: QuarantineState; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'replayed', label: 'Understood since' },
  { value: 'dismissed', label: 'Dismissed' },
];
const CODE = /^[\w.-]{1,80}$/;

/** Records that could not be understood: counted by what is wrong, opened with a warning, tried again or dismissed. */
export function Quarantine({ connectionId }: { connectionId: string }) {
  const { address, show } = usePartView('aside');
  const state = STATES.find(({ value }) => value === address.get('aside'))?.value ?? 'open';
  const asked = address.get('code');
  const code = asked !== null && CODE.test(asked) ? asked : null;
  const view = (nextState: QuarantineState, nextCode: string | null) =>
    show({ aside: nextState === 'open' ? null : nextState, code: nextCode });
  const { replay } = useConnectionWork(connectionId);
  const quarantine = useQuarantine(connectionId, { state, code }, replay.isSuccess ? replay.submittedAt : null);
  const codes = useQuarantineCodes(connectionId, state);
  const records = quarantine.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section
      title="Put aside"
      aside={
        state === 'open' &&
        records.length > 0 && (
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
      <div className="kw-filter-row" role="group" aria-label="Which records put aside">
        <NativeSelect
          size="xs"
          aria-label="State of the records put aside"
          data={STATES}
          value={state}
          onChange={(event) => {
            const chosen = STATES.find(({ value }) => value === event.currentTarget.value);
            view(chosen?.value ?? 'open', null);
          }}
        />
        <Codes codes={codes.data ?? []} chosen={code} onChoose={(next) => view(state, next)} />
      </div>
      {quarantine.isPending ? (
        <LoadingBars rows={2} height={56} label="Loading the records put aside" />
      ) : quarantine.isError && records.length === 0 ? (
        <ErrorState error={quarantine.error} onRetry={() => void quarantine.refetch()} />
      ) : records.length === 0 ? (
        <p className="kw-quiet kw-padded">
          {state === 'open' && code === null
            ? 'Nothing is put aside: every record that was read could be understood.'
            : 'No record is in this state.'}
        </p>
      ) : (
        <Records connectionId={connectionId} records={records} />
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

interface CodesProps {
  codes: QuarantineCode[];
  chosen: string | null;
  onChoose: (code: string | null) => void;
}

/** What is wrong, with how many records have it: choosing one shows them alone. */
function Codes({ codes, chosen, onChoose }: CodesProps) {
  const counts = new Map<string, number>();
  for (const { code, records } of codes) counts.set(code, (counts.get(code) ?? 0) + records);
  return [...counts].map(([code, records]) => (
    <Button
      key={code}
      size="compact-sm"
      variant={code === chosen ? 'filled' : 'default'}
      aria-pressed={code === chosen}
      onClick={() => onChoose(code === chosen ? null : code)}
    >
      {statusWords(code)} · {records.toLocaleString('en-GB')}
    </Button>
  ));
}

function Records({ connectionId, records }: { connectionId: string; records: QuarantinedRecord[] }) {
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">Records put aside</caption>
      <thead>
        <tr>
          <th scope="col">What is wrong</th>
          <th scope="col">Record</th>
          <th scope="col">Where</th>
          <th scope="col">When</th>
          <th scope="col">
            <span className="kw-hidden">What can be done</span>
          </th>
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
            <td data-label="Where">{record.where === null ? '–' : <code className="kw-id">{record.where}</code>}</td>
            <td data-label="When" className="kw-nowrap">
              <Moment at={record.at} />
            </td>
            <td data-label="" className="kw-end">
              <div className="kw-inline-form">
                <OpenRawButton connectionId={connectionId} record={record} />
                {record.state === 'open' && <DismissButton connectionId={connectionId} record={record} />}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
