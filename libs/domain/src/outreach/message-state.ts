import type { MessageState } from './message.js';

/**
 * How far each state is on the way of one message. What a provider says later wins only when it is further on; a delivery
 * outdoes a failure, because it is proof that something arrived. Ranks make the end the same in whatever order words come (O-12).
 */
const RANK: Record<MessageState, number> = {
  planned: 0,
  due: 0,
  cancelled: 0,
  expired: 0,
  sending: 1,
  unknown: 1,
  review: 1,
  accepted: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
};

/** The state after a provider's word. A word that is behind, or that no provider can say, changes nothing. */
export function advance(current: MessageState, incoming: MessageState): MessageState {
  return RANK[incoming] > RANK.sending && RANK[incoming] > RANK[current] ? incoming : current;
}

/** Nothing more happens to it unless a provider says so. */
export function hasEnded(state: MessageState): boolean {
  return ['accepted', 'sent', 'delivered', 'failed', 'cancelled', 'expired'].includes(state);
}
