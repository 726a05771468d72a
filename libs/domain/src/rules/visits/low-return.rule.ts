import type { Finding } from '../../evaluation.js';
import { historyOf, stintsOf, type Stint } from '../../models/histories.js';
import { chanceWithin, returnChanceOf, type ReturnModel } from '../../models/return-model.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate, type EpochDay } from '../../zones/calendar-date.js';
import { visitFact } from '../evidence.js';
import { RuleParameterWrong } from '../window.js';
import type { Rule, Silence } from '../rule.js';
import { silent, UNTOLD } from '../untold.js';
import { decidedOfEpisode, episodeFinding, lastVisitOrSilence, perEpisode } from './episode-rules.js';

/** All others: where one of them has a reason, no estimate is needed. */
const OTHERS = Array.from({ length: 33 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`);

/** Further on nobody is expected any more: the other rules have spoken long before. */
const MOST_DAYS = 730;
const DAYS_PER_WEEK = 7;

interface Fall {
  day: EpochDay;
  from: number;
  to: number;
}

/**
 * The chance to return has fallen low, and lately, while no other rule has a reason (RC 4, R34). Between two facts a chance changes by time alone, so
 * that the first such day can be looked for day by day; from then on the rule holds until a fact comes.
 */
export const lowReturn: Rule = {
  id: 'R34',
  name: 'MODEL_LOW_RETURN',
  version: 1,
  kind: 'O',
  class: 'S3',
  says: 'The chance that this patient comes again has fallen low in a short time, and no other rule has a reason to list them.',
  defaults: { below: 0.35, fall: 0.25, days: 14 },
  startsOff: true,
  after: OTHERS,
  needs: ['missed visit'],
  prepare(parameters) {
    const below = share('below', parameters['below'] ?? 0.35);
    const fall = share('fall', parameters['fall'] ?? 0.25);
    const days = wholeDays(parameters['days'] ?? 14);
    const ask = perEpisode((timeline, episode, asOf) => {
      const model = timeline.practice.returnModelOf(episode.line);
      if (model === null) {
        return asOf.tells ? { because: 'no_data', says: 'No calibrated model of this service line.' } : UNTOLD.no_data;
      }
      const last = lastVisitOrSilence(timeline, episode, asOf);
      if ('because' in last) return last;
      const stint = stintsOf(timeline).findLast(({ line }) => line === episode.line);
      if (stint === undefined || stint.endedOn !== null || stint.visitDays.at(-1)!.day !== last.day)
        return { because: 'not_applicable', says: 'The last visit of the line was in another course.' };
      const fallen = firstFall(model, stint, { below, fall, days });
      if (fallen === null)
        return { because: 'not_applicable', says: 'The chance to return does not fall that far that fast.' };
      const since = last.opening.zone.startOf(fallen.day);
      if (!asOf.reached(since)) return waiting(fallen.day);
      if (!asOf.tells) return decidedOfEpisode(this, timeline, episode, since, asOf);
      return finding({ rule: this, timeline, episode, last, since, asOf, model, stint, fallen, days });
    });
    return (timeline, asOf, earlier) => {
      if (!timeline.practice.isLive) return silent({ because: 'no_data', says: 'Not asked in an audit (Q76).' });
      const other = earlier[0];
      if (other === undefined) return ask(timeline, asOf, earlier);
      return silent({ because: 'not_applicable', says: `${other.rule} is open: no need to estimate.` });
    };
  },
};

function waiting(day: EpochDay): Silence {
  return { because: 'waiting', says: `The chance to return is not that low before ${formatDate(day)}.` };
}

/** The first day since the last visit on which the chance is below and has fallen by so much within so many days; null: there is none. */
export function firstFall(
  model: ReturnModel,
  stint: Stint,
  { below, fall, days }: { below: number; fall: number; days: number },
): Fall | null {
  const last = stint.visitDays.at(-1)!.day;
  const then = historyOf(stint, last);
  const chances: number[] = [];
  for (let passed = 0; passed <= MOST_DAYS; passed += 1) {
    const to = chanceWithin(model, { ...then, until: then.until + passed / DAYS_PER_WEEK });
    chances.push(to);
    const from = Math.max(...chances.slice(Math.max(0, passed - days)));
    if (to < below && from - to >= fall) return { day: last + passed, from, to };
    // It rises for a while after a visit of somebody regular, and then falls: from here on there is too little left to fall from.
    if (passed > days && from < fall && to <= chances[passed - 1]!) return null;
  }
  return null;
}

interface Said {
  rule: Rule;
  timeline: Timeline;
  episode: Timeline['episodes'][number];
  last: Booking;
  since: number;
  asOf: AsOf;
  model: ReturnModel;
  stint: Stint;
  fallen: Fall;
  days: number;
}

/** As of the day on which it fell, not of today: what is stored must not change while nothing happens. */
function finding({ rule, timeline, episode, last, since, asOf, model, stint, fallen, days }: Said): Finding {
  const { chance, low, high } = returnChanceOf(model, historyOf(stint, fallen.day));
  const first = stint.visitDays[0]!;
  const before = stint.visitDays.at(-2);
  const made = episodeFinding({
    ...{ rule, timeline, episode, last, since, asOf },
    because: `the chance of a visit within ${model.horizonDays} days fell from ${percent(fallen.from)} to ${percent(chance)} (${percent(low)} to ${percent(high)}) by ${formatDate(fallen.day)}`,
    parameters: {
      ...{ chance: fixed(chance), low: fixed(low), high: fixed(high), fellFrom: fixed(fallen.from), withinDays: days },
      ...{ horizonDays: model.horizonDays, model: model.id },
    },
    checked: ['no other rule has a reason', `model ${model.id} of this line was calibrated on later weeks`],
  });
  const moved = [
    visitFact(last, 'Nothing since the visit'),
    ...(before === undefined ? [] : [visitFact(before, `Came again after ${last.day - before.day} days: visit`)]),
    ...(first === last || first === before
      ? []
      : [visitFact(first, `${stint.visitDays.length} visits since the first`)]),
  ];
  const told = new Set(moved.map(({ id, source }) => `${source} ${id}`));
  return { ...made, facts: [...moved, ...made.facts.filter(({ id, source }) => !told.has(`${source} ${id}`))] };
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
const fixed = (share: number): number => Number(share.toFixed(3));

function share(name: string, given: string | number): number {
  const value = Number(given);
  if (!(value > 0 && value < 1))
    throw new RuleParameterWrong('R34', name, given, 'write a share between 0 and 1, such as 0.35');
  return value;
}

function wholeDays(given: string | number): number {
  const value = Number(given);
  if (!(Number.isInteger(value) && value >= 1 && value <= 90))
    throw new RuleParameterWrong('R34', 'days', given, 'write a whole number of days from 1 to 90');
  return value;
}
