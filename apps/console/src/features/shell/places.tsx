import type { ReactNode } from 'react';
import {
  IconChartBar,
  IconListSearch,
  IconMessages,
  IconNotebook,
  IconPlugConnected,
  IconRulerMeasure,
  IconSend,
  IconSettings,
  IconUsers,
} from '../../ui/icons.js';
import { useAlarms } from '../connections/use-source.js';
import { useSending } from '../sending/use-sending.js';
import { useSeesPatients } from '../session/roles.js';
import { useHasRole } from '../session/use-session.js';

export interface Place {
  to: string;
  label: string;
  icon: ReactNode;
  /** Two keys, one after the other. */
  keys: string;
  /** How much waits there for a person. */
  waiting?: number;
}

const ICON = { size: 20, stroke: 1.7, 'aria-hidden': true } as const;

/** Where one can go, most used first; only what the roles of whoever is signed in can show. */
export function usePlaces(): Place[] {
  const isAdmin = useHasRole('admin');
  const seesPatients = useSeesPatients();
  const counts = useSending().data?.counts;
  const alarms = useAlarms().data?.open.length ?? 0;
  const inDoubt = (counts?.['review'] ?? 0) + (counts?.['unknown'] ?? 0);
  const ofPatients: Place[] = [
    { to: '/outbox', label: 'Outbox', icon: <IconSend {...ICON} />, keys: 'g o', waiting: inDoubt },
    { to: '/replies', label: 'Replies', icon: <IconMessages {...ICON} />, keys: 'g m' },
    { to: '/reports', label: 'Reports', icon: <IconChartBar {...ICON} />, keys: 'g w' },
    { to: '/playbook', label: 'Playbook', icon: <IconNotebook {...ICON} />, keys: 'g p' },
  ];
  return [
    { to: '/worklist', label: 'Off-track', icon: <IconListSearch {...ICON} />, keys: 'g l' },
    ...(seesPatients ? ofPatients : []),
    {
      to: '/connections',
      label: 'Connections',
      icon: <IconPlugConnected {...ICON} />,
      keys: 'g c',
      waiting: alarms,
    },
    { to: '/rules', label: 'Rules', icon: <IconRulerMeasure {...ICON} />, keys: 'g r' },
    { to: '/settings', label: 'Settings', icon: <IconSettings {...ICON} />, keys: 'g s' },
    ...(isAdmin ? [{ to: '/users', label: 'Users', icon: <IconUsers {...ICON} />, keys: 'g u' }] : []),
  ];
}
