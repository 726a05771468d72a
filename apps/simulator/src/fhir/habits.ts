import type { DataHabits } from '../living/living-practice.js';
import type { WireHabits } from '../vendors/wire.js';
import type { ResourceType } from './resource.js';

/** How badly the server behaves, beyond what any server can do; the habits of the data hold from its start only. */
export interface Habits extends WireHabits, DataHabits {
  /** Types that neither declare nor accept `_lastUpdated`. */
  withoutLastUpdated?: ResourceType[];
  /** `next` links on this origin instead of our own. */
  foreignNextLink?: string;
  /** The last resource of a page comes again on the next one. */
  repeatedEntry?: boolean;
  /** `next` links answer 410 after this long, as with servers that page through a cached result. */
  pageLifetimeMs?: number;
}
