import { useMemo } from 'react';
import type { OutboxRow } from '../../api.outreach.types.js';
import { addDays, dayInFull, localDate, relativeDay } from '../../ui/dates.js';
import { useNow } from '../../ui/now.js';
import { useZone } from '../../ui/zone.js';
import { OutboxTable } from './outbox-table.js';

const DAYS_AHEAD = 7;

/** What leaves when, one table for each day of the clinic's calendar; whatever is overdue stands under today. */
export function Upcoming({ rows, isComplete }: { rows: OutboxRow[]; isComplete: boolean }) {
  const zone = useZone();
  const today = localDate(useNow(), zone);
  const { days, later } = useMemo(() => byDay(rows, zone, today), [rows, zone, today]);
  return (
    <>
      {days.map(({ day, messages }) => (
        <section key={day} aria-label={dayInFull(day)}>
          <h2 className="kw-day-head">
            {dayInFull(day)} <span className="kw-quiet">{relativeDay(day, today)}</span>
            <span className="kw-count">{messages.length}</span>
          </h2>
          <OutboxTable ofOneDay rows={messages} label={`Messages planned for ${dayInFull(day)}`} />
        </section>
      ))}
      {(later > 0 || !isComplete) && (
        <p className="kw-quiet kw-padded">
          {later > 0 && `${later.toLocaleString('en-GB')} more planned for later days. `}
          {!isComplete && 'There are more than this page reads; narrow it to one kind of message.'}
        </p>
      )}
    </>
  );
}

export function byDay(rows: OutboxRow[], zone: string, today: string) {
  const last = addDays(today, DAYS_AHEAD - 1);
  const days = new Map<string, OutboxRow[]>();
  let later = 0;
  for (const row of [...rows].sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1))) {
    const due = localDate(Date.parse(row.dueAt), zone);
    const day = due < today ? today : due;
    if (day > last) later += 1;
    else days.set(day, [...(days.get(day) ?? []), row]);
  }
  return { days: [...days].map(([day, messages]) => ({ day, messages })), later };
}
