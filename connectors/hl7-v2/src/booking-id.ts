import { facilityOf } from './identity.js';
import type { Message, Segment } from './message.js';
import type { FeedSettings } from './settings.js';

/** EI and CX alike begin with the number; a number alone is unique to its sending facility only. */
function scoped(message: Message, written: string, settings: FeedSettings): string | null {
  const number = message.text(written);
  if (number === null) return null;
  const facility = facilityOf(message, settings);
  return facility === null ? number : `${facility}/${number}`;
}

/** The filler's number (SCH-2), which stays when a booking moves; the placer's (SCH-1) where there is none. */
export function bookingId(message: Message, sch: Segment, settings: FeedSettings): string | null {
  return scoped(message, sch.field(2), settings) ?? scoped(message, sch.field(1), settings);
}

/** The booking whose place this one takes, or to which it belongs: filler's parent (SCH-24), else placer's (SCH-23). */
export function parentBookingId(message: Message, sch: Segment, settings: FeedSettings): string | null {
  return scoped(message, sch.field(24), settings) ?? scoped(message, sch.field(23), settings);
}

/** The visit as ADT numbers it: the alternate visit id (PV1-50) names the booking where senders fill it, else the visit number. */
export function visitBookingIds(message: Message, pv1: Segment, settings: FeedSettings): string[] {
  const ids = [scoped(message, pv1.field(50), settings), scoped(message, pv1.field(19), settings)];
  return [...new Set(ids.filter((id) => id !== null))];
}

/** Everything in a message that names a booking, for keeping messages about it in order. */
export function bookingNumbers(message: Message, settings: FeedSettings): string[] {
  const [sch, pv1] = [message.first('SCH'), message.first('PV1')];
  const ids = sch === null ? [] : [bookingId(message, sch, settings), parentBookingId(message, sch, settings)];
  if (pv1 !== null) ids.push(...visitBookingIds(message, pv1, settings));
  return [...new Set(ids.filter((id) => id !== null))];
}
