import { useSearchParams } from 'react-router';
import type { Alarm } from '../../api.sources.types.js';

/** The parts of a connection's page, in the order of its tabs; the address keeps which one is open. */
export type ConnectionPart = 'overview' | 'runs' | 'data' | 'words' | 'aside' | 'ways' | 'written' | 'settings';

interface Part {
  part: ConnectionPart;
  label: string;
  /** For those who manage connections alone. */
  managed: boolean;
}

const FIRST: Part = { part: 'overview', label: 'Overview', managed: false };
export const PARTS: readonly Part[] = [
  FIRST,
  { part: 'runs', label: 'Runs', managed: false },
  { part: 'data', label: 'Data', managed: false },
  { part: 'words', label: 'Words', managed: true },
  { part: 'aside', label: 'Put aside', managed: true },
  { part: 'ways', label: 'Ways in', managed: true },
  { part: 'written', label: 'Written back', managed: true },
  { part: 'settings', label: 'Settings', managed: true },
];

/** The address of a part: of the connection that is open, or of the one given. */
export function partAddress(part: ConnectionPart, connectionId?: string): { pathname?: string; search: string } {
  const search = part === FIRST.part ? '' : `?part=${part}`;
  return connectionId === undefined ? { search } : { pathname: `/connections/${connectionId}`, search };
}

const ALARM_PARTS: Partial<Record<Alarm['code'], ConnectionPart>> = {
  source_shrunken: 'data',
  volume_silent: 'data',
  status_unknown: 'words',
  field_vanished: 'data',
  quarantine_many: 'aside',
  compare_failed: 'data',
};

/** Where one sees to an alarm; null: in the head of the page itself, by a test or another read. */
export const partOfAlarm = (code: Alarm['code']): Part | null =>
  PARTS.find(({ part }) => part === ALARM_PARTS[code]) ?? null;

/** Which part is open, by the address; a part that is not for this person is as if it were not named. */
export function usePart(mayManage: boolean) {
  const [address, setAddress] = useSearchParams();
  const parts = PARTS.filter(({ managed }) => mayManage || !managed);
  const { part } = parts.find((one) => one.part === address.get('part')) ?? FIRST;
  const open = (next: string | null) =>
    setAddress(next === null || next === FIRST.part ? {} : { part: next }, { preventScrollReset: true });
  return { parts, part, open };
}

/** What of one part's list is shown, kept beside the part in the address. */
export function usePartView(part: ConnectionPart) {
  const [address, setAddress] = useSearchParams();
  const show = (view: Record<string, string | null>) => {
    const said = Object.entries(view).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
    setAddress([['part', part], ...said] as [string, string][], { replace: true, preventScrollReset: true });
  };
  return { address, show };
}
