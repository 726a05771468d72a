import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { getConnections } from '../../api.js';
import type { Connection, WorklistCounts, WorklistPage, WorklistTab } from '../../api.types.js';
import { IconAlertTriangle, IconCircleCheck, IconListSearch, IconPlugConnected, IconRefresh } from '../../ui/icons.js';
import { useNow } from '../../ui/now.js';
import { EmptyState, LoadingBars } from '../../ui/states.js';
import { useLive } from '../live/live-updates.js';
import { unreadSources, type UnreadSource } from './unread-sources.js';
import { viewAddress } from './view.js';

const NOBODY: Record<WorklistTab, { title: string; says: string }> = {
  today: { title: 'Nobody is off-track today', says: 'New cases appear here by themselves.' },
  waiting: {
    title: 'Everybody has a place',
    says: 'Whoever finds no place in the team’s day waits here for the next one.',
  },
  in_outreach: {
    title: 'Nothing is under way',
    says: 'After a call or the start of a sequence, patients wait here for what comes next.',
  },
  snoozed: { title: 'Nobody is snoozed', says: 'Whoever rests until a day waits here and comes back by themselves.' },
  backlog: {
    title: 'The backlog is empty',
    says: 'Nobody was already off-track when this practice was connected, or all of them are settled.',
  },
  at_risk: {
    title: 'Nobody is at risk',
    says: 'People appear here when a watch rule holds, before they are off-track.',
  },
  lapsed: {
    title: 'Nobody has lapsed',
    says: 'People appear here when their last visit is longer ago than their kind of care allows.',
  },
  tasks: {
    title: 'Nothing for the clinic to do',
    says: 'Unanswered messages, missing outcomes and plans to be closed appear here.',
  },
  resolved: {
    title: 'Nothing resolved lately',
    says: 'When a listed patient books, their case waits here until the visit is kept.',
  },
  all: { title: 'No case yet', says: 'Cases appear as soon as the first read of a source has been evaluated.' },
};

interface WorklistEmptyProps {
  tab: WorklistTab;
  narrowed: boolean;
  counts: WorklistCounts | undefined;
  countsPending: boolean;
  freshness: WorklistPage['freshness'] | null;
}

/** Why the list is empty and what to do: no source, too narrow a filter, a source that waits, a backlog; or good news. */
export function WorklistEmpty(props: WorklistEmptyProps) {
  const connections = useQuery({ queryKey: ['connections'], queryFn: ({ signal }) => getConnections(signal) });
  const { runs } = useLive();
  const now = useNow();
  // No claim about who is listed before it is known what waits.
  if (connections.isPending || props.countsPending) return <LoadingBars rows={2} height={78} label="Loading why" />;
  if (connections.data?.length === 0) return <NoSource />;
  if (props.narrowed) {
    return (
      <EmptyState icon={<IconListSearch size={26} stroke={1.6} />} title="Nobody matches">
        No patient in this part of the list fits the filters. Clear one of them, or look under All.
      </EmptyState>
    );
  }
  const unread = unreadSources(connections.data ?? [], runs, now);
  const waiting = props.freshness?.waitingRules ?? [];
  if (connections.data === undefined || unread.length > 0 || waiting.length > 0) {
    return <NotKnown {...props} connections={connections.data ?? null} unread={unread} waiting={waiting} />;
  }
  const placeless = props.tab === 'today' ? (props.counts?.waiting ?? 0) : 0;
  if (placeless > 0) return <DayIsDone waiting={placeless} />;
  const backlog = props.tab === 'today' ? (props.counts?.backlog ?? 0) : 0;
  const isBacklogLeft = props.tab === 'today' && props.counts?.backlog !== 0;
  return (
    <EmptyState
      icon={<IconCircleCheck size={26} stroke={1.6} />}
      title={isBacklogLeft ? 'Nobody new today' : NOBODY[props.tab].title}
      action={<ToBacklog backlog={backlog} />}
    >
      <BacklogSentence backlog={backlog} />
      {NOBODY[props.tab].says}
    </EmptyState>
  );
}

function DayIsDone({ waiting }: { waiting: number }) {
  return (
    <EmptyState
      icon={<IconCircleCheck size={26} stroke={1.6} />}
      title="Every place of the day is worked off"
      action={
        <Button component={Link} to={viewAddress({ tab: 'waiting', sort: 'priority' })}>
          Open who found no place
        </Button>
      }
    >
      {waiting === 1 ? '1 patient is' : `${waiting.toLocaleString('en-GB')} patients are`} off-track without a place.
      They are ranked anew when the practice next opens.
    </EmptyState>
  );
}

function NoSource() {
  return (
    <EmptyState
      icon={<IconPlugConnected size={26} stroke={1.6} />}
      title="No source is connected"
      action={
        <Button component={Link} to="/connections/new">
          Connect a source
        </Button>
      }
    >
      Keepwell finds off-track patients in the systems a practice already uses. Connect one, or a folder of exported
      files, and the list fills by itself.
    </EmptyState>
  );
}

type NotKnownProps = WorklistEmptyProps & {
  connections: Connection[] | null;
  unread: UnreadSource[];
  waiting: string[];
};

/** Nobody is listed, but that is no news yet: says what is missing and where to look. */
function NotKnown({ tab, counts, connections, unread, waiting }: NotKnownProps) {
  const isFirstRead = unread.some((source) => source.isFirstRead);
  const backlog = tab === 'today' ? (counts?.backlog ?? 0) : 0;
  const isStarting = isFirstRead && unread.length === connections?.length;
  return (
    <EmptyState
      icon={isFirstRead ? <IconRefresh size={26} stroke={1.6} /> : <IconAlertTriangle size={26} stroke={1.6} />}
      title={isStarting ? 'The first read is running' : 'Nobody is listed, but not everything is known'}
      action={<ToBacklog backlog={backlog} />}
    >
      <ul className="kw-plain">
        {unread.map((source) => (
          <li key={source.connectionId}>
            <Link to={`/connections/${source.connectionId}`}>{source.says}</Link>
          </li>
        ))}
      </ul>
      {connections === null && <p>How the sources are doing could not be asked.</p>}
      {waiting.length > 0 && (
        <p>
          {waiting.length === 1 ? 'Rule' : 'Rules'} {waiting.join(', ')} {waiting.length === 1 ? 'waits' : 'wait'} for
          fresh data.
        </p>
      )}
      <BacklogSentence backlog={backlog} />
      {isFirstRead && 'The list fills by itself when it has been read to its end.'}
    </EmptyState>
  );
}

function BacklogSentence({ backlog }: { backlog: number }) {
  if (backlog === 0) return null;
  const people = backlog === 1 ? '1 patient was' : `${backlog.toLocaleString('en-GB')} patients were`;
  return <p>{people} already off-track when this practice was connected.</p>;
}

function ToBacklog({ backlog }: { backlog: number }) {
  if (backlog === 0) return null;
  return (
    <Button component={Link} to={viewAddress({ tab: 'backlog', sort: 'priority' })}>
      Open the backlog
    </Button>
  );
}
