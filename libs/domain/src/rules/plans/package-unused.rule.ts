import type { Finding } from '../../evaluation.js';
import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { countsForLine } from '../../timeline/booking.js';
import { isFinished } from '../../timeline/episode.js';
import { ANY_LINE, bookingWithinHorizon, horizonDays } from '../../timeline/horizon.js';
import { plannedInterval } from '../../timeline/interval.js';
import { ownRecords } from '../../timeline/own-records.js';
import { startsLater, type PlanView } from '../../timeline/plan.js';
import { lineKey } from '../../timeline/practice.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { Seen } from '../../timeline/versions.js';
import { formatDate, parseDate } from '../../zones/calendar-date.js';
import { bookingsChecked, describeLine, planFact, visitFact } from '../evidence.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { bookedSilence, notForSpecialty } from '../visits/episode-rules.js';
import { daysOf } from '../window.js';

const INTERVALS = 1.5;
const SPECIALTIES = ['MS', 'PT', 'PR'];

/** Paid for and not used: nothing booked, and the gap is long or the units run out soon (RC 4, Q62). */
export const packageUnused: Rule = {
  id: 'R20',
  name: 'PACKAGE_UNUSED',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: 'Prepaid visits are left, nothing is booked, and time passes or runs out.',
  startsOff: true,
  startsIn: ['MS', 'PT', 'PR'],
  defaults: { expires: '45 d' },
  restsOn: ['package'],
  prepare(parameters) {
    const expiresDays = daysOf(this.id, 'expires', parameters.expires);
    return (timeline, asOf) =>
      askEach(ownRecords(timeline, 'package', asOf), 'No package on record.', (bought) =>
        ask(this, timeline, bought, expiresDays, asOf),
      );
  },
};

function unitsLeft({ row }: Seen<'package'>): number | null {
  const { unitsTotal, unitsUsed } = row.data;
  return unitsTotal === null || unitsUsed === null ? null : unitsTotal - unitsUsed;
}

/** The plan of the line that was started last (Q62); for a package of no line, of any. */
function lastPlan({ plans }: Timeline, line: string): PlanView | null {
  let last: PlanView | null = null;
  for (const plan of plans) {
    if (line !== ANY_LINE && plan.line !== line) continue;
    if (last === null || startsLater(plan, last)) last = plan;
  }
  return last;
}

/** Why units that are left are no leak. */
function noLeak(timeline: Timeline, bought: Seen<'package'>, line: string, asOf: AsOf): Silence | null {
  const { status, expiresOn } = bought.row.data;
  const word = status?.trim().toLowerCase() ?? '';
  if (word !== '' && word !== 'active') return { because: 'closed', says: `The package is ${word}.` };
  const left = unitsLeft(bought);
  if (left === null) return { because: 'no_data', says: 'The package does not say how many units are left.' };
  if (left <= 0) return { because: 'answered', says: 'No unit of the package is left.' };
  const lastDay = expiresOn === null ? null : parseDate(expiresOn);
  if (lastDay !== null && asOf.reached(timeline.opening.zone.startOf(lastDay + 1))) {
    return { because: 'closed', says: `The package expired on ${formatDate(lastDay)}.` };
  }
  const plan = lastPlan(timeline, line);
  const episode = timeline.episodes.find((each) => each.plan !== null && each.plan === plan);
  if (plan !== null && (plan.closed || (episode !== undefined && isFinished(episode)))) {
    return { because: 'not_applicable', says: `Plan ${plan.id}, the last of the line, is over.` };
  }
  return null;
}

interface Gap {
  since: Instant;
  days: number;
  source: string;
}

/** More than one and a half planned intervals since the last visit of the line, else since it was bought (Q62, Q11). */
function gapOf(timeline: Timeline, bought: Seen<'package'>, line: string, asOf: AsOf): Gap | null {
  const { purchasedAt } = bought.row.data;
  const last = timeline.visits.findLast((visit) => countsForLine(visit.line, line)) ?? null;
  if (last === null && purchasedAt === null) return null;
  const open = timeline.episodes.filter(
    ({ plan }) => plan !== null && !plan.closed && (line === ANY_LINE || plan.line === line),
  );
  const current = open.reduce<(typeof open)[number] | null>(
    (latest, each) => (latest === null || startsLater(each.plan!, latest.plan!) ? each : latest),
    null,
  );
  const interval = plannedInterval(timeline.practice, timeline.medianLines, {
    plan: current?.plan ?? null,
    visitsDone: current?.visitDays.length ?? 0,
    lastVisit: last,
    line,
    specialty: specialtyOf(timeline, line),
  });
  const opening = last?.opening ?? timeline.opening;
  const from = last?.day ?? opening.zone.dayOf(purchasedAt!);
  const since = opening.zone.startOf(from + Math.floor(INTERVALS * interval.days) + 1);
  return asOf.reached(since) ? { since, days: interval.days, source: interval.source } : null;
}

function specialtyOf({ practice, plans }: Timeline, line: string) {
  const ofPlan = line === ANY_LINE ? null : (plans.find((plan) => plan.line === line)?.specialty ?? null);
  return (line === ANY_LINE ? null : practice.specialtyOfLine(line)) ?? ofPlan ?? practice.onlySpecialty;
}

function ask(
  rule: Rule,
  timeline: Timeline,
  bought: Seen<'package'>,
  expiresDays: number,
  asOf: AsOf,
): Finding | Silence {
  const { data, id } = bought.row;
  const line = lineKey(data.line);
  const lineName = data.line?.trim() || null;
  const specialty = specialtyOf(timeline, line);
  if (specialty === null || !SPECIALTIES.includes(specialty)) return notForSpecialty({ specialty, lineName }, asOf);
  const ended = noLeak(timeline, bought, line, asOf);
  if (ended !== null) return ended;
  const booking = bookingWithinHorizon(timeline.live, line, specialty, asOf);
  if (booking !== null) return bookedSilence(booking, asOf);

  const expiry = data.expiresOn === null ? null : parseDate(data.expiresOn);
  const expiring = expiry === null ? null : timeline.opening.zone.startOf(expiry - expiresDays);
  const isExpiring = asOf.reached(expiring);
  const gap = gapOf(timeline, bought, line, asOf);
  if (!isExpiring && gap === null)
    return { because: 'waiting', says: 'The usual time between two visits has not passed.' };
  const began = [...(isExpiring ? [expiring!] : []), ...(gap === null ? [] : [gap.since])];
  const left = unitsLeft(bought)!;
  const last = timeline.visits.findLast((visit) => countsForLine(visit.line, line));
  const plan = lastPlan(timeline, line);
  const until = expiry === null ? '' : `, valid until ${formatDate(expiry)}`;
  const seen = last === undefined ? 'never seen' : `last seen ${formatDate(last.day)}`;
  return recordFinding(rule, timeline, {
    episode: id,
    since: Math.max(Math.min(...began), data.purchasedAt ?? Number.NEGATIVE_INFINITY),
    reason: `${left} of ${data.unitsTotal} prepaid visits left (${describeLine(lineName)})${until}; ${seen}; nothing booked.`,
    facts: [
      recordFact('package', bought, data.purchasedAt, `Package with ${left} of ${data.unitsTotal} visits left${until}`),
      ...(last === undefined ? [] : [visitFact(last, 'Last visit')]),
      ...(plan === null ? [] : [planFact(plan)]),
    ],
    checked: bookingsChecked(timeline, line, specialty, asOf),
    clearsWhen: `A booking in ${describeLine(lineName)} within ${horizonDays(specialty)} days, a visit, or all units used.`,
    parameters: {
      expires: `${expiresDays} d`,
      left,
      ...(gap === null ? {} : { intervalDays: gap.days, intervalFrom: gap.source }),
    },
    service: last?.service?.name ?? lineName,
  });
}
