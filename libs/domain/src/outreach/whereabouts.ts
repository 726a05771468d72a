import type { LocalDate, ZoneId } from '../records.js';
import { zoneOf, ZoneUnknown } from '../zones/zone.js';
import type { ContactHours, Whereabouts } from './contact.js';

/** Hours of one place and the zones its clocks run in. */
export interface PlaceHours extends ContactHours {
  zones: readonly ZoneId[];
}

/** config/contact-hours.yaml as it was read: nothing in it is wider than the house's own hours (C-09). */
export interface HoursTable {
  /** By ISO 3166-2 code, or ISO 3166-1 where the whole country has one rule. */
  places: ReadonlyMap<string, PlaceHours>;
  /** Where the place is unknown or not in the table. */
  strict: ContactHours;
}

/** There is no telephone number here, and must not be: an area code says where somebody once signed a contract (T-01). */
export interface WhereaboutsInput {
  /** What the patient, or the source, says of the patient. */
  statedZone: ZoneId | null;
  /** The zone of the patient's own address, where one is on record. */
  addressZone?: ZoneId | null;
  /** The zone of the location the patient goes to. */
  locationZone: ZoneId | null;
  practiceZone: ZoneId;
  /** Of the practice, as far as nobody knows better of the patient. */
  place: string | null;
  hours: HoursTable;
  /** Of the simulated practice, whose messages never leave the computer: no hour is quiet, so that it can be played at any. */
  simulated?: boolean;
  /** Public holidays of the place, some weeks around the instant asked about. */
  holidays: readonly LocalDate[];
}

const ALL_DAY = { from: 0, to: 24 * 60 };
const AT_ANY_HOUR: ContactHours = {
  place: 'simulated',
  days: { 1: ALL_DAY, 2: ALL_DAY, 3: ALL_DAY, 4: ALL_DAY, 5: ALL_DAY, 6: ALL_DAY, 7: ALL_DAY },
  notOnHolidays: false,
};

function isZone(id: ZoneId | null | undefined): id is ZoneId {
  if (id === null || id === undefined || id === '') return false;
  try {
    zoneOf(id);
    return true;
  } catch (error) {
    if (error instanceof ZoneUnknown) return false;
    throw error;
  }
}

function hoursAt(place: string | null, hours: HoursTable): PlaceHours | null {
  if (place === null) return null;
  return hours.places.get(place) ?? hours.places.get(place.split('-', 1)[0]!) ?? null;
}

/**
 * Where the patient is taken to be: as stated, else by the address, else where the clinic is (T-01). A clinic's place with
 * several zones leaves all of them possible. A patient known to live by other clocks than the place has is somewhere we know
 * nothing of: the strict hours hold. Throws `ZoneUnknown` when the practice's own zone is none.
 */
export function whereaboutsOf(input: WhereaboutsInput): Whereabouts {
  const found = whereaboutsByClocks(input);
  return input.simulated === true ? { ...found, hours: AT_ANY_HOUR } : found;
}

function whereaboutsByClocks(input: WhereaboutsInput): Whereabouts {
  const { hours, holidays } = input;
  const row = hoursAt(input.place, hours);
  const own = isZone(input.statedZone)
    ? ({ zone: input.statedZone, from: 'stated' } as const)
    : isZone(input.addressZone)
      ? ({ zone: input.addressZone, from: 'address' } as const)
      : null;
  if (own !== null) {
    const isInPlace = row !== null && (row.zones.length === 0 || row.zones.includes(own.zone));
    return isInPlace
      ? { zones: [own], place: input.place, hours: row, holidays }
      : { zones: [own], place: null, hours: hours.strict, holidays };
  }
  const clinic = isZone(input.locationZone) ? input.locationZone : zoneOf(input.practiceZone).id;
  const possible = row !== null && row.zones.length > 1 ? row.zones.filter((zone) => zone !== clinic) : [];
  return {
    zones: [clinic, ...possible].map((zone) => ({ zone, from: 'clinic' as const })),
    place: row === null ? null : input.place,
    hours: row ?? hours.strict,
    holidays,
  };
}
