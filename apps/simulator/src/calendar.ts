import type { Instant, LocalDate, Location, ZoneId } from '@keepwell/domain/records';
import { Temporal } from 'temporal-polyfill';

/** Days since 1970-01-01, local to a location. */
export type Day = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function dateOfDay(day: Day): LocalDate {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export function dayOfDate(date: LocalDate): Day {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY);
}

/** The same day of the month `months` later, clamped to the month's end. */
export function addMonths(day: Day, months: number): Day {
  return dayOfDate(Temporal.PlainDate.from(dateOfDay(day)).add({ months }).toString());
}

/** The first instant of a date in a zone. */
export function startOfDate(date: LocalDate, zone: ZoneId): Instant {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
}

/** ISO weekday, 1 (Monday) to 7. */
export function weekday(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** When a location is open, and what its wall clock means in UTC. */
export class Calendar {
  readonly zone: ZoneId;
  private readonly openDays: Set<number>;
  private readonly closed: Set<Day>;
  private readonly opensAtMinute: number;
  private readonly offsets = new Map<Day, number>();

  constructor(
    location: Location,
    private readonly closesAtMinute = 18 * 60,
  ) {
    this.zone = location.timezone;
    this.openDays = new Set(location.openDays);
    this.closed = new Set(location.closedOn.map(dayOfDate));
    const [hours, minutes] = location.opensAt.split(':').map(Number);
    this.opensAtMinute = (hours ?? 9) * 60 + (minutes ?? 0);
  }

  isOpen(day: Day): boolean {
    return this.openDays.has(weekday(day)) && !this.closed.has(day);
  }

  /** `day` itself when open, else the next open one. */
  openDayFrom(day: Day): Day {
    let open = day;
    while (!this.isOpen(open)) open++;
    return open;
  }

  dayOf(at: Instant): Day {
    return Math.floor((at + this.offset(Math.floor(at / DAY))) / DAY);
  }

  at(day: Day, minuteOfDay: number): Instant {
    return day * DAY + minuteOfDay * MINUTE - this.offset(day);
  }

  /** Start of a slot: quarter hours, `minutes` before closing at the latest; `dayPart` in [0, 1) says early or late. */
  slot(day: Day, minutes: number, dayPart: number): Instant {
    const slots = Math.floor((this.closesAtMinute - this.opensAtMinute - minutes) / 15) + 1;
    return this.at(day, this.opensAtMinute + 15 * Math.floor(dayPart * slots));
  }

  /** The first whole second from `at` on at which somebody is at the desk. */
  deskFrom(from: Instant): Instant {
    const at = Math.ceil(from / 1000) * 1000;
    const day = this.dayOf(at);
    if (this.isOpen(day)) {
      if (at >= this.at(day, this.opensAtMinute) && at < this.at(day, this.closesAtMinute)) return at;
      if (at < this.at(day, this.opensAtMinute)) return this.at(day, this.opensAtMinute + 4);
    }
    return this.at(this.openDayFrom(day + 1), this.opensAtMinute + 9);
  }

  /** Taken at noon: nobody is open in the hour in which clocks change. */
  private offset(day: Day): number {
    let offset = this.offsets.get(day);
    if (offset === undefined) {
      const noon = Temporal.PlainDate.from(dateOfDay(day)).toZonedDateTime({ timeZone: this.zone, plainTime: '12:00' });
      offset = noon.offsetNanoseconds / 1e6;
      this.offsets.set(day, offset);
    }
    return offset;
  }
}
