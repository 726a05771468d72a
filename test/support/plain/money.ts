import { Temporal } from 'temporal-polyfill';
import type { Communication, Membership, Package, Payment, Specialty } from '../../../libs/domain/src/records.js';
import { openPrograms } from './programs.js';
import { booked, intervalOf, type Found } from './episodes.js';
import {
  after,
  atHome,
  dateIn,
  dayList,
  daysBetween,
  homeDay,
  key,
  midnight,
  same,
  see,
  today,
  type Seen,
  type World,
} from './world.js';

/** R20: units paid and not used (Q62). */
export function packages(world: World): Found[] {
  const { T } = world;
  const found: Found[] = [];
  const D = today(world);
  for (const { id, data } of see<Package>(world.person.packages, T)) {
    const line = key(data.line);
    const ofLine = (other: string): boolean => line === '' || other === line;
    const { unitsTotal, unitsUsed } = data;
    if (!['', 'active'].includes(key(data.status))) continue;
    if (unitsTotal === null || unitsUsed === null || unitsTotal - unitsUsed <= 0) continue;
    const expires = data.expiresOn === null ? null : Temporal.PlainDate.from(data.expiresOn);
    if (expires !== null && daysBetween(D, expires) < 0) continue;
    const visits = world.rows.filter((row) => row.visit && same(row.line, line));
    const last = visits.at(-1);
    const specialty: Specialty | null =
      world.facts.services.find((service) => line !== '' && key(service.data.line) === line)?.data.specialty ??
      world.plans.find((plan) => line !== '' && plan.line === line)?.specialty ??
      null;
    if (!['MS', 'PT', 'PR'].includes(String(specialty)) || booked(world, line, specialty)) continue;
    const plans = world.plans
      .filter((plan) => ofLine(plan.line))
      .sort((a, b) => (a.data.startedAt ?? -Infinity) - (b.data.startedAt ?? -Infinity) || (a.id < b.id ? -1 : 1));
    const plan = plans.at(-1);
    const done = (of: typeof plan): number => dayList(world.rows.filter((row) => row.visit && row.plan === of)).length;
    if (plan !== undefined) {
      if (plan.closed) continue;
      if (plan.data.prescribedVisits !== null && done(plan) >= plan.data.prescribedVisits) continue;
    }
    const open = plans.filter(({ closed }) => !closed).at(-1) ?? null;
    const interval = intervalOf(world, open, visits, line, specialty, open === null ? 0 : done(open));
    const since: number[] = [];
    if (expires !== null && daysBetween(D, expires) <= 45) since.push(homeDay(world, expires, -45));
    const from = last?.start ?? data.purchasedAt;
    if (from !== null && from !== undefined) {
      const zone = (last?.place ?? world.home).zone;
      since.push(midnight(zone, dateIn(zone, from).add({ days: Math.floor(1.5 * interval) + 1 })));
    }
    const held = since.filter((instant) => instant <= T);
    if (held.length > 0)
      found.push({ rule: 'R20', episode: id, since: Math.max(Math.min(...held), data.purchasedAt ?? -Infinity) });
  }
  return found;
}

/** As of T: ended, or the status that counts (Q02). */
function standing(world: World, { data }: Seen<Membership>): string | null {
  if (data.endsAt !== null && data.endsAt <= world.T) return 'ended';
  if (data.status !== 'cancelled' && data.status !== 'expired') return data.status;
  return data.endsAt === null ? 'ended' : 'active';
}

/** R21 to R25 (Q63 to Q67, Q102). */
export function memberships(world: World): Found[] {
  const { T } = world;
  const D = today(world);
  const seen = see<Membership>(world.person.memberships, T);
  const found: Found[] = failedPayments(world, seen);
  const said = see<Communication>(world.person.communications, T).filter(({ data }) => data.at <= T);
  const lastVisit = world.rows.filter(({ visit }) => visit).at(-1);
  for (const row of seen) {
    const { id, data } = row;
    const status = standing(world, row);
    const own = lastVisit?.specialty;
    const specialty = data.specialty ?? (own === 'MB' || own === 'DPC' ? own : 'MB');
    if (data.cardExpiresOn !== null && ['active', 'trialing', 'past_due', 'paused'].includes(status ?? '')) {
      const ends = Temporal.PlainDate.from(data.cardExpiresOn);
      const isBeforeCharge = data.renewsAt !== null && daysBetween(ends, atHome(world, data.renewsAt)) > 0;
      if (daysBetween(D, ends) <= 30 || isBeforeCharge)
        found.push({ rule: 'R22', episode: id, since: homeDay(world, ends, -30) });
    }
    if (status === 'active' && data.startedAt !== null && data.startedAt <= T) {
      const inbound = said.filter((message) => message.data.direction === 'in').map((message) => message.data.at);
      const touched = Math.max(data.startedAt, lastVisit?.start ?? -Infinity, ...inbound);
      const since = Math.max(
        after(world.home, data.startedAt, '60 d'),
        after(world.home, touched, specialty === 'MB' ? '45 d' : '120 d'),
      );
      if (since <= T && !booked(world, '', specialty)) found.push({ rule: 'R23', episode: id, since });
    }
    if (status !== 'ended' && data.cancelRequestedAt !== null && data.cancelRequestedAt <= T) {
      found.push({ rule: 'R24', episode: id, since: data.cancelRequestedAt });
    }
    if (status === 'paused' && data.pausedUntil !== null) {
      const until = atHome(world, data.pausedUntil);
      const left = daysBetween(D, until);
      if (left >= 0 && left <= 7 && !booked(world, '', specialty))
        found.push({ rule: 'R25', episode: id, since: homeDay(world, until, -7) });
    }
  }
  const active = seen.filter((row) => standing(world, row) === 'active');
  for (const { data } of said) {
    if (!['cancel_request', 'pause_request', 'downgrade_request'].includes(data.kind ?? '')) continue;
    if (daysBetween(atHome(world, data.at), D) > 30) continue;
    found.push({ rule: 'R24', episode: active.length === 1 ? active[0]!.id : null, since: data.at });
  }
  return found;
}

/** R21: charges that failed and were not made good. */
function failedPayments(world: World, members: Seen<Membership>[]): Found[] {
  const { T } = world;
  const paid = see<Payment>(world.person.payments, T)
    .map(({ data }) => data)
    .filter(({ at, kind }) => at <= T && (kind === 'charge' || kind === 'payment'));
  const anchorOf = (of: Payment[]): number | null => {
    const success = Math.max(-Infinity, ...of.filter(({ status }) => status === 'succeeded').map(({ at }) => at));
    const failures = of.filter(({ status, at }) => status === 'failed' && at > success).map(({ at }) => at);
    return failures.length === 0 ? null : Math.min(...failures);
  };
  const found: Found[] = [];
  const ask = (episode: string, of: Payment[]): void => {
    const anchor = anchorOf(of);
    if (anchor === null) return;
    const since = after(world.home, anchor, '3 d');
    if (since <= T) found.push({ rule: 'R21', episode, since });
  };
  for (const id of new Set(paid.map(({ membershipId }) => membershipId))) {
    const membership = members.find((row) => row.id === id);
    if (id === null || (membership !== undefined && standing(world, membership) === 'ended')) continue;
    ask(
      id,
      paid.filter(({ membershipId }) => membershipId === id),
    );
  }
  const program = openPrograms(world).at(-1);
  if (program !== undefined) {
    ask(
      program.id,
      paid.filter(({ membershipId }) => membershipId === null),
    );
  }
  return found;
}
