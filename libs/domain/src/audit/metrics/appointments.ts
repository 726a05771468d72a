import type { Booking } from '../../timeline/booking.js';
import { isWithin, type Period } from '../period.js';
import { count, reportShare, share, type MetricSet } from './share.js';

/** A slot somebody was expected in: neither cancelled by the clinic, nor a walk-in, nor tentative (RC 2). */
export function isSlot({ standing, loss, row }: Booking): boolean {
  return standing !== 'idle' && loss?.by !== 'clinic' && row.data.walkIn !== true;
}

const LATE_MS = 24 * 3_600_000;

/** Cancelled less than 24 hours before the start, or called late by the practice (Q51). */
export function isLateCancel({ loss, status, startsAt }: Booking): boolean {
  if (loss === null || loss.by === 'no_show') return false;
  return status === 'late_cancelled' || startsAt - loss.at < LATE_MS;
}

/** Arrival, cancels and no-shows, and how many patients missed at all. */
export function appointmentMetrics(period: Period): MetricSet {
  const arrival = share('arrival_rate');
  const lost = share('cancel_no_show_rate');
  const early = reportShare('cancel_no_show_rate', 'early');
  const late = reportShare('cancel_no_show_rate', 'late');
  const noShow = reportShare('cancel_no_show_rate', 'no_show');
  const anyMiss = share('any_miss_share');
  return {
    add({ bookings }) {
      const slots = bookings.filter((booking) => isSlot(booking) && isWithin(period, booking.startsAt));
      if (slots.length === 0) return;
      for (const slot of slots) {
        count(arrival, slot.standing === 'visit');
        count(lost, slot.loss !== null);
        count(noShow, slot.loss?.by === 'no_show');
        count(late, isLateCancel(slot));
        count(early, slot.loss !== null && slot.loss.by !== 'no_show' && !isLateCancel(slot));
      }
      count(
        anyMiss,
        slots.some(({ loss }) => loss?.by === 'no_show'),
      );
    },
    shares: () => [arrival, lost, early, late, noShow, anyMiss],
  };
}
