import type { Stream } from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import * as map from './map.js';
import type { Mapping } from './map.js';
import type { Row } from './row.js';

/** One list of the API. */
export interface List {
  path: string;
  /** How its ids begin. */
  prefixes: string[];
  /** What is sent along instead of its id alone, for one object: in lists below `data.` */
  expand: string[];
  /** Asked for besides. */
  query: Record<string, string>;
  mapRow: (row: Row, mapping: Mapping) => Promise<SourceRecord[] | null>;
  /** Top-level fields that people may see beside the record. */
  shows: string[];
}

export const SUBSCRIPTIONS: List = {
  ...{ path: 'subscriptions', prefixes: ['sub_'], query: { status: 'all' }, mapRow: map.mapSubscription },
  expand: ['customer', 'default_payment_method'],
  shows: [
    ...['status', 'start_date', 'current_period_end', 'cancel_at', 'cancel_at_period_end', 'canceled_at', 'ended_at'],
    ...['pause_collection', 'currency', 'trial_end'],
  ],
};
export const INVOICES: List = {
  ...{ path: 'invoices', prefixes: ['in_'], query: {}, mapRow: map.mapInvoice, expand: ['customer'] },
  shows: [
    ...['status', 'amount_due', 'amount_paid', 'amount_remaining', 'total', 'currency', 'due_date', 'attempt_count'],
    ...['next_payment_attempt', 'billing_reason', 'collection_method', 'status_transitions'],
  ],
};
export const CHARGES: List = {
  ...{ path: 'charges', prefixes: ['ch_', 'py_'], query: {}, mapRow: map.mapCharge, expand: ['customer', 'invoice'] },
  shows: ['status', 'amount', 'currency', 'captured', 'disputed', 'refunded', 'failure_code', 'created'],
};
export const REFUNDS: List = {
  ...{ path: 'refunds', prefixes: ['re_', 'pyr_'], query: {}, mapRow: map.mapRefund },
  ...{ expand: ['charge.customer', 'charge.invoice'], shows: ['status', 'amount', 'currency', 'reason', 'created'] },
};
export const INTENTS: List = {
  ...{ path: 'payment_intents', prefixes: ['pi_'], query: {}, mapRow: map.mapIntent, expand: ['customer', 'invoice'] },
  shows: ['status', 'amount', 'currency', 'cancellation_reason', 'created'],
};

export interface Course {
  name: string;
  kind: RecordKind;
  deletes: Stream['deletes'];
  lists: List[];
  /** Events after which an object of these lists is read again; at most twenty. */
  events: string[];
}

/** Said of a customer: their patient may have been named, so what is theirs is read again. */
export const CUSTOMER_CHANGED = 'customer.updated';

const subscription = (...words: string[]) => words.map((word) => `customer.subscription.${word}`);
const invoice = (...words: string[]) => words.map((word) => `invoice.${word}`);

export const COURSES: Course[] = [
  {
    ...{ name: 'Subscriptions', kind: 'membership', deletes: 'none', lists: [SUBSCRIPTIONS] },
    events: [
      ...subscription('created', 'updated', 'deleted', 'paused', 'resumed', 'trial_will_end'),
      ...subscription('pending_update_applied', 'pending_update_expired'),
      CUSTOMER_CHANGED,
    ],
  },
  {
    ...{ name: 'Invoices', kind: 'invoice', deletes: 'explicit', lists: [INVOICES] },
    events: [
      ...invoice('created', 'updated', 'finalized', 'paid', 'payment_succeeded', 'payment_failed', 'overdue', 'voided'),
      ...invoice('payment_action_required', 'marked_uncollectible', 'deleted'),
      CUSTOMER_CHANGED,
    ],
  },
  {
    ...{ name: 'Payments', kind: 'payment', deletes: 'none', lists: [CHARGES, REFUNDS, INTENTS] },
    events: [
      ...['succeeded', 'failed', 'pending', 'captured', 'updated', 'refunded', 'expired'].map(
        (word) => `charge.${word}`,
      ),
      ...['created', 'updated', 'closed'].map((word) => `charge.dispute.${word}`),
      ...['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated'],
      ...['payment_intent.payment_failed', 'payment_intent.canceled', 'invoice.payment_failed', CUSTOMER_CHANGED],
    ],
  },
];

export function streamOf({ name, kind, deletes }: Course): Stream {
  return { name, kinds: [kind], mode: 'delta', deletes, merges: 'none', confidence: 'verified', compares: true };
}

/** The list in which an object stands; null: it is none of ours. */
export function listOf(id: string): List | null {
  const lists = COURSES.flatMap((course) => course.lists);
  return lists.find(({ prefixes }) => prefixes.some((prefix) => id.startsWith(prefix))) ?? null;
}
