import type { PersonFacts, PracticeFacts } from '../facts.js';
import type { Instant } from '../records.js';
import type { PracticeAggregates } from '../settings.js';
import { AsOf } from '../timeline/as-of.js';
import { practiceViews } from '../timeline/practice.js';
import { timelineOf, type Timeline } from '../timeline/timeline.js';

/**
 * What was known of a person at one of a few instants, asked person after person. Null: not known then. The aggregates are those of the
 * end: they decide how long a planned gap is, never whether somebody came.
 */
export function practiceTimelines(
  practice: PracticeFacts,
  aggregates: PracticeAggregates,
): (person: PersonFacts, instant: Instant) => Timeline | null {
  const views = new Map<Instant, ReturnType<typeof practiceViews>>();
  return (person, instant) => {
    const view = views.get(instant) ?? practiceViews(practice, aggregates, 'live');
    views.set(instant, view);
    const moment = new AsOf(instant);
    return timelineOf(person, view(moment), moment);
  };
}
