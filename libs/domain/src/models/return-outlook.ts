import type { PersonFacts } from '../facts.js';
import type { PreparedPractice } from '../prepared-practice.js';
import type { Instant } from '../records.js';
import { describeLine } from '../rules/evidence.js';
import { AsOf } from '../timeline/as-of.js';
import { timelineOf } from '../timeline/timeline.js';
import { formatDate } from '../zones/calendar-date.js';
import { historyOf, stintsOf, type Stint } from './histories.js';
import { returnChanceOf } from './return-model.js';

/** How likely a person comes again in one line, and what that rests on (S4-23). */
export interface ReturnOutlook {
  /** As the practice writes it. */
  line: string | null;
  /** Null: not known, and `because` says why. */
  chance: number | null;
  /** 95 % interval. */
  low: number | null;
  high: number | null;
  /** The chance is that of a visit within so many days. */
  withinDays: number | null;
  /** Sentences made of facts. */
  because: string[];
}

/** One for each line in which there is still a reason to come; none for somebody without visits. A booking is said beside it: a model knows of none. */
export function returnOutlook(practice: PreparedPractice, person: PersonFacts, asOf: Instant): ReturnOutlook[] {
  const moment = new AsOf(asOf);
  const timeline = timelineOf(person, practice.viewAt(moment), moment);
  if (timeline === null) return [];
  const newest = new Map<string, Stint>();
  for (const stint of stintsOf(timeline)) newest.set(stint.line, stint);
  return [...newest.values()]
    .filter(({ endedOn }) => endedOn === null)
    .map((stint) => {
      const { line, lineName, visitDays } = stint;
      const model = timeline.practice.returnModelOf(line);
      if (model === null) {
        const because = [`Not known: there is no calibrated model of ${describeLine(lineName)} yet.`];
        return { line: lineName, chance: null, low: null, high: null, withinDays: null, because };
      }
      const today = visitDays.at(-1)!.opening.zone.dayOf(asOf);
      const { chance, low, high } = returnChanceOf(model, historyOf(stint, today));
      const booked = timeline.live.find((booking) => booking.line === line || booking.line === '');
      const because = [
        `Last visit ${formatDate(visitDays.at(-1)!.day)}, ${today - visitDays.at(-1)!.day} days ago.`,
        rhythm(visitDays.map(({ day }) => day)),
        ...(booked === undefined
          ? []
          : [`Booked for ${formatDate(booked.day)}: the estimate looks at visits alone, and knows nothing of it.`]),
      ];
      return { line: lineName, chance, low, high, withinDays: model.horizonDays, because };
    });
}

function rhythm(days: readonly number[]): string {
  const [first, last] = [days[0]!, days.at(-1)!];
  if (days.length === 1) return 'It was the first visit.';
  const usual = ((last - first) / (days.length - 1)).toFixed(1).replace('.0', '');
  return `${days.length} visits since ${formatDate(first)}, ${usual} days apart on average.`;
}
