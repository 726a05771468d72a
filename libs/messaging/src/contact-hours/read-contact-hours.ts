import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { zoneOf, ZoneUnknown, type ContactHours, type HoursTable, type PlaceHours } from '@keepwell/domain';
import { ContactHoursWrong } from './contact-hours-wrong.js';

type Days = ContactHours['days'];
type Weekday = keyof Days;
type Hours = Days[Weekday];

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const PLACE = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;
const HOURS = /^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const PLACE_KEYS = ['place', 'zones', 'days', 'source', 'checkedOn', 'checkedBy', 'verified'];

type Complain = (where: string, says: string) => never;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hoursOf(written: unknown, where: string, wrong: Complain): Hours {
  if (written === 'none') return null;
  const parts = typeof written === 'string' ? HOURS.exec(written) : null;
  if (parts === null) return wrong(where, `write the hours as '09:00-20:00', or none`);
  const [, fromHour, fromMinute, toHour, toMinute] = parts.map(Number);
  const from = fromHour! * 60 + fromMinute!;
  const to = toHour! * 60 + toMinute!;
  if (from >= to || to > 24 * 60) return wrong(where, 'the hours must end after they begin, and on the same day');
  return { from, to };
}

/** `mon-fri`, `sat`: the days it names. */
function weekdaysOf(key: string, where: string, wrong: Complain): Weekday[] {
  const [first, last = first] = key.split('-').map((name) => WEEKDAYS.indexOf(name as never));
  if (first === undefined || last === undefined || first < 0 || last < first || key.split('-').length > 2) {
    return wrong(where, `"${key}" names no days: write mon, tue, wed, thu, fri, sat, sun, or a stretch as mon-fri`);
  }
  return WEEKDAYS.slice(first, last + 1).map((_, offset) => (first + offset + 1) as Weekday);
}

function daysOf(written: unknown, where: string, wrong: Complain): Partial<Days> {
  if (!isRecord(written)) return wrong(where, `write days: { mon-sat: '09:00-20:00', sun: none }`);
  const days: Partial<Days> = {};
  for (const [key, value] of Object.entries(written)) {
    for (const day of weekdaysOf(key, where, wrong)) {
      if (day in days) return wrong(where, `${WEEKDAYS[day - 1]} is given twice`);
      days[day] = hoursOf(value, `${where}, ${key}`, wrong);
    }
  }
  return days;
}

/** A rule for every day of the week: the default and the strict one. */
function wholeWeek(written: unknown, name: string, wrong: Complain): ContactHours {
  if (!isRecord(written)) return wrong(name, 'is missing: it needs days and onHolidays');
  const days = daysOf(written['days'], name, wrong);
  const missing = WEEKDAYS.filter((_, index) => !(index + 1 in days));
  if (missing.length > 0) return wrong(name, `says nothing of ${missing.join(', ')}`);
  const { onHolidays } = written;
  if (onHolidays !== 'none' && onHolidays !== 'as-usual') return wrong(name, 'onHolidays is none or as-usual');
  return { place: name, days: days as Days, notOnHolidays: onHolidays === 'none' };
}

function both(one: Hours, other: Hours): Hours {
  if (one === null || other === null) return null;
  const from = Math.max(one.from, other.from);
  const to = Math.min(one.to, other.to);
  return from < to ? { from, to } : null;
}

function placeOf(written: unknown, index: number, house: ContactHours, wrong: Complain): PlaceHours {
  const nth = `places, entry ${index + 1}`;
  if (!isRecord(written)) return wrong(nth, 'is not a place with zones, source, checkedOn, checkedBy and verified');
  const { place, zones, source, checkedOn, checkedBy, verified } = written;
  if (typeof place !== 'string' || !PLACE.test(place)) return wrong(nth, 'place is an ISO 3166 code, as US-KY or IE');
  const unknown = Object.keys(written).find((key) => !PLACE_KEYS.includes(key));
  if (unknown !== undefined) return wrong(place, `"${unknown}" is not known here; known are ${PLACE_KEYS.join(', ')}`);
  if (!Array.isArray(zones) || zones.length === 0) return wrong(place, 'zones lists the time zones of the place');
  for (const zone of zones as unknown[]) {
    try {
      zoneOf(String(zone));
    } catch (error) {
      if (error instanceof ZoneUnknown) return wrong(place, error.message);
      throw error;
    }
  }
  if (typeof source !== 'string' || source === '') return wrong(place, 'source says where the rule stands');
  if (checkedOn !== null && (typeof checkedOn !== 'string' || !DATE.test(checkedOn))) {
    return wrong(place, `checkedOn is a date as '2026-01-31', or null`);
  }
  if ((checkedBy !== null && typeof checkedBy !== 'string') || (checkedOn === null) !== (checkedBy === null)) {
    return wrong(place, 'checkedBy says who or against what, and goes with checkedOn: both or neither');
  }
  if (typeof verified !== 'boolean' || (verified && checkedOn === null)) {
    return wrong(place, 'verified is true or false, and true only with checkedOn and checkedBy');
  }
  const law = written['days'] === undefined ? {} : daysOf(written['days'], place, wrong);
  const days = Object.fromEntries(
    WEEKDAYS.map((_, at) => {
      const day = (at + 1) as Weekday;
      const allowed = law[day];
      return [day, allowed === undefined ? house.days[day] : both(house.days[day], allowed)];
    }),
  ) as Days;
  return { place, days, notOnHolidays: house.notOnHolidays, zones: zones.map(String) };
}

/** The table from the file's text; `file` is for the sentences. Throws `ContactHoursWrong`. */
export function parseContactHours(text: string, file: string): HoursTable {
  const wrong: Complain = (where, says) => {
    throw new ContactHoursWrong(file, where, says);
  };
  let written: unknown;
  try {
    written = parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError) return wrong('not YAML', error.message);
    throw error;
  }
  if (!isRecord(written)) return wrong('the whole file', 'needs default, strict and places');
  const house = wholeWeek(written['default'], 'default', wrong);
  const strict = wholeWeek(written['strict'], 'strict', wrong);
  const rows = written['places'];
  if (!Array.isArray(rows)) return wrong('places', 'is a list of places');
  const places = new Map<string, PlaceHours>();
  for (const [index, row] of (rows as unknown[]).entries()) {
    const hours = placeOf(row, index, house, wrong);
    if (places.has(hours.place)) return wrong(hours.place, 'stands twice');
    places.set(hours.place, hours);
  }
  return { places, strict };
}

/** Reads config/contact-hours.yaml. Throws `ContactHoursWrong` with the place in the file and what to write. */
export async function readContactHours(file: string): Promise<HoursTable> {
  return parseContactHours(await readFile(file, 'utf8'), basename(file));
}
