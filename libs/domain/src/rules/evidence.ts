import type { EvidenceFact } from '../evaluation.js';
import type { Instant } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import { countsForLine, type Booking } from '../timeline/booking.js';
import type { Episode } from '../timeline/episode.js';
import { horizonDays } from '../timeline/horizon.js';
import type { PlannedInterval } from '../timeline/interval.js';
import type { PlanView } from '../timeline/plan.js';
import type { Timeline } from '../timeline/timeline.js';
import { formatDate } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';

/** Sentences about facts. Ids, dates, services and lines only: never a name or a contact of a patient. */

/** Local date and clock time. Dates, never "12 days ago": a sentence must not change while nothing happens. */
export function formatMoment({ zone }: OpeningDays, instant: Instant): string {
  const clock = zone.clockOf(instant);
  return `${formatDate(zone.dayOf(instant))} ${pad(Math.floor(clock / 60))}:${pad(clock % 60)}`;
}

const pad = (number: number): string => (number < 10 ? `0${number}` : String(number));

export function describeLine(lineName: string | null): string {
  return lineName === null ? 'unknown line' : lineName;
}

export function visitFact(
  { row, day, service, lineName, startsAt, recordedAt }: Booking,
  what = 'Visit',
): EvidenceFact {
  const detail = service?.name ?? describeLine(lineName);
  return fact(row, startsAt, recordedAt, `${what} on ${formatDate(day)}, ${detail}`);
}

export function bookingFact(booking: Booking): EvidenceFact {
  const { row, startsAt, recordedAt, day } = booking;
  return fact(row, startsAt, recordedAt, `Booked for ${formatDate(day)}`);
}

const LOST_BY = {
  patient: 'cancelled by the patient',
  no_show: 'not come to',
  clinic: 'cancelled by the clinic',
} as const;

/** "patient cancelled", or what else is known of how the slot was lost. */
export function describeLoss({ row, status, loss, day, opening }: Booking): string {
  const start = formatDate(day);
  if (loss === null) return `slot of ${start}`;
  if (loss.by === 'no_show') return `no-show on ${start}`;
  const lost = formatMoment(opening, loss.at);
  if (status === 'rescheduled') return `moved away on ${lost} from ${start}`;
  if (loss.by === 'clinic') return `clinic cancelled ${lost} for ${start}`;
  const who = row.data.cancelledBy === 'patient' ? 'patient' : 'somebody unknown';
  return `${who} cancelled ${lost} for ${start}`;
}

export function lossFact(booking: Booking): EvidenceFact {
  const { row, startsAt, recordedAt, loss, day, status } = booking;
  const reason = row.data.cancelReason === null ? '' : ', a reason was given';
  const by = loss?.by ?? 'patient';
  const isUnknown = by === 'patient' && row.data.cancelledBy !== 'patient';
  const cancelled = isUnknown ? 'cancelled, it is not known by whom' : LOST_BY[by];
  const how = status === 'rescheduled' ? 'moved away without a successor' : cancelled;
  return fact(row, loss?.at ?? startsAt, recordedAt, `Slot of ${formatDate(day)} ${how}${reason}`);
}

export function planFact(plan: PlanView): EvidenceFact {
  const visits =
    plan.prescribedVisits === null ? 'visits not prescribed' : `${plan.prescribedVisits} visits prescribed`;
  const since = plan.startDay === null ? '' : `, started ${formatDate(plan.startDay)}`;
  const { row } = plan;
  return {
    kind: 'plan',
    id: row.id,
    source: row.source,
    effectiveAt: row.data.startedAt,
    recordedAt: plan.recordedAt,
    says: `Plan open, ${visits}${since}`,
  };
}

function fact(row: Booking['row'], effectiveAt: Instant, recordedAt: Instant | null, says: string): EvidenceFact {
  return { kind: 'appointment', id: row.id, source: row.source, effectiveAt, recordedAt, says };
}

/** "Seen 3 of 10 visits (knee), last 2025-11-03". */
export function describeVisits({ plan, lineName, visitDays }: Episode): string {
  const done = visitDays.length;
  const last = visitDays[done - 1];
  const prescribed = plan?.prescribedVisits ?? null;
  const count =
    prescribed === null ? `Seen ${done} ${done === 1 ? 'time' : 'times'}` : `Seen ${done} of ${prescribed} visits`;
  const seen = `${count} (${describeLine(lineName)})`;
  return last === undefined ? seen : `${seen}, last ${formatDate(last.day)}`;
}

/** As the sentence gives it. */
export function shownDays({ days }: PlannedInterval): number {
  return Number(days.toFixed(1));
}

export function describeInterval(interval: PlannedInterval): string {
  const { source } = interval;
  const shown = shownDays(interval);
  if (source === 'staff') return `own interval of ${shown} days set by staff on ${interval.setOn ?? 'a day unknown'}`;
  if (source === 'plan') return `plan every ${shown} days`;
  return `usually every ${shown} days (inferred from the ${source})`;
}

/** What was looked for and not found. */
export function bookingsChecked(
  timeline: Timeline,
  line: string,
  specialty: Episode['specialty'],
  asOf: AsOf,
): string[] {
  const ofLine = timeline.bookings.filter((booking) => countsForLine(booking.line, line));
  const checked = [`${ofLine.length} ${ofLine.length === 1 ? 'booking' : 'bookings'} checked, 0 live`];
  const placeholders = ofLine.filter(({ placeholder }) => placeholder).length;
  if (placeholders > 0) {
    checked.push(
      `${placeholders} of them ${placeholders === 1 ? 'is a placeholder' : 'are placeholders'}: nobody has agreed to ${placeholders === 1 ? 'it' : 'them'} yet`,
    );
  }
  const beyond = timeline.live.find((booking) => countsForLine(booking.line, line) && !asOf.reached(booking.startsAt));
  if (beyond !== undefined) {
    checked.push(
      `next booking ${beyond.id} starts ${formatDate(beyond.day)}, beyond the ${horizonDays(specialty)} days looked at`,
    );
  }
  return checked;
}
