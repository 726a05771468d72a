import { askFrom, localDateOf, type PullOptions } from '@keepwell/connector-sdk';
import type { Instant, ZoneId } from '@keepwell/domain/records';
import { localTime, screenDate } from './local-time.js';
import type { Position, Walk } from './position.js';
import { APPOINTMENTS, RECALLS, type List } from './streams.js';

const DAY_MS = 86_400_000;
/** Local times are asked for, and in autumn an hour of them comes twice. */
export const OVERLAP_MS = 70 * 60_000;
/** Payments can only be asked for by day. */
const PAYMENT_DAYS_MS = 2 * DAY_MS;
const RECALLS_BACK_MS = 730 * DAY_MS;
const AHEAD_MS = 400 * DAY_MS;
const WINDOW_BACK_MS = 31 * DAY_MS;
/** How often a list is read whole that would not be asked what changed: less than the six hours after which it would count as late. */
export const WHOLE_EVERY_MS = 4 * 3_600_000;

/** `window`: appointments around today; `skip`: not in this walk. */
type Way = 'changes' | 'whole' | 'window' | 'skip';

/** How a list is read in this walk. */
export function wayOf(list: List, walk: Walk, { refused }: Position): Way {
  if (walk.everything) return list.onlyForChanges === true ? 'skip' : 'whole';
  if (list.since === 'nothing') return 'whole';
  const last = refused?.[list.path];
  const lately = last !== undefined && walk.startedAt - last.at < WHOLE_EVERY_MS;
  if (walk.unasked === true) return list === APPOINTMENTS ? 'window' : 'whole';
  if (lately) return list === APPOINTMENTS ? 'window' : 'skip';
  return 'changes';
}

/** What a list is asked besides where its page begins. */
export function askedOf(
  list: List,
  walk: Walk,
  position: Position,
  zone: ZoneId,
  compare: PullOptions['compare'],
): Record<string, string> {
  const day = (at: Instant) => localDateOf(at, zone);
  const between = (from: Instant | null, to: Instant | null) => ({
    ...(from === null ? {} : { dateStart: day(from) }),
    // The last day belongs to it.
    ...(to === null ? {} : { dateEnd: day(to) }),
  });
  if (list === RECALLS) {
    const [from, to] = [walk.startedAt - RECALLS_BACK_MS, walk.startedAt + AHEAD_MS];
    return { ...list.query, DateStart: screenDate(day(from)), DateEnd: screenDate(day(to)) };
  }
  if (list === APPOINTMENTS && compare !== undefined) return between(compare.from, compare.to);
  const way = wayOf(list, walk, position);
  if (way === 'window') return between(walk.startedAt - WINDOW_BACK_MS, walk.startedAt + AHEAD_MS);
  if (way !== 'changes') return { ...list.query, ...list.whenWhole };
  return { ...list.query, ...changesOf(list, position, zone) };
}

function changesOf(list: List, { marks, refused }: Position, zone: ZoneId): Record<string, string> {
  // What changed since it was last read, which is longer ago where it refused to say.
  const known = refused?.[list.path]?.since ?? null;
  const since = known === null || marks.since === null ? marks.since : Math.min(known, marks.since);
  const from = askFrom({ ...marks, since }, list.since === 'day' ? PAYMENT_DAYS_MS : OVERLAP_MS);
  if (from === null) return {};
  return list.since === 'day' ? { DateEntry: localDateOf(from, zone) } : { DateTStamp: localTime(from, zone) };
}
