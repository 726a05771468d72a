import type { DataHabits } from '../living/living-practice.js';
import type { WireHabits } from '../vendors/wire.js';
import type { ResourceType } from './resource.js';

/** How the server treats those who ask for an export. The default is one that has everything ready at the first look. */
export interface ExportHabits {
  /** So often the export is not ready yet. */
  looks?: number;
  retryAfterSeconds?: number;
  /** It is never ready. */
  endless?: boolean;
  /** Each n-th look is answered with 429. */
  eager?: number;
  /** Files end in the middle of their last line, the first so many times they are asked for. */
  cut?: { times: number; type?: string };
  /** Files are said to hold so many lines more than they do. */
  told?: number;
  /** An export is forgotten after so many requests. */
  forgetsAfter?: number;
  /** Codes of what could not be exported. */
  errors?: string[];
  /** Types that cannot be exported; asking for them is refused, or passed over in silence by a `lenient` server. */
  withoutTypes?: string[];
  lenient?: boolean;
  /** Says nothing of what was deleted. */
  withoutDeleted?: boolean;
  /** Files come whole, whatever part of them was asked for. */
  withoutRanges?: boolean;
}

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
  exports?: ExportHabits;
}
