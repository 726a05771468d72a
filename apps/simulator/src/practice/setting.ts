import type { Instant, Location, Practitioner, Specialty, ZoneId } from '@keepwell/domain/records';
import { addMonths, Calendar, DAY, dateOfDay, weekday, type Day } from '../calendar.js';
import type { Random } from '../random.js';
import type { RecordHistory } from '../world.js';
import { OFFERS, type Offer } from './services.js';

/** The practice itself: places, people who work there, what they offer. */
export interface Setting {
  zone: ZoneId;
  currency: string;
  locations: RecordHistory<'location'>[];
  practitioners: RecordHistory<'practitioner'>[];
  services: RecordHistory<'service'>[];
  /** Where a specialty is practised. */
  placeOf: Record<Specialty, Place>;
}

export interface Place {
  locationId: string;
  calendar: Calendar;
  practitionerIds: string[];
}

export interface SettingOptions {
  zone: ZoneId;
  currency: string;
  specialties: Specialty[];
  start: Instant;
  until: Instant;
}

const NAMES: Record<Specialty, string> = {
  PT: 'Millbrook Physiotherapy',
  DE: 'Millbrook Dental',
  MS: 'Millbrook Skin Studio',
  PR: 'Millbrook Health Programs',
  MB: 'Millbrook Members Club',
  DPC: 'Millbrook Family Practice',
};
const WEEKS: Record<Specialty, number[]> = {
  PT: [1, 2, 3, 4, 5, 6],
  DE: [1, 2, 3, 4, 5],
  MS: [2, 3, 4, 5, 6],
  PR: [1, 2, 3, 4, 5],
  MB: [1, 2, 3, 4, 5, 6, 7],
  DPC: [1, 2, 3, 4, 5],
};
const STAFF_GIVEN = [
  'Jo',
  'Robin',
  'Alex',
  'Sam',
  'Kim',
  'Charlie',
  'Ash',
  'Jamie',
  'Morgan',
  'Taylor',
  'Drew',
  'Casey',
];
const STAFF_FAMILY = ['Fairfax', 'Okello', 'Lindqvist', 'Marsh', 'Devereux', 'Tanaka', 'Brandt', 'Quill', 'Sayer'];

export function makeSetting(options: SettingOptions, random: Random): Setting {
  const opened = options.start - 400 * DAY;
  const locations: RecordHistory<'location'>[] = [];
  const practitioners: RecordHistory<'practitioner'>[] = [];
  const places: Partial<Record<Specialty, Place>> = {};
  for (const specialty of options.specialties) {
    const location: Location = {
      name: NAMES[specialty],
      timezone: options.zone,
      openDays: WEEKS[specialty],
      opensAt: specialty === 'DE' || specialty === 'DPC' ? '08:30' : '09:00',
      closedOn: holidays(options.start, options.until),
    };
    const locationId = `L-${specialty}`;
    locations.push({ kind: 'location', id: locationId, versions: [{ at: opened, data: location }] });
    const staff = [1, 2, 3, 4].map((number) => staffMember(`D-${specialty}-${number}`, opened, random));
    practitioners.push(...staff);
    places[specialty] = { locationId, calendar: new Calendar(location), practitionerIds: staff.map(({ id }) => id) };
  }
  return {
    zone: options.zone,
    currency: options.currency,
    locations,
    practitioners,
    services: Object.values<Offer>(OFFERS)
      .filter((service) => options.specialties.includes(service.specialty))
      .map(({ id, minutes: _minutes, priceMinor: _price, ...data }) => ({
        kind: 'service',
        id,
        versions: [{ at: opened, data }],
      })),
    placeOf: places as Record<Specialty, Place>,
  };
}

function staffMember(id: string, at: Instant, random: Random): RecordHistory<'practitioner'> {
  const data: Practitioner = {
    name: `${random.pick(STAFF_GIVEN)} ${random.pick(STAFF_FAMILY)}`,
    active: true,
    leftAt: null,
  };
  return { kind: 'practitioner', id, versions: [{ at, data }] };
}

/** New Year, Christmas, the last Mondays of May and August: enough to see closed days counted. */
function holidays(start: Instant, until: Instant): string[] {
  const closed: Day[] = [];
  const firstYear = new Date(start).getUTCFullYear() - 1;
  for (let year = firstYear; year <= new Date(until).getUTCFullYear() + 1; year++) {
    const newYear = Math.floor(Date.UTC(year, 0, 1) / DAY);
    closed.push(newYear, lastMonday(addMonths(newYear, 4)), lastMonday(addMonths(newYear, 7)));
    closed.push(addMonths(newYear, 11) + 24, addMonths(newYear, 11) + 25);
  }
  return closed.map(dateOfDay);
}

function lastMonday(firstOfMonth: Day): Day {
  const last = addMonths(firstOfMonth, 1) - 1;
  return last - (weekday(last) - 1);
}
