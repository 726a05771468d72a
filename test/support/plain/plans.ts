import { ended, intervalOf, booked, type E, type Found } from './episodes.js';
import { after, atHome, dayList, dayOf, daysBetween, homeDay, same, today, type World } from './world.js';

/** R09, R11, R12, R13: how an episode runs against its plan. */
export function planRules(world: World, episode: E): Found[] {
  if (ended(world, episode)) return [];
  return [
    ...nextTooFar(world, episode),
    ...behindPlan(world, episode),
    ...stalled(world, episode),
    ...doneUnconfirmed(world, episode),
  ];
}

const liveOf = (world: World, line: string) => world.rows.filter((row) => row.live && same(row.line, line));
const isDone = ({ plan, visits }: E): boolean =>
  plan !== null && plan.data.prescribedVisits !== null && dayList(visits).length >= plan.data.prescribedVisits;

function nextTooFar(world: World, episode: E): Found[] {
  const { plan, visits, line, name, specialty } = episode;
  const atLeast = { PT: 14, PR: 21, MS: 60 }[String(specialty)];
  const last = visits.at(-1);
  const next = liveOf(world, line)[0];
  if (atLeast === undefined || last === undefined || next === undefined || isDone(episode)) return [];
  const interval = intervalOf(world, plan, visits, line, specialty, dayList(visits).length);
  const gap = daysBetween(dayOf(last), dayOf(next));
  if (gap <= 2 * interval || gap <= atLeast) return [];
  return [{ rule: 'R09', episode: name, since: Math.max(last.start, next.created ?? -Infinity) }];
}

function behindPlan(world: World, { plan, visits, line, name, specialty }: E): Found[] {
  if (plan === null || !['PT', 'PR', 'MS'].includes(String(specialty))) return [];
  const { startedAt, prescribedVisits, intervalDays, phases } = plan.data;
  if (startedAt === null || prescribedVisits === null) return [];
  if (intervalDays === null && (phases === null || phases.length === 0)) return [];
  const start = atHome(world, startedAt);
  const done = dayList(visits).length;
  const interval = (visit: number): number => intervalOf(world, plan, visits, line, specialty, visit);
  // Day on which each visit is planned; `interval(i)` is that of the phase of visit i + 1.
  const planned: number[] = [0];
  while (planned.length < prescribedVisits) planned.push(planned.at(-1)! + interval(planned.length));
  let n = 0;
  let since: number | null = null;
  for (let date = start; daysBetween(date, today(world)) >= 0; date = date.add({ days: 1 })) {
    if (!date.equals(start) && !world.home.shut.includes(date.toString())) n += 1;
    const expected = planned.slice(0, prescribedVisits).filter((day) => day <= n).length;
    const until = date.add({ days: Math.floor(interval(done)) });
    const coming = liveOf(world, line).filter((row) => daysBetween(dayOf(row), until) >= 0).length;
    const isBehind = done + coming <= expected - 2 && done / expected < 0.7;
    if (!isBehind) since = null;
    else since ??= homeDay(world, date, 0);
  }
  return since === null ? [] : [{ rule: 'R11', episode: name, since }];
}

function stalled(world: World, { plan, visits, line, name, specialty }: E): Found[] {
  if (plan === null || !['PT', 'PR', 'DE'].includes(String(specialty))) return [];
  const { startedAt, endsAt, prescribedVisits, intervalDays } = plan.data;
  if (prescribedVisits === null) return [];
  let end = endsAt === null ? null : atHome(world, endsAt);
  if (end === null && startedAt !== null && intervalDays !== null) {
    end = atHome(world, startedAt).add({ days: Math.floor((prescribedVisits - 1) * intervalDays) });
  }
  if (end === null) return [];
  const left = prescribedVisits - dayList(visits).length;
  if (left < 2 || liveOf(world, line).length >= left || daysBetween(end, today(world)) < 7) return [];
  return [{ rule: 'R12', episode: name, since: homeDay(world, end, 7) }];
}

function doneUnconfirmed(world: World, episode: E): Found[] {
  const { plan, visits, line, name, specialty } = episode;
  const last = visits.at(-1);
  if (plan === null || last === undefined || !['PT', 'PR'].includes(String(specialty)) || !isDone(episode)) return [];
  if (booked(world, line, specialty)) return [];
  const since = after(last.place, last.start, '14 d');
  return since <= world.T ? [{ rule: 'R13', episode: name, since }] : [];
}
