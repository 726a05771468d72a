import {
  dateText,
  instantDate,
  instantInFull,
  instantText,
  localDate,
  relativeDay,
  relativeText,
  shortDate,
  timeText,
} from './dates.js';
import { useNow } from './now.js';
import { useZone } from './zone.js';

interface MomentProps {
  at: string | null;
  /** What stands there when the instant is not known. */
  none?: string;
  /** `date` leaves out the time of day, `exact` is never relative. */
  show?: 'usual' | 'date' | 'exact';
  /** Something planned: close to the present it is about to happen, not just past. */
  planned?: boolean;
}

/**
 * An instant in the practice's zone: relative under a week, the zone and the seconds on hover. The browser's own tooltip,
 * because a screen of the list holds a hundred and fifty of these.
 */
export function Moment({ at, none = '–', show = 'usual', planned = false }: MomentProps) {
  const zone = useZone();
  const now = useNow();
  if (at === null) return <span className="kw-none">{none}</span>;
  const told = show === 'exact' ? null : relativeText(at, now, zone);
  const relative = planned && told === 'just now' ? 'in a moment' : told;
  const written = relative ?? (show === 'date' ? instantDate(at, zone, now) : instantText(at, zone));
  return (
    <time dateTime={at} title={instantInFull(at, zone)}>
      {written}
    </time>
  );
}

/** "09:30", where the day stands beside it. */
export function TimeOfDay({ at }: { at: string }) {
  const zone = useZone();
  return (
    <time dateTime={at} title={instantInFull(at, zone)}>
      {timeText(at, zone)}
    </time>
  );
}

/** A calendar date: it belongs to the practice's zone and says so on hover. */
export function Day({ on, none = '–' }: { on: string | null; none?: string }) {
  const zone = useZone();
  const today = localDate(useNow(), zone);
  if (on === null) return <span className="kw-none">{none}</span>;
  return (
    <time dateTime={on} title={`${dateText(on)} · local date in ${zone}`}>
      {relativeDay(on, today) ?? shortDate(on, today)}
    </time>
  );
}
