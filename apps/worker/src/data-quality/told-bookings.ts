import type { DayCount } from '@keepwell/database';
import { boardDays, type Instant, localDay, type SourceRecord, type ZoneId } from '@keepwell/domain';

interface Range {
  from: Instant | null;
  to: Instant | null;
}

/** Bookings of today and the days after it as a source tells them on a walk: each once, however often it comes by. */
export class ToldBookings {
  private readonly bookings = new Map<string, { day: string; status: string }>();
  private readonly span: ReturnType<typeof boardDays>;

  constructor(
    private readonly zone: ZoneId,
    now: Instant,
  ) {
    this.span = boardDays(zone, now);
  }

  saw(records: readonly SourceRecord[]): void {
    for (const record of records) {
      if (record.kind !== 'appointment') continue;
      this.bookings.delete(record.id);
      if (record.op === 'delete') continue;
      const { startsAt, status } = record.data;
      if (!(startsAt >= this.span.from && startsAt < this.span.to)) continue;
      this.bookings.set(record.id, { day: localDay(this.zone, startsAt), status });
    }
  }

  /** Null when the walk did not go over all of these days. */
  counts({ from, to }: Range): { days: string[]; counts: DayCount[]; from: Instant; to: Instant } | null {
    if ((from !== null && from > this.span.from) || (to !== null && to < this.span.to)) return null;
    const counts = new Map<string, DayCount>();
    for (const { day, status } of this.bookings.values()) {
      const key = `${day} ${status}`;
      const count = counts.get(key);
      if (count === undefined) counts.set(key, { day, status, n: 1 });
      else count.n += 1;
    }
    return { ...this.span, counts: [...counts.values()] };
  }
}
