import type { Booking } from '../../timeline/booking.js';
import { isWithin, type Period } from '../period.js';
import { count, share, type MetricSet } from './share.js';

/** A slot somebody was expected in: neither cancelled by the clinic, nor a walk-in, nor tentative (RC 2). */
export function isSlot({ standing, loss, row }: Booking): boolean {
  return standing !== 'idle' && loss?.by !== 'clinic' && row.data.walkIn !== true;
}

/** Arrival, cancels and no-shows, and how many patients missed at all. */
export function appointmentMetrics(period: Period): MetricSet {
  const arrival = share('arrival_rate');
  const lost = share('cancel_no_show_rate');
  const anyMiss = share('any_miss_share');
  return {
    add({ bookings }) {
      const slots = bookings.filter((booking) => isSlot(booking) && isWithin(period, booking.startsAt));
      if (slots.length === 0) return;
      for (const slot of slots) {
        count(arrival, slot.standing === 'visit');
        count(lost, slot.loss !== null);
      }
      count(
        anyMiss,
        slots.some(({ loss }) => loss?.by === 'no_show'),
      );
    },
    shares: () => [arrival, lost, anyMiss],
  };
}
