import { useEffect, useRef, useState } from 'react';
import type { CaseRow } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { useLive } from '../live/live-updates.js';

const SHOWN_MS = 12_000;

/**
 * Who left the list by themselves, because the server said that something changed for them (they booked, say).
 * Not merely who is no longer among the loaded rows: a row may also slip behind the end of the last page.
 */
export function useDepartures(rows: CaseRow[], viewKey: string, isSettled: boolean): CaseRow[] {
  const { changedPeople } = useLive();
  const announce = useAnnounce();
  const before = useRef({ viewKey, rows });
  const [departed, setDeparted] = useState<{ viewKey: string; rows: CaseRow[] }>({ viewKey, rows: [] });

  useEffect(() => {
    if (!isSettled) return;
    const last = before.current;
    before.current = { viewKey, rows };
    if (last.viewKey !== viewKey || last.rows === rows) return;
    const present = new Set(rows.map((row) => row.personId));
    const gone = last.rows.filter((row) => !present.has(row.personId) && changedPeople.current.has(row.personId));
    if (gone.length === 0) return;
    setDeparted({ viewKey, rows: gone });
    const [only] = gone;
    announce(
      gone.length === 1 && only !== undefined
        ? `${only.patientName} is no longer on this list.`
        : `${gone.length} patients are no longer on this list.`,
    );
  }, [rows, viewKey, isSettled, changedPeople, announce]);

  useEffect(() => {
    if (departed.rows.length === 0) return;
    const timer = setTimeout(() => setDeparted({ viewKey, rows: [] }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [departed, viewKey]);

  return departed.viewKey === viewKey ? departed.rows : [];
}
