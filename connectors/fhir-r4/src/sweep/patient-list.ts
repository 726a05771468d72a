import { ConnectorBroken, SettingsWrong } from '@keepwell/connector-sdk';
import { isResource, many, one, text, type Resource } from '../element.js';
import { askingFor, type Asking, type PatientSource } from '../profiles/index.js';
import type { ServerSource } from '../pull-server.js';
import { target, targets } from '../references.js';
import type { FhirSettings } from '../settings.js';
import { iso, manyToo, type Range } from './ask-all.js';
import type { Memory } from './memory.js';

const DAY_MS = 86_400_000;
const FIRST_BIRTH = Date.UTC(1900, 0, 1);
/** Windows of birth dates and of bookings: as wide at most; a server that finds too many is asked for less. */
const WIDEST_DAYS = 3_650;
const BOOKING_DAYS = 31;
/** Windows in which nobody is found are passed over within one page, so many at most. */
const MOST_EMPTY = 25;
const MOST_RESTARTS = 3;

/** Where the list of patients goes on: small enough for a cursor, and nobody's name in it. */
export interface Place {
  /** For lists of ids, which are in order: the last one taken. */
  after?: string;
  /** For windows of dates. */
  from?: number;
  days?: number;
  /** The server's own address of the next page. */
  next?: string;
  restarts?: number;
}

/** So many patients, and where the list goes on; null: they were the last. */
export interface PatientSlice {
  ids: string[];
  /** The patients themselves, where listing them brought them. */
  patients: Resource[] | null;
  rest: Place | null;
  /** The server's clock, where it told it. */
  at: number | null;
}

const SETTING: Record<PatientSource, string> = {
  group: 'patient_group',
  ids: 'patient_ids',
  bookings: 'place_ids',
  birthdate: 'url',
  search: 'url',
};

/** Where this connection knows its patients from; null where they are listed as anything else is. */
export function patientSource({ profile, patients }: FhirSettings): PatientSource | null {
  if (profile.patientsFrom.length === 0) return null;
  const has: Record<PatientSource, boolean> = {
    group: patients.group !== null,
    ids: patients.ids.length > 0,
    bookings: patients.places.length > 0,
    birthdate: true,
    search: true,
  };
  const source = profile.patientsFrom.find((each) => has[each]);
  if (source !== undefined) return source;
  const fields = profile.patientsFrom.map((each) => SETTING[each]).join(' or ');
  throw new SettingsWrong(
    SETTING[profile.patientsFrom[0]!],
    `${profile.name} does not list its patients: name those whose records we are to read (${fields}).`,
  );
}

/** How a type is asked for with these settings: patients who are named are read by their ids. */
export function askingOf(settings: FhirSettings, type: string): Asking {
  const asking = askingFor(settings.profile, type);
  if (type !== 'Patient' || asking.by === 'id') return asking;
  const source = patientSource(settings);
  return source === 'group' || source === 'ids' || source === 'bookings' ? { by: 'id', atOnce: 1 } : asking;
}

/** The next patients of the list, `most` of them or fewer; never none but at its end or after many empty windows. */
export async function slicePatients(
  source: ServerSource,
  memory: Memory,
  place: Place | null,
  most: number,
  window: Range,
): Promise<PatientSlice> {
  switch (patientSource(source.settings)) {
    case 'group':
      memory.members ??= await membersOf(source);
      return sliceOf(memory.members, place, most);
    case 'ids':
      return sliceOf(source.settings.patients.ids, place, most);
    case 'bookings':
      return byBookings(source, memory, place, most, window);
    case 'birthdate':
      return byBirthDate(source, place, most, window.now);
    default:
      return bySearch(source, place, most);
  }
}

function sliceOf(ids: string[], place: Place | null, most: number): PatientSlice {
  const after = place?.after ?? '';
  const left = ids.filter((id) => id > after);
  const taken = left.slice(0, most);
  return { ids: taken, patients: null, rest: left.length > most ? { after: taken.at(-1)! } : null, at: null };
}

async function membersOf({ server, settings, mapping }: ServerSource): Promise<string[]> {
  const { profile, patients } = settings;
  const group = await server.read('Group', patients.group ?? '');
  if (group === 'gone') throw new SettingsWrong('patient_group', `${profile.name} knows no Group of this id.`);
  if (!isResource(group)) throw new SettingsWrong('scope', `${profile.name} forbids reading the Group: ask for it.`);
  const members = many(group, 'member').filter((member) => member['inactive'] !== true);
  const ids = members.flatMap((member) => {
    const found = target(one(member, 'entity'), mapping.locate);
    return found?.type === 'Patient' ? [found.id] : [];
  });
  if (ids.length === 0) {
    throw new SettingsWrong(
      'patient_group',
      `${profile.name} names no patient in this Group: ask for one whose members can be read, or list the ids (patient_ids).`,
    );
  }
  return [...new Set(ids)].sort();
}

async function bySearch({ server, settings }: ServerSource, place: Place | null, most: number): Promise<PatientSlice> {
  const count = Math.min(most, settings.profile.mostPerPage);
  const page =
    place?.next === undefined
      ? await server.search('Patient', { _count: count })
      : await server.page('Patient', place.next);
  if (page === 'expired') return again(place, settings.profile.name);
  return {
    ...found(page.resources),
    rest: page.next === null ? null : { next: page.next, restarts: place?.restarts ?? 0 },
    at: page.at,
  };
}

/** Windows of birth dates, from the oldest: narrower where too many are found, wider where few are. */
async function byBirthDate(
  source: ServerSource,
  place: Place | null,
  most: number,
  now: number,
): Promise<PatientSlice> {
  const { server, settings } = source;
  const count = Math.min(most, settings.profile.mostPerPage);
  const here: Required<Pick<Place, 'from' | 'days'>> & Place = { from: FIRST_BIRTH, days: WIDEST_DAYS, ...place };
  let at: number | null = null;
  for (let empty = 0; here.from <= now && empty < MOST_EMPTY; empty += 1) {
    const last = here.from + (here.days - 1) * DAY_MS;
    const page =
      here.next === undefined
        ? await server.narrowly('Patient', { birthdate: [`ge${day(here.from)}`, `le${day(last)}`], _count: count })
        : await server.page('Patient', here.next);
    if (page === 'expired') return again(here, settings.profile.name);
    if (page === 'too_many') {
      if (here.days === 1) throw manyToo(settings.profile, 'Patient');
      here.days = Math.ceil(here.days / 2);
      continue;
    }
    at ??= page.at;
    if (page.next === null) Object.assign(here, { from: last + DAY_MS, days: Math.min(here.days * 2, WIDEST_DAYS) });
    here.next = page.next ?? undefined;
    const patients = page.resources.filter(({ resourceType }) => resourceType === 'Patient');
    if (patients.length > 0) return { ...found(patients), rest: here.from > now ? null : placeOf(here), at };
  }
  return { ids: [], patients: [], rest: here.from > now ? null : placeOf(here), at };
}

/** Those who have bookings at the places we were told of. */
async function byBookings(
  { server, settings, mapping }: ServerSource,
  memory: Memory,
  place: Place | null,
  most: number,
  window: Range,
): Promise<PatientSlice> {
  const { profile, patients: known } = settings;
  const asking = askingFor(profile, 'Appointment');
  const name = (asking.by === 'patient' ? asking.range : undefined) ?? 'date';
  const here: Place & { from: number } = { from: window.from, ...place };
  let at: number | null = null;
  for (let empty = 0; here.from < window.to && empty < MOST_EMPTY; empty += 1) {
    const to = Math.min(here.from + BOOKING_DAYS * DAY_MS, window.to);
    const query = {
      location: known.places.join(','),
      [name]: [`ge${iso(here.from)}`, `lt${iso(to)}`],
      _count: Math.min(most, profile.mostPerPage),
    };
    const page =
      here.next === undefined ? await server.search('Appointment', query) : await server.page('Appointment', here.next);
    if (page === 'expired') return again(here, profile.name);
    at ??= page.at;
    if (page.next === null) here.from = to;
    here.next = page.next ?? undefined;
    const named = page.resources.flatMap((booking) =>
      many(booking, 'participant').flatMap((entry) => targets(entry, 'actor', 'Patient', mapping.locate)),
    );
    const ids = [...new Set(named)].filter((id) => !memory.patients.has(id));
    ids.forEach((id) => memory.patients.add(id));
    if (ids.length > 0) return { ids, patients: null, rest: here.from >= window.to ? null : placeOf(here), at };
  }
  return { ids: [], patients: null, rest: here.from >= window.to ? null : placeOf(here), at };
}

/** The server no longer knows the page: the window begins anew; what was handed over comes once more and changes nothing. */
function again(place: Place | null, name: string): PatientSlice {
  const restarts = (place?.restarts ?? 0) + 1;
  if (restarts > MOST_RESTARTS) {
    throw new ConnectorBroken(`${name} forgets the pages of its list of patients faster than they can be read.`);
  }
  return { ids: [], patients: [], rest: placeOf({ ...place, next: undefined, restarts }), at: null };
}

function found(patients: Resource[]): Pick<PatientSlice, 'ids' | 'patients'> {
  return { patients, ids: patients.flatMap((patient) => text(patient, 'id') ?? []) };
}

/** Without what is not there: a cursor is JSON. */
function placeOf(place: Place): Place {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

const day = (at: number) => iso(at).slice(0, 10);
