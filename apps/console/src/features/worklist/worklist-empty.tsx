import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { getConnections } from '../../api.js';
import type { WorklistTab } from '../../api.types.js';
import { IconCircleCheck, IconListSearch, IconPlugConnected } from '../../ui/icons.js';
import { EmptyState } from '../../ui/states.js';

const NOBODY: Record<WorklistTab, { title: string; says: string }> = {
  today: {
    title: 'Nobody is off-track today',
    says: 'Everyone with an open plan has a next step. New cases appear here by themselves.',
  },
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
  resolved: {
    title: 'Nothing resolved lately',
    says: 'When a listed patient books, their case waits here until the visit is kept.',
  },
  all: { title: 'No case yet', says: 'Cases appear as soon as the first read of a source has been evaluated.' },
};

/** Why the list is empty and what to do: no source, too narrow a filter, or simply good news. */
export function WorklistEmpty({ tab, narrowed }: { tab: WorklistTab; narrowed: boolean }) {
  const connections = useQuery({ queryKey: ['connections'], queryFn: ({ signal }) => getConnections(signal) });
  if (connections.data?.length === 0) {
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
  if (narrowed) {
    return (
      <EmptyState icon={<IconListSearch size={26} stroke={1.6} />} title="Nobody matches">
        No patient in this part of the list fits the filters. Clear one of them, or look under All.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<IconCircleCheck size={26} stroke={1.6} />} title={NOBODY[tab].title}>
      {NOBODY[tab].says}
    </EmptyState>
  );
}
