import { Temporal } from 'temporal-polyfill';
import type { PersonFacts, PracticeFacts, RecordVersion } from '../../../libs/domain/src/facts.js';
import type { Instant } from '../../../libs/domain/src/records.js';
import { build, dateIn, dayOf, daysBetween, key, text, type A, type World } from './world.js';

/** Who is excluded, and whose twin has a booking. */

export function isMinor(world: World): boolean {
  const { birthDate } = world.patient;
  if (birthDate === null) return false;
  return (
    Temporal.PlainDate.compare(
      dateIn(world.home.zone, world.T),
      Temporal.PlainDate.from(birthDate).add({ years: 18 }),
    ) < 0
  );
}

export function refused(world: World): boolean {
  if (world.joined.some(({ doNotContact }) => doNotContact === true)) return true;
  const rows = world.person.consents
    .filter((row) => (row.recordedAt ?? -Infinity) <= world.T && (row.data.at ?? -Infinity) <= world.T)
    .sort((a, b) => (a.data.at ?? 0) - (b.data.at ?? 0) || a.sequence - b.sequence);
  return ['sms', 'email', 'call'].every(
    (channel) =>
      rows.filter(({ data }) => data.channel === channel || data.channel === 'any').at(-1)?.data.state === 'denied',
  );
}

export const dead = (world: World): boolean =>
  world.joined.some(({ deceasedAt }) => deceasedAt !== null && deceasedAt <= world.T);
export const unreal = (world: World): boolean => {
  const { testRecord, archivedAt } = world.patient;
  if (testRecord === true) return true;
  return (
    archivedAt !== null &&
    archivedAt <= world.T &&
    !world.rows.some((row) => row.live || (row.visit && row.start > archivedAt))
  );
};
export const worlds = (facts: PracticeFacts, others: PersonFacts[], T: Instant): World[] =>
  others.map((other) => build(facts, other, T, {}));

export function exclusions(facts: PracticeFacts, world: World, others: PersonFacts[], T: Instant): string[] {
  const { patient, joined, person, rows } = world;
  const ids: string[] = [];
  if (dead(world)) ids.push('E01');
  if (refused(world)) ids.push('E02');
  const moved = patient.movedAwayAt;
  const tentative = (row: A): boolean =>
    row.status === 'waitlist' || (['proposed', 'pending'].includes(row.status) && !row.live);
  if (
    moved !== null &&
    moved <= T &&
    !rows.some((row) => row.created !== null && row.created > moved && !tentative(row))
  )
    ids.push('E04');
  if (isMinor(world)) {
    const guardian = worlds(facts, others, T).some(
      (other) =>
        text(patient.householdId) !== '' &&
        other.patient.householdId === patient.householdId &&
        !isMinor(other) &&
        !dead(other) &&
        !refused(other) &&
        !unreal(other) &&
        (text(other.patient.phone) !== '' || text(other.patient.email) !== ''),
    );
    if (!guardian) ids.push('E05');
  }
  const holds = joined.map(({ hold }) => text(hold)).filter((hold) => hold !== '');
  if (holds.some((hold) => hold !== 'collections' && hold !== 'dispute')) ids.push('E08');
  if (unreal(world)) ids.push('E10');
  const known = <R extends RecordVersion>(list: R[]): R[] => list.filter((row) => (row.recordedAt ?? -Infinity) <= T);
  const money =
    holds.some((hold) => hold === 'collections' || hold === 'dispute') ||
    known(person.payments).some(({ data }) => data.status === 'disputed') ||
    known(person.invoices).some(({ data }) => data.status === 'uncollectible' && (data.balanceMinor ?? 0) > 0);
  if (money) ids.push('E13');
  return ids;
}

export function twins(facts: PracticeFacts, world: World, others: PersonFacts[], T: Instant): boolean {
  const one = world.patient;
  const digits = (phone: string | null): string => (phone ?? '').replace(/[^0-9]/g, '');
  return others.some((other) => {
    const twin = build(facts, other, T, {});
    const two = twin.patient;
    if (one.birthDate === null || one.birthDate !== two.birthDate) return false;
    if (text(one.givenName) !== '' && text(two.givenName) !== '' && key(one.givenName) !== key(two.givenName))
      return false;
    const phone = digits(one.phone) !== '' && digits(one.phone) === digits(two.phone);
    const name =
      text(one.givenName) !== '' &&
      text(one.familyName) !== '' &&
      key(one.givenName) === key(two.givenName) &&
      key(one.familyName) === key(two.familyName);
    if (!phone && !name) return false;
    const alive = twin.rows.some(
      (row) => row.live || (row.visit && daysBetween(dayOf(row), dateIn(row.place.zone, T)) <= 30),
    );
    const rest = [...others.filter((candidate) => candidate !== other), world.person];
    return alive && exclusions(facts, twin, rest, T).length === 0;
  });
}
