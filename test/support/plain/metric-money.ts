import type { Membership, Package, Payment, Program } from '../../../libs/domain/src/records.js';
import type { Figures } from './figures.js';
import { MINUTE, see, type Seen, type World } from './world.js';

const DAY = 24 * 60 * MINUTE;

/** Failed renewals and their recovery, units used, members who end and why, programs that are continued. */
export function moneyMetrics(world: World, figures: Figures): void {
  const { person, T } = world;
  const members = see<Membership>(person.memberships, T);
  const charges = see<Payment>(person.payments, T).filter(
    ({ data }) => data.membershipId !== null && (data.kind === 'charge' || data.kind === 'payment'),
  );
  const paid = (membershipId: string | null, from: number, to: number): boolean =>
    charges.some(
      ({ data }) =>
        data.status === 'succeeded' && data.membershipId === membershipId && data.at >= from && data.at <= to,
    );

  for (const { data } of charges) {
    if (data.status !== 'succeeded' && data.status !== 'failed') continue;
    if ((data.attempt ?? 1) > 1 || !figures.in(data.at)) continue;
    const failed = data.status === 'failed';
    figures.count('failed_payment_rate', 'live', failed);
    if (failed) figures.count('payment_recovery_14d', 'live', paid(data.membershipId, data.at, data.at + 14 * DAY));
  }

  for (const { data } of see<Package>(person.packages, T)) {
    if (data.unitsTotal === null || data.unitsUsed === null || data.purchasedAt === null) continue;
    if (figures.in(data.purchasedAt)) figures.add('utilisation', 'live', data.unitsUsed, data.unitsTotal);
  }

  const months = figures.span.months;
  for (const member of members) {
    const end = member.data.endsAt !== null && member.data.endsAt <= T ? member.data.endsAt : null;
    for (const [index, start] of months.slice(0, -1).entries())
      if (isMember(member, start))
        figures.count('membership_churn', 'live', end !== null && end >= start && end < months[index + 1]!);
    if (!isMember(member, months[0]!)) continue;
    const failures = charges.filter(
      ({ data }) => data.membershipId === member.id && data.status === 'failed' && data.at <= (end ?? -Infinity),
    );
    const unpaid = failures.some(({ data }) => !paid(member.id, data.at, end!));
    figures.count('involuntary_churn', 'live', end !== null && figures.in(end) && unpaid);
  }

  for (const { data } of see<Program>(person.programs, T)) {
    const { endsAt } = data;
    if (endsAt === null || !figures.in(endsAt) || endsAt + 30 * DAY > T) continue;
    const follows = ({ data: { startedAt } }: Seen<Membership>) =>
      startedAt !== null && startedAt >= endsAt && startedAt <= endsAt + 30 * DAY;
    figures.count('program_conversion', 'live', members.some(follows));
  }

  const last = world.rows.filter(({ visit }) => visit).at(-1);
  if (last?.specialty === 'MB' || last?.specialty === 'DPC')
    figures.count(
      'active_patients',
      'live',
      members.some(({ data, asCreated }) => {
        if (data.status === null || data.status === 'paused') return false;
        const isOver = !asCreated && (data.status === 'cancelled' || data.status === 'expired');
        return data.endsAt === null ? !isOver : data.endsAt > T;
      }),
    );
}

/** Started, and not ended; a word without an instant counts as written, so that nobody knows when it ended (Q02). */
function isMember({ data }: Seen<Membership>, instant: number): boolean {
  if (data.startedAt === null || data.startedAt > instant) return false;
  if (data.endsAt !== null) return data.endsAt > instant;
  return data.status !== 'cancelled' && data.status !== 'expired';
}
