import type { LocalDate } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import { compareText } from '../timeline/versions.js';
import type { MembershipStanding } from '../timeline/membership.js';
import { ownRecords } from '../timeline/own-records.js';
import type { Timeline } from '../timeline/timeline.js';
import { addMonths, civilDateOf, epochDayOf, formatDate, type EpochDay } from '../zones/calendar-date.js';
import { programsInCare, tiersInCare, type ProgramCare, type TierCare } from './care-of.js';
import type { Doing, ExpectationState, Progress } from './expectations.js';
import { isBookingOf, isServiceOf, tierOf } from './match.js';
import { dayAfter, type CarePattern, type Inclusion, type InclusionPeriod, type TierTemplate } from './template.js';

/** The times of an expectation that are shown: the last ones, and the next. */
const MOST_POINTS = 13;
const MOST_SERVICES = 200;

/** A visit, a booking or a score, by its source id. */
export interface CardDoing {
  kind: 'appointment' | 'score';
  id: string;
  source: string;
  on: LocalDate;
}

export interface CardExpectation {
  id: string;
  name: string;
  /** How it comes round, or its times after the start. */
  every: string | null;
  at: string[];
  /** Of the last time that has come; `upcoming` while none has. */
  state: ExpectationState;
  points: { due: LocalDate; state: ExpectationState; by: CardDoing | null }[];
}

export interface CardInclusion {
  id: string;
  name: string;
  per: InclusionPeriod;
  /** Null: without limit, or a promise that no appointment shows. */
  units: number | null;
  /** False: no appointment shows whether it is kept. */
  isCounted: boolean;
  /** First day of the period that runs. */
  since: LocalDate;
  used: number;
  /** Live bookings in the period. */
  booked: number;
}

export interface CardFollowUp {
  every: string;
  last: LocalDate | null;
  due: LocalDate | null;
  booked: LocalDate | null;
  isLate: boolean;
}

/** A service of the practice, and which part of the tier covers it; null: it is not covered. */
export interface CardCover {
  service: string;
  coveredBy: string | null;
}

export interface TierCard {
  membershipId: string;
  source: string;
  name: string | null;
  standing: MembershipStanding;
  since: LocalDate | null;
  /** Null: no tier of the practice is called so. */
  tier: { id: string; name: string; pattern: CarePattern } | null;
  includes: CardInclusion[];
  covers: CardCover[];
  followUp: CardFollowUp | null;
  expectations: CardExpectation[];
}

export interface ProgramCard {
  programId: string;
  source: string;
  name: string;
  template: { id: string; name: string };
  from: LocalDate;
  until: LocalDate;
  milestones: CardExpectation[];
  /** The membership it leads to; `membershipId` once there is one of that tier since the start. Null: none is meant. */
  leadsTo: { tier: { id: string; name: string }; membershipId: string | null } | null;
}

export interface CareCard {
  programs: ProgramCard[];
  memberships: TierCard[];
}

/** What the practice means this patient to get and what of it has happened: statuses only, nothing is charted. */
export function careCard(timeline: Timeline, asOf: AsOf): CareCard {
  return {
    programs: programsInCare(timeline, asOf).map((care) => programCard(timeline, care, asOf)),
    memberships: tiersInCare(timeline, asOf).map((care) => tierCard(timeline, care, asOf)),
  };
}

function programCard(timeline: Timeline, { seen, template, frame, progress }: ProgramCare, asOf: AsOf): ProgramCard {
  const tier = timeline.practice.care.tiers.find(({ id }) => id === template.leadsTo);
  return {
    programId: seen.row.id,
    source: seen.row.source,
    name: seen.row.data.name?.trim() || template.name,
    template: { id: template.id, name: template.name },
    from: formatDate(frame.from),
    until: formatDate(frame.until),
    milestones: progress.map(expectationCard),
    leadsTo:
      tier === undefined
        ? null
        : {
            tier: { id: tier.id, name: tier.name },
            membershipId: membershipOf(timeline, tier, seen.row.data.startedAt, asOf),
          },
  };
}

function membershipOf(timeline: Timeline, tier: TierTemplate, since: number | null, asOf: AsOf): string | null {
  const next = ownRecords(timeline, 'membership', asOf).find(({ row: { data } }) => {
    const isSince = data.startedAt !== null && asOf.reached(data.startedAt) && data.startedAt >= (since ?? 0);
    return isSince && tierOf(timeline.practice.care, data, tier.specialty)?.id === tier.id;
  });
  return next?.row.id ?? null;
}

function tierCard(timeline: Timeline, { seen, standing, tier, from, progress }: TierCare, asOf: AsOf): TierCard {
  const today = timeline.opening.zone.dayOf(asOf.at);
  return {
    membershipId: seen.row.id,
    source: seen.row.source,
    name: seen.row.data.name ?? seen.row.data.tier,
    standing,
    since: from === null ? null : formatDate(from),
    tier: tier === null ? null : { id: tier.id, name: tier.name, pattern: tier.pattern },
    includes: (tier?.includes ?? []).map((each) => inclusionCard(timeline, each, { from, today })),
    covers: tier === null ? [] : coversOf(timeline, tier),
    followUp: tier === null || from === null ? null : followUpCard(timeline, tier, from, asOf),
    expectations: progress.map(expectationCard),
  };
}

function inclusionCard(
  { bookings }: Timeline,
  { id, name, visit, units, per }: Inclusion,
  { from, today }: { from: EpochDay | null; today: EpochDay },
): CardInclusion {
  const since = Math.max(periodStart(per, from, today), from ?? 0);
  const until = periodEnd(per, from, today);
  const own = visit === null ? [] : bookings.filter((booking) => isBookingOf(visit, booking));
  const within = own.filter(({ day }) => day >= since && day < until);
  return {
    ...{ id, name, per, units },
    isCounted: visit !== null,
    since: formatDate(since),
    used: within.filter(({ standing }) => standing === 'visit').length,
    booked: within.filter(({ standing }) => standing === 'live').length,
  };
}

/** Months and quarters are those of the calendar, a year begins with the membership. */
function periodStart(per: InclusionPeriod, from: EpochDay | null, today: EpochDay): EpochDay {
  const { year, month } = civilDateOf(today);
  if (per === 'month') return epochDayOf(year, month, 1);
  if (per === 'quarter') return epochDayOf(year, month - ((month - 1) % 3), 1);
  if (from === null) return epochDayOf(year, 1, 1);
  let years = Math.max(0, year - civilDateOf(from).year);
  if (years > 0 && addMonths(from, 12 * years) > today) years -= 1;
  return addMonths(from, 12 * years);
}

function periodEnd(per: InclusionPeriod, from: EpochDay | null, today: EpochDay): EpochDay {
  return addMonths(periodStart(per, from, today), { month: 1, quarter: 3, year: 12 }[per]);
}

/** Each service of the practice once, by name. */
function coversOf({ practice }: Timeline, { includes }: TierTemplate): CardCover[] {
  const covers = new Map<string, string | null>();
  for (const service of practice.services) {
    const name = service.name ?? service.lineName;
    if (name === null || (covers.get(name) ?? null) !== null) continue;
    const by = includes.find(({ visit }) => visit !== null && isServiceOf(visit, service));
    covers.set(name, by?.name ?? null);
  }
  return [...covers]
    .map(([service, coveredBy]) => ({ service, coveredBy }))
    .sort((one, other) => compareText(one.service, other.service))
    .slice(0, MOST_SERVICES);
}

function followUpCard(timeline: Timeline, tier: TierTemplate, from: EpochDay, asOf: AsOf): CardFollowUp | null {
  const { followUp } = tier;
  if (followUp === null) return null;
  const own = timeline.bookings.filter((booking) => isBookingOf(followUp.visit, booking));
  const last = own.findLast(({ standing }) => standing === 'visit' || standing === 'unknown');
  const booked = own.find(({ standing }) => standing === 'live');
  const due = dayAfter(Math.max(last?.day ?? from, from), followUp.every);
  const late = timeline.opening.zone.startOf(dayAfter(due, followUp.grace));
  return {
    every: followUp.every,
    last: last === undefined ? null : formatDate(last.day),
    due: formatDate(due),
    booked: booked === undefined ? null : formatDate(booked.day),
    isLate: booked === undefined && asOf.reached(late),
  };
}

function expectationCard({ expectation, points }: Progress): CardExpectation {
  const { id, name, every, at } = expectation;
  const come = points.findLast(({ state }) => state !== 'upcoming' && state !== 'booked');
  return {
    ...{ id, name, every, at },
    state: come?.state ?? points.at(-1)?.state ?? 'upcoming',
    points: points
      .slice(-MOST_POINTS)
      .map(({ due, state, by }) => ({ due: formatDate(due), state, by: by === null ? null : cardDoing(by) })),
  };
}

function cardDoing({ day, booking, score }: Doing): CardDoing {
  const row = booking?.row ?? score?.seen.row;
  return {
    kind: booking === null ? 'score' : 'appointment',
    id: row?.id ?? '',
    source: row?.source ?? '',
    on: formatDate(day),
  };
}
