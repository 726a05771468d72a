import { Temporal } from 'temporal-polyfill';
import type { PersonFacts, PracticeFacts, RecordVersion } from '../../../libs/domain/src/facts.js';
import type { Appointment, Instant, Patient, Plan, Specialty } from '../../../libs/domain/src/records.js';

/** What was known of one person at an instant, found the slow way: dates by Temporal, versions by sorting. */

const CANCELLED = ['cancelled', 'late_cancelled', 'rescheduled'];
export const MINUTE = 60_000;

export interface Seen<T> {
  data: T;
  id: string;
  createdAt: Instant | null;
  updatedAt: Instant | null;
  recordedAt: Instant | null;
  asCreated: boolean;
}

export function see<T>(rows: RecordVersion[], T: Instant): Seen<T>[] {
  const ids = [...new Set(rows.map((row) => row.id))];
  return ids.flatMap((id) => {
    const versions = rows
      .filter((row) => row.id === id)
      .sort((a, b) => (a.recordedAt ?? -Infinity) - (b.recordedAt ?? -Infinity) || a.sequence - b.sequence);
    const known = versions.filter((row) => (row.recordedAt ?? -Infinity) <= T).at(-1);
    const first = versions[0]!;
    const use = known ?? first;
    if (known === undefined && (first.createdAt === null || first.createdAt > T)) return [];
    return [{ ...use, data: use.data as T, asCreated: known === undefined }];
  });
}

function movesOf(rows: RecordVersion<'appointment'>[], id: string, T: Instant): Instant[] {
  const versions = rows
    .filter((row) => row.id === id && (row.recordedAt ?? -Infinity) <= T)
    .sort((a, b) => (a.recordedAt ?? -Infinity) - (b.recordedAt ?? -Infinity) || a.sequence - b.sequence);
  return versions
    .filter((row, index) => index > 0 && row.data.startsAt !== versions[index - 1]!.data.startsAt)
    .map(({ recordedAt }) => recordedAt ?? -Infinity);
}

export interface A {
  id: string;
  start: Instant;
  status: string;
  created: Instant | null;
  lossAt: Instant | null;
  by: string;
  settled: Instant;
  line: string;
  lineName: string | null;
  plan: P | null;
  specialty: Specialty | null;
  interval: number | null;
  place: Place;
  kind: string | null;
  practitioner: string | null;
  series: string | null;
  /** When its start was changed, as far as versions show (Q51). */
  moves: Instant[];
  walkIn: boolean;
  visit: boolean;
  live: boolean;
  idle: boolean;
  openRequest: boolean;
}
export interface P {
  id: string;
  data: Plan;
  line: string;
  closed: boolean;
  closedAt: Instant | null;
  specialty: Specialty | null;
}
export interface Place {
  zone: string;
  open: number[];
  opens: string;
  shut: string[];
}

export const dateIn = (zone: string, instant: Instant): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
export const midnight = (zone: string, date: Temporal.PlainDate): Instant =>
  date.toZonedDateTime(zone).startOfDay().epochMilliseconds;
export const daysBetween = (from: Temporal.PlainDate, to: Temporal.PlainDate): number =>
  from.until(to, { largestUnit: 'days' }).days;
export const isOpen = (place: Place, date: Temporal.PlainDate): boolean =>
  place.open.includes(date.dayOfWeek) && !place.shut.includes(date.toString());

export function businessDays(place: Place, from: Temporal.PlainDate, count: number): Temporal.PlainDate {
  let date = from;
  for (let left = count; left > 0;) {
    date = date.add({ days: 1 });
    if (isOpen(place, date)) left -= 1;
  }
  return date;
}
export const opening = (place: Place, date: Temporal.PlainDate): Instant =>
  date.toPlainDateTime(Temporal.PlainTime.from(place.opens)).toZonedDateTime(place.zone).epochMilliseconds;

/** "3 BD", "7 d", "12 months" after the local date of an instant. */
export function after(place: Place, instant: Instant, window: string): Instant {
  const [count, unit] = window.split(' ');
  const date = dateIn(place.zone, instant);
  if (unit === 'BD') return opening(place, businessDays(place, date, Number(count)));
  return midnight(place.zone, date.add(unit === 'd' ? { days: Number(count) } : { months: Number(count) }));
}

export const text = (value: string | null): string => (value ?? '').trim();
export const key = (line: string | null): string => text(line).toLowerCase();
export const same = (one: string, other: string): boolean => one === other || one === '' || other === '';

export interface World {
  person: PersonFacts;
  patient: Patient;
  joined: Patient[];
  home: Place;
  facts: PracticeFacts;
  rows: A[];
  plans: P[];
  medians: Record<string, number>;
  T: Instant;
}

export function build(facts: PracticeFacts, person: PersonFacts, T: Instant, medians: Record<string, number>): World {
  const joinedSeen = person.patients.flatMap((versions) => see<Patient>(versions, T));
  const patient = joinedSeen[0]!.data;
  const places = new Map<string, Place>();
  for (const { id, data } of facts.locations)
    places.set(id, { zone: data.timezone, open: data.openDays, opens: data.opensAt, shut: data.closedOn });
  const placeOf = (id: string | null): Place | undefined => (id === null ? undefined : places.get(id));
  const home = placeOf(patient.locationId) ?? [...places.values()][0]!;
  const services = new Map(facts.services.map((row) => [row.id, row.data]));

  const plans: P[] = see<Plan>(person.plans, T)
    .filter(({ data }) => (data.startedAt ?? -Infinity) <= T)
    .map(({ id, data, asCreated }) => {
      const byWord = !asCreated && ['completed', 'discharged', 'cancelled'].includes(data.status ?? '');
      const closed = data.closedAt === null ? byWord : data.closedAt <= T;
      return {
        id,
        data,
        line: key(data.line),
        closed,
        closedAt: closed ? data.closedAt : null,
        specialty: data.specialty,
      };
    });
  const contains = (plan: P, instant: Instant, zone: string): boolean => {
    const date = dateIn(zone, instant).toString();
    const from = plan.data.startedAt === null ? '0000' : dateIn(home.zone, plan.data.startedAt).toString();
    const to = plan.closedAt === null ? '9999' : dateIn(home.zone, plan.closedAt).toString();
    return from <= date && date <= to;
  };

  const rows: A[] = [];
  for (const seen of see<Appointment>(person.appointments, T)) {
    const { data } = seen;
    let status: string = data.status;
    if (CANCELLED.includes(status) && seen.updatedAt === null && data.cancelledAt !== null && data.cancelledAt > T) {
      status = 'booked';
    }
    if (seen.asCreated && !['pending', 'proposed', 'waitlist'].includes(status)) {
      status = CANCELLED.includes(status) && data.cancelledAt !== null && data.cancelledAt <= T ? status : 'booked';
    }
    if (status === 'void' || (data.deletedAt !== null && data.deletedAt <= T)) continue;
    const place = placeOf(data.locationId) ?? home;
    const service = data.serviceId === null ? undefined : services.get(data.serviceId);
    const named = plans.find((plan) => plan.id === data.planId);
    const line = key(service?.line ?? null) || (named?.line ?? '');
    const candidates = plans
      .filter(
        (plan) =>
          plan.line === line &&
          (contains(plan, data.startsAt, place.zone) ||
            (seen.createdAt !== null && contains(plan, seen.createdAt, place.zone))),
      )
      .sort((a, b) => (a.data.startedAt ?? -Infinity) - (b.data.startedAt ?? -Infinity) || (a.id < b.id ? -1 : 1));
    const past = data.startsAt <= T;
    const visit = past && ['arrived', 'in_progress', 'completed'].includes(status);
    const isRequest =
      ['proposed', 'pending'].includes(status) && data.pendingRequest === true && seen.createdAt !== null;
    const openRequest = isRequest && T < after(place, seen.createdAt ?? 0, '2 BD');
    const live =
      !past && (['arrived', 'in_progress', 'completed', 'booked', 'confirmed'].includes(status) || openRequest);
    let lossAt: Instant | null = null;
    if (status === 'no_show' && past) lossAt = data.startsAt;
    if (CANCELLED.includes(status)) lossAt = data.cancelledAt ?? seen.updatedAt ?? data.startsAt;
    const settled = seen.asCreated ? data.cancelledAt : seen.recordedAt;
    rows.push({
      id: seen.id,
      start: data.startsAt,
      status,
      created: seen.createdAt,
      lossAt,
      by: status === 'no_show' ? 'R06' : status !== 'rescheduled' && data.cancelledBy === 'clinic' ? 'R07' : 'R05',
      settled: settled === null ? -Infinity : settled + 15 * MINUTE,
      line,
      lineName: text(service?.line ?? null) || text(named?.data.line ?? null) || null,
      plan: named ?? candidates.at(-1) ?? null,
      specialty: service?.specialty ?? null,
      interval: service?.intervalDays ?? null,
      place,
      kind: service?.kind ?? null,
      practitioner: data.practitionerId,
      series: data.seriesId,
      moves: movesOf(person.appointments, seen.id, T),
      walkIn: data.walkIn === true,
      visit,
      live,
      idle: status === 'waitlist' || ['proposed', 'pending'].includes(status) ? !live : status === 'unknown' && !past,
      openRequest,
    });
  }
  rows.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  const named = new Set([
    ...[...services.values()].map(({ specialty }) => specialty),
    ...person.plans.map(({ data }) => data.specialty),
  ]);
  named.delete(null);
  for (const plan of plans) {
    const lastRow = rows.filter((row) => row.plan === plan).at(-1);
    const ofLine =
      plan.line === ''
        ? undefined
        : [...services.values()].find((service) => key(service.line) === plan.line && service.specialty !== null);
    plan.specialty ??= lastRow?.specialty ?? ofLine?.specialty ?? null;
  }
  for (const row of rows) row.specialty ??= row.plan?.specialty ?? null;
  return { person, patient, joined: joinedSeen.map(({ data }) => data), home, facts, rows, plans, medians, T };
}

/** The local date at the patient's own location (Q12). */
export const atHome = (world: World, instant: Instant): Temporal.PlainDate => dateIn(world.home.zone, instant);
export const today = (world: World): Temporal.PlainDate => atHome(world, world.T);
/** The first instant of the local day so many days after a date, at the patient's own location. */
export const homeDay = (world: World, date: Temporal.PlainDate, days: number): Instant =>
  midnight(world.home.zone, date.add({ days }));
export const dayOf = (row: A): Temporal.PlainDate => dateIn(row.place.zone, row.start);
export const dayList = (visits: A[]): string[] => [...new Set(visits.map((row) => dayOf(row).toString()))].sort();
