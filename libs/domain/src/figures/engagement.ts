import type { Instant } from '../records.js';
import { wilson } from '../proof/proportions.js';
import type { AsOf } from '../timeline/as-of.js';
import { isFinished, type Episode } from '../timeline/episode.js';
import { ownRecords } from '../timeline/own-records.js';
import type { Timeline } from '../timeline/timeline.js';
import { Tally, type Counting, type Figure, type FigureCount } from './figure.js';
import { percent } from './months.js';

const DAY_MS = 86_400_000;
/** How far back engagement looks, and how much later it is seen who stayed. */
const WINDOW_DAYS = 90;
/** Who has no membership is under care while the last visit is not older. */
const UNDER_CARE_DAYS = 180;

/** Who pays by the month stays without coming, for a while: the two are never put into one third. */
const GROUPS = [
  { group: 'members', who: 'members' },
  { group: 'patients', who: 'other patients' },
] as const;
type Group = (typeof GROUPS)[number]['group'];

const LEVELS = [
  { key: 'low', about: 'low' },
  { key: 'middle', about: 'middle' },
  { key: 'high', about: 'high' },
] as const;

interface Engaged {
  personId: string;
  group: Group;
  days: number;
}

interface Followed extends Engaged {
  stayed: boolean;
}

/**
 * How engaged everybody under care is (S4-22), and whether that told who stayed (S1-13): people are put into thirds by what they had done
 * in the 90 days before a day 90 days ago, and looked at again today. Nothing that happened in between enters the thirds.
 */
export function engagement(asOf: AsOf, { keepsPeople }: Pick<Counting, 'keepsPeople'>): FigureCount {
  const before = asOf.at - WINDOW_DAYS * DAY_MS;
  const now: Engaged[] = [];
  const then: Followed[] = [];
  return {
    add(personId, timeline) {
      const group = groupAt(timeline, asOf.at, asOf);
      if (group !== null) now.push({ personId, group, days: engagedDays(timeline, asOf.at, asOf) });
      const was = groupAt(timeline, before, asOf);
      if (was === null) return;
      const stayed = hasStayed(timeline, before, asOf);
      then.push({ personId, group: was, days: engagedDays(timeline, before, asOf), stayed });
    },
    section: () => ({
      id: 'engagement',
      title: 'Engagement, and whether it tells who stays',
      figures: [
        ...GROUPS.flatMap((group) => levels(group, now, keepsPeople)),
        ...GROUPS.flatMap((group) => retained(group, then, keepsPeople)),
      ],
      notes: [
        `Engagement: days in the last ${WINDOW_DAYS} with a kept visit, a booking made or a message written. Under care: a running membership or program, else a visit in the last ${UNDER_CARE_DAYS} days.`,
        `Stayed: the membership or program still runs or was finished, else a visit in the ${WINDOW_DAYS} days after or every plan done. The link is one of this practice's past; it is no cause.`,
      ],
    }),
  };
}

/** Two borders that put as near as possible a third below each; people with the same number stay together. */
function bordersOf(engaged: readonly Engaged[]): [number, number] {
  const sorted = engaged.map(({ days }) => days).sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return [at(1 / 3), at(2 / 3)];
}

function levelOf(days: number, [middle, high]: readonly [number, number]): (typeof LEVELS)[number]['key'] {
  if (days >= high && days > 0) return 'high';
  return days >= middle && days > 0 ? 'middle' : 'low';
}

type OfGroup = (typeof GROUPS)[number];

function levels({ group, who }: OfGroup, everybody: readonly Engaged[], keepsPeople: boolean): Figure[] {
  const engaged = everybody.filter((each) => each.group === group);
  if (engaged.length === 0) return [];
  const borders = bordersOf(engaged);
  return LEVELS.map(({ key, about }) => {
    const tally = new Tally(keepsPeople);
    for (const { personId, days } of engaged) tally.count(personId, levelOf(days, borders) === key);
    return tally.figure('engagement_level', {
      key: `${group}_${key}`,
      about: `${about}, ${who}`,
      says: rangeOf(key, borders),
    });
  });
}

function rangeOf(key: (typeof LEVELS)[number]['key'], [middle, high]: readonly [number, number]): string {
  const first = { low: 0, middle: Math.max(middle, 1), high: Math.max(high, 1) };
  if (key === 'high') return `${first.high} days or more.`;
  const end = (key === 'low' ? first.middle : first.high) - 1;
  if (end < first[key]) return 'Nobody: too many have the same number.';
  return end === first[key] ? `${end === 1 ? '1 day' : `${end} days`}.` : `${first[key]} to ${end} days.`;
}

function retained({ group, who }: OfGroup, everybody: readonly Followed[], keepsPeople: boolean): Figure[] {
  const followed = everybody.filter((each) => each.group === group);
  if (followed.length === 0) return [];
  const borders = bordersOf(followed);
  return LEVELS.map(({ key, about }) => {
    const tally = new Tally(keepsPeople);
    for (const { personId, days, stayed } of followed)
      if (levelOf(days, borders) === key) tally.count(personId, stayed);
    const named = { key: `${group}_${key}`, about: `${about}, ${who}` };
    if (tally.of === 0) return tally.figure('engagement_retained', named);
    const { low, high } = wilson({ hits: tally.hits, of: tally.of });
    return tally.figure('engagement_retained', { ...named, says: `95 %: ${percent(low)} to ${percent(high)}.` });
  });
}

/** Distinct local days on which somebody came, booked or wrote, in the days before an instant. */
function engagedDays(timeline: Timeline, until: Instant, asOf: AsOf): number {
  const from = until - WINDOW_DAYS * DAY_MS;
  const { zone } = timeline.opening;
  const days = new Set<number>();
  const add = (instant: Instant): void => {
    if (instant >= from && instant < until) days.add(zone.dayOf(instant));
  };
  for (const { startsAt } of timeline.visits) add(startsAt);
  for (const { row, standing } of timeline.bookings)
    if (row.createdAt !== null && standing !== 'idle') add(row.createdAt);
  for (const { row } of ownRecords(timeline, 'communication', asOf)) if (row.data.direction === 'in') add(row.data.at);
  return days.size;
}

interface Stay {
  startedAt: Instant | null;
  endsAt: Instant | null;
  /** It ended as it was meant to. */
  isFinished: boolean;
}

function staysOf(timeline: Timeline, asOf: AsOf): Stay[] {
  const memberships = ownRecords(timeline, 'membership', asOf).map(({ row: { data } }) => ({
    ...data,
    // Ended, and nobody said when: as if it had never been.
    startedAt:
      data.endsAt === null && (data.status === 'cancelled' || data.status === 'expired') ? null : data.startedAt,
    isFinished: false,
  }));
  const programs = ownRecords(timeline, 'program', asOf).map(({ row: { data } }) => ({
    ...data,
    isFinished: data.status?.trim().toLowerCase() !== 'cancelled',
  }));
  return [...memberships, ...programs];
}

const runsAt = ({ startedAt, endsAt }: Stay, instant: Instant): boolean =>
  startedAt !== null && startedAt <= instant && (endsAt === null || endsAt > instant);

/** What somebody was to the practice at an instant; null: not under care. */
function groupAt(timeline: Timeline, instant: Instant, asOf: AsOf): Group | null {
  if (staysOf(timeline, asOf).some((stay) => runsAt(stay, instant))) return 'members';
  const from = instant - UNDER_CARE_DAYS * DAY_MS;
  return timeline.visits.some(({ startsAt }) => startsAt >= from && startsAt < instant) ? 'patients' : null;
}

/** Still there, or gone as it was meant to be. */
function hasStayed(timeline: Timeline, from: Instant, asOf: AsOf): boolean {
  const running = staysOf(timeline, asOf).filter((stay) => runsAt(stay, from));
  if (running.length > 0)
    return running.some((stay) => runsAt(stay, asOf.at) || (stay.isFinished && stay.endsAt !== null));
  if (timeline.visits.some(({ startsAt }) => startsAt >= from)) return true;
  return (
    timeline.plans.length > 0 && timeline.episodes.every((episode) => isFinished(episode) || wasDischarged(episode))
  );
}

function wasDischarged({ plan }: Episode): boolean {
  return plan !== null && plan.closed && ['completed', 'discharged'].includes(plan.row.data.status ?? '');
}
