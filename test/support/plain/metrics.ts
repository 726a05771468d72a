import { Temporal } from 'temporal-polyfill';
import type { PersonFacts, PracticeFacts } from '../../../libs/domain/src/facts.js';
import type { Instant } from '../../../libs/domain/src/records.js';
import { ended, episodes, intervalOf, type E } from './episodes.js';
import { Figures, type Span } from './figures.js';
import { moneyMetrics } from './metric-money.js';
import { recallTiers } from './recall-tiers.js';
import {
  after,
  build,
  dateIn,
  dayList,
  dayOf,
  daysBetween,
  midnight,
  MINUTE,
  same,
  type A,
  type World,
} from './world.js';

/**
 * The metrics of an audit (RC 2, Q93, Q103) read once more from the pages, plainly and slowly: person by person, everything
 * filtered anew. `arrival_rate live 3/7` for each figure.
 */

const DAY = 24 * 60 * MINUTE;
const R05_WINDOW: Record<string, string> = { PT: '2 BD', PR: '1 BD', MS: '3 BD', DE: '5 BD', DPC: '5 BD' };
const ACTIVE_MONTHS: Record<string, number> = { DE: 18, MS: 12, PT: 12 };

export function metricsPlainly(
  facts: PracticeFacts,
  persons: PersonFacts[],
  medians: Record<string, number>,
  T: Instant,
): string[] {
  const zone = facts.timezone ?? facts.locations[0]!.data.timezone;
  const monthStart = dateIn(zone, T).with({ day: 1 });
  const months = Array.from({ length: 13 }, (_, index) => monthStart.subtract({ months: 12 - index }));
  const span: Span = { months: months.map((month) => midnight(zone, month)) };
  const figures = new Figures(span);
  for (const person of persons) {
    const world = build(facts, person, T, medians);
    if (world.patient.testRecord === true) continue;
    slots(world, figures);
    cancels(world, figures);
    visitsOf(world, figures);
    courses(world, figures);
    toxin(world, figures);
    recallTiers(world, figures);
    moneyMetrics(world, figures);
  }
  return figures.said();
}

const visitsIn = (world: World): A[] => world.rows.filter(({ visit }) => visit);
/** Several on one local date are one; the last of the date stands for it. */
const perDay = (visits: A[]): A[] =>
  dayList(visits).map((day) => visits.filter((row) => dayOf(row).toString() === day).at(-1)!);
const dayEnd = (visit: A): Instant => midnight(visit.place.zone, dayOf(visit).add({ days: 1 })) - 1;

/** Arrival, cancels and no-shows, any miss: slots without clinic cancels, walk-ins, waiting list and tentative ones. */
function slots(world: World, figures: Figures): void {
  const own = world.rows.filter(
    (row) => !row.idle && !row.walkIn && !(row.lossAt !== null && row.by === 'R07') && figures.in(row.start),
  );
  for (const row of own) {
    figures.count('arrival_rate', 'live', row.visit);
    figures.count('cancel_no_show_rate', 'live', row.lossAt !== null);
  }
  if (own.length > 0)
    figures.count(
      'any_miss_share',
      'live',
      own.some((row) => row.lossAt !== null && row.by === 'R06'),
    );
}

/** Patient cancels at least W old: replaced by a booking from 30 minutes before the loss until W, or one that stood near (Q06). */
function cancels(world: World, figures: Figures): void {
  for (const lost of world.rows) {
    const window = R05_WINDOW[String(lost.specialty)];
    if (lost.lossAt === null || lost.by !== 'R05' || window === undefined || !figures.in(lost.lossAt)) continue;
    const end = after(lost.place, lost.lossAt, window);
    if (end > world.T) continue;
    figures.count('cancelled_not_rebooked_rate', 'live', !isReplaced(world, lost, lost.lossAt, end));
  }
}

function isReplaced(world: World, lost: A, lossAt: Instant, end: Instant): boolean {
  const own = episodes(world).find((episode) =>
    lost.plan === null ? episode.plan === null && episode.line === lost.line : episode.plan === lost.plan,
  );
  const visits = own?.visits ?? visitsIn(world).filter(({ line }) => line === lost.line);
  const specialty = own?.specialty ?? lost.specialty;
  const done = own === undefined ? 0 : dayList(visits).length;
  const near = 1.5 * intervalOf(world, lost.plan, visits, lost.line, specialty, done);
  return world.rows.some((row) => {
    if (row === lost || row.walkIn || (row.idle && !row.openRequest) || !same(row.line, lost.line)) return false;
    if (row.lossAt !== null && row.lossAt <= lossAt) return false;
    if (row.created !== null && row.created >= lossAt - 30 * MINUTE) return row.created <= end;
    return row.start > lossAt && Math.abs(daysBetween(dayOf(lost), dayOf(row))) <= near;
  });
}

/** Was it standing at that instant: made by then, still to come, and not lost by then? */
const stands = (row: A, instant: Instant): boolean =>
  !row.idle &&
  row.start > instant &&
  (row.created === null || row.created <= instant) &&
  (row.lossAt === null || row.lossAt > instant);

/** Rebooking, visits per patient, consults, hygiene, who is active. */
function visitsOf(world: World, figures: Figures): void {
  const { T, rows } = world;
  const visits = visitsIn(world);
  const days = perDay(visits);
  for (const visit of days.filter(({ start }) => figures.in(start))) {
    const ofPlan = dayList(visits.filter(({ plan }) => plan === visit.plan));
    const done = ofPlan.indexOf(dayOf(visit).toString()) + 1;
    const prescribed = visit.plan?.data.prescribedVisits ?? null;
    if (visit.plan !== null && prescribed !== null && done >= prescribed) continue;
    const end = dayEnd(visit);
    figures.count(
      'rebooking_rate',
      'end_of_day',
      rows.some((row) => stands(row, end)),
    );
    const by = visit.start + DAY;
    const follows = (row: A): boolean =>
      !row.idle &&
      row.start > end &&
      (row.created === null || row.created <= by) &&
      (row.lossAt === null || row.lossAt > Math.min(by, row.start));
    figures.count('rebooking_rate', '24h', rows.some(follows));
  }

  const first = days[0];
  if (first !== undefined) {
    figures.add('pva', 'period', days.filter(({ start }) => figures.in(start)).length, figures.in(first.start) ? 1 : 0);
    if (midnight(first.place.zone, dayOf(first).add({ days: 90 })) <= T)
      figures.add('pva', 'cohort_90d', days.length, 1);
  }

  for (const consult of visits.filter(({ kind, start }) => kind === 'consult' && figures.in(start))) {
    const until = consult.start + 14 * DAY;
    if (until > T) continue;
    const leads = (row: A): boolean =>
      !row.idle &&
      row.start > consult.start &&
      same(row.line, consult.line) &&
      (row.kind === 'treatment' || row.kind === 'class') &&
      (row.created ?? row.start) <= until;
    figures.count('eval_to_plan_conversion', 'live', rows.some(leads));
  }

  const hygiene = visits.filter((row) => row.specialty === 'DE' && (row.line === 'hygiene' || row.kind === 'recall'));
  for (const visit of perDay(hygiene).filter(({ start }) => figures.in(start)))
    figures.count(
      'hygiene_reappointment',
      'live',
      rows.some((row) => row.line === visit.line && stands(row, dayEnd(visit))),
    );

  const last = visits.at(-1);
  const months = ACTIVE_MONTHS[String(last?.specialty)];
  if (last !== undefined && months !== undefined)
    figures.count('active_patients', 'live', midnight(last.place.zone, dayOf(last).add({ months })) > T);
}

/** Episodes with a booking ahead; plans that matured in the period. */
function courses(world: World, figures: Figures): void {
  for (const episode of episodes(world)) {
    if (!ended(world, episode))
      figures.count(
        'forward_booking_rate',
        'live',
        world.rows.some((row) => row.live && same(row.line, episode.line)),
      );
    const matured = maturedAt(world, episode);
    if (matured === null || !figures.in(matured)) continue;
    const { plan, visits } = episode;
    const isDone = dayList(visits).length >= (plan?.data.prescribedVisits ?? Infinity);
    const metGoals = plan!.closed && (plan!.data.closeReason ?? '').trim().toLowerCase() === 'goals met';
    figures.count('plan_completion', 'live', isDone || metGoals);
  }
}

/** Closed, or at its planned end (Q55). */
function maturedAt(world: World, { plan, visits, line, specialty }: E): Instant | null {
  if (plan === null) return null;
  const { endsAt, startedAt, prescribedVisits } = plan.data;
  if (plan.closedAt !== null) return plan.closedAt;
  if (endsAt !== null) return endsAt;
  if (startedAt === null || prescribedVisits === null) return null;
  const interval = intervalOf(world, plan, visits, line, specialty, dayList(visits).length);
  return midnight(
    world.home.zone,
    dateIn(world.home.zone, startedAt).add({ days: Math.floor((prescribedVisits - 1) * interval) }),
  );
}

/** A treatment of the line; whatever case, space or hyphen it is written with (Q61). */
function toxin(world: World, figures: Figures): void {
  const treatments = visitsIn(world).filter(
    (row) => row.line.replace(/[\s_-]/g, '') === 'neurotoxin' && (row.kind === null || row.kind === 'treatment'),
  );
  const [first, second] = perDay(treatments);
  if (first === undefined || !figures.in(first.start)) return;
  const limit = dayOf(first).add({ months: 6 });
  if (midnight(first.place.zone, limit) > world.T) return;
  figures.count('toxin_return', 'live', second !== undefined && Temporal.PlainDate.compare(dayOf(second), limit) <= 0);
}
