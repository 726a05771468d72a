import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../../libs/domain/src/records.js';
import {
  after,
  businessDays,
  dateIn,
  dayOf,
  dayList,
  daysBetween,
  isOpen,
  midnight,
  text,
  type A,
  type World,
} from './world.js';
import { answered, booked, ended, episodes, intervalOf, type E, type Found } from './episodes.js';
import { careTeam, consults, wearOff } from './care.js';
import { memberships, packages } from './money.js';
import { repeatedMisses } from './misses.js';
import { planRules } from './plans.js';
import { messages, programs, scores } from './programs.js';
import { recalls } from './recalls.js';

/** Bookings that are missing and bookings that were lost; the other rules stand beside. Each question asked anew of all rows. */

const W: Record<string, Record<string, string>> = {
  R01: { PT: '3 BD', PR: '1 BD', DE: '7 d', MS: '7 d' },
  R03: { PT: '7 d', PR: '7 d', MS: '21 d', DE: '30 d', DPC: '60 d' },
  R04: { PT: '30 d', PR: '21 d', MS: '180 d', MB: '60 d', DPC: '365 d' },
  R05: { PT: '2 BD', PR: '1 BD', MS: '3 BD', DE: '5 BD', DPC: '5 BD' },
  R06: { PT: '1 BD', PR: '1 BD', MS: '2 BD', DE: '2 BD', DPC: '3 BD' },
  R18: { DE: '18 months', MS: '12 months', PT: '12 months', DPC: '18 months', PR: '12 months', MB: '12 months' },
};
export function rules(world: World, T: Instant): Found[] {
  const { rows, patient } = world;
  const found: Found[] = [];
  const visits = rows.filter(({ visit }) => visit);
  const losses = rows
    .filter(({ lossAt }) => lossAt !== null)
    .sort((a, b) => a.lossAt! - b.lossAt! || (a.id < b.id ? -1 : 1));
  const last = visits.at(-1) ?? losses.at(-1);
  if (last !== undefined && (text(patient.phone) !== '' || text(patient.email) !== '')) {
    const window = W.R18![last.specialty ?? 'unknown'];
    if (window !== undefined) {
      const since = after(last.place, last.visit ? last.start : last.lossAt!, window);
      if (since <= T && !booked(world, '', last.specialty)) {
        return once([{ rule: 'R18', episode: null, since }, ...lapsedToo(world)]);
      }
    }
  }
  for (const episode of episodes(world)) found.push(...episodeRules(world, episode, T));
  found.push(...lossRules(world, losses, T));
  if (visits.length === 0) {
    const first = rows.find(({ idle }) => !idle);
    const latest = losses.filter(({ by }) => by !== 'R07').at(-1);
    if (
      first !== undefined &&
      first.lossAt !== null &&
      first.by !== 'R07' &&
      latest !== undefined &&
      !answered(world, latest) &&
      !booked(world, '', latest.specialty)
    ) {
      const since = Math.max(after(latest.place, latest.lossAt!, '1 BD'), latest.settled);
      if (since <= T) found.push({ rule: 'R15', episode: latest.plan?.id ?? latest.lineName, since });
    }
  }
  found.push(...repeatedMisses(world), ...consults(world), ...wearOff(world), ...careTeam(world));
  for (const episode of episodes(world)) found.push(...planRules(world, episode));
  found.push(...recalls(world), ...lapsedToo(world));
  return once(found);
}

/** One finding per rule and episode, the one that began first. */
function once(found: Found[]): Found[] {
  const sorted = [...found].sort((a, b) => a.since - b.since);
  return sorted.filter(
    (one, index) => sorted.findIndex(({ rule, episode }) => rule === one.rule && episode === one.episode) === index,
  );
}

/** What also holds for the lapsed: R20 to R32 (Q04). */
function lapsedToo(world: World): Found[] {
  return [...packages(world), ...memberships(world), ...programs(world), ...scores(world), ...messages(world)];
}

export function lossRules(world: World, losses: A[], T: Instant): Found[] {
  const found: Found[] = [];
  for (const lost of losses) {
    const window = lost.by === 'R07' ? '1 BD' : W[lost.by]![lost.specialty ?? 'unknown'];
    if (
      window === undefined ||
      lost.plan?.closed === true ||
      answered(world, lost) ||
      booked(world, lost.line, lost.specialty)
    )
      continue;
    const since = Math.max(after(lost.place, lost.lossAt!, window), lost.settled);
    const episode = lost.plan?.id ?? lost.lineName;
    if (since <= T && !found.some((other) => other.rule === lost.by && other.episode === episode))
      found.push({ rule: lost.by, episode, since });
  }
  return found;
}

export function episodeRules(world: World, episode: E, T: Instant): Found[] {
  const { plan, specialty, visits, line, name } = episode;
  const last = visits.at(-1);
  if (last === undefined || ended(world, episode)) return [];
  const days = dayList(visits);
  if (plan !== null && plan.data.prescribedVisits !== null && days.length >= plan.data.prescribedVisits) return [];
  if (booked(world, line, specialty)) return [];
  const found: Found[] = [];
  const fire = (rule: string, since: Instant): void => {
    if (since <= T) found.push({ rule, episode: name, since });
  };
  const of = (rule: string): string | undefined => W[rule]![specialty ?? 'unknown'];
  const first = of('R01');
  if (plan !== null && first !== undefined) fire('R01', after(last.place, last.start, first));
  const floor = of('R03');
  if (floor !== undefined && days.length >= 3) {
    const dates = days.map((day) => Temporal.PlainDate.from(day));
    const gaps = dates.slice(1).flatMap((date, index) => {
      const before = dates[index]!;
      const place = visits.filter((visit) => dayOf(visit).equals(before)).at(-1)!.place;
      let run: Temporal.PlainDate[] = [];
      for (let d = before.add({ days: 1 }); Temporal.PlainDate.compare(d, date) < 0; d = d.add({ days: 1 })) {
        run = isOpen(place, d) ? [] : [...run, d];
        if (run.length >= 5 && run.some((shut) => place.shut.includes(shut.toString()))) return [];
      }
      return [daysBetween(before, date)];
    });
    const m0 = intervalOf(world, plan, visits, line, specialty, days.length);
    const mean = (gaps.reduce((sum, gap) => sum + Math.log(gap), 0) + 3 * Math.log(m0)) / (gaps.length + 3);
    const variance =
      (gaps.reduce((sum, gap) => sum + (Math.log(gap) - mean) ** 2, 0) + 5 * 0.45 ** 2) / (gaps.length + 5);
    const due = Math.exp(mean + 1.6448536269514722 * Math.sqrt(variance));
    const gap = daysBetween(dayOf(last), dateIn(last.place.zone, T));
    if (gap > due && gap >= Number(floor.split(' ')[0])) {
      let count = gap;
      while (count - 1 > due && count - 1 >= Number(floor.split(' ')[0])) count -= 1;
      fire('R03', midnight(last.place.zone, dayOf(last).add({ days: count })));
    }
  }
  const hiatus = of('R04');
  if (hiatus !== undefined) fire('R04', after(last.place, last.start, hiatus));
  const ever = dayList(world.rows.filter(({ visit }) => visit)).length;
  const n = days.length;
  if (specialty === 'PT' && n <= 3) fire('R10', after(last.place, last.start, n === 1 ? '2 BD' : '3 BD'));
  if (specialty === 'PR' && n <= 3) fire('R10', after(last.place, last.start, '1 BD'));
  if (specialty === 'DE' && ever <= 3) fire('R10', after(last.place, last.start, '14 d'));
  if (specialty === 'MS' && n === 1) fire('R10', after(last.place, last.start, '30 d'));
  if (specialty !== 'DPC' && !found.some(({ rule }) => rule === 'R01' || rule === 'R10')) {
    fire('R02', midnight(last.place.zone, businessDays(last.place, dayOf(last), 1).add({ days: 1 })));
  }
  return found;
}
