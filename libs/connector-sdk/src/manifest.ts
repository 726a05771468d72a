import type { RecordKind } from '@keepwell/domain/records';
import type { StreamMode } from './connector.js';
import type { WriteKind } from './write-back.js';

/** How well something is known: `verified` against the vendor's own words or server, `experimental` from second hand. */
export type Confidence = 'verified' | 'experimental';

/** How records come in. `stream`: messages pushed over a socket; `bulk`: an export prepared by the other side. */
export type WayIn = 'poll' | 'webhook' | 'stream' | 'file' | 'bulk';

export interface Given {
  mode: StreamMode;
  deletes: 'explicit' | 'absence' | 'none';
  merges: 'explicit' | 'pointer' | 'none';
  confidence: Confidence;
  /** One sentence where something is special: "cancellations only by the history list". */
  note?: string;
}

/** So many requests in so long, as the vendor publishes it; Keepwell stays at 95 % of it (safety V-07). */
export interface Budget {
  requests: number;
  perMs: number;
}

/** Requests to one vendor, slowed together over all workers (README of the connector says where the numbers are from). */
export interface Throttle {
  /** `connection`: one credential, one budget. `app`: all practices share the vendor's budget of one key. */
  scope: 'connection' | 'app';
  /** Setting fields whose values name the credential; hashed, never stored. */
  keyFields: string[];
  budgets: Budget[];
  /** Where a vendor sells more: the budgets by what a setting says; any other word leaves them at `budgets`. None: it is not held back. */
  budgetsBy?: { field: string; budgets: Record<string, Budget[]> };
  /** The next request only after the answer to the last. */
  serial?: boolean;
}

/** The budgets of a connection with these settings. */
export function budgetsOf(throttle: Throttle | null, settings: Readonly<Record<string, unknown>>): Budget[] {
  const { field = '', budgets = {} } = throttle?.budgetsBy ?? {};
  const said = settings[field];
  const own = typeof said === 'string' && Object.hasOwn(budgets, said) ? budgets[said] : undefined;
  return own ?? throttle?.budgets ?? [];
}

export interface Manifest {
  waysIn: WayIn[];
  /** The kinds it can give with every right granted; what is not here is missing (S2-29). */
  gives: Partial<Record<RecordKind, Given>>;
  /** What can be written to the other side. */
  writes: Partial<Record<WriteKind, { confidence: Confidence; note?: string }>>;
  throttle: Throttle | null;
}
