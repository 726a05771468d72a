import type { Instant } from '../records.js';
import type { Channel, ConsentFact, Purpose } from './contact.js';

export interface StandingConsent {
  state: 'granted' | 'denied' | 'none';
  /** What it rests on. */
  entry: ConsentFact | null;
}

const speaksFor = (entry: ConsentFact, channel: Channel, purpose: Purpose, at: Instant): boolean =>
  (entry.channel === channel || entry.channel === 'any') &&
  (entry.purpose === purpose || entry.purpose === 'any') &&
  entry.at <= at &&
  // A permission that ran out says nothing any more, and what was said before it stands again; a refusal never runs out.
  (entry.state === 'denied' || entry.expiresAt === null || entry.expiresAt > at);

/** The newest word on this channel and purpose, `any` included (Q37); of two at the same instant the refusal. */
export function standingConsent(
  consents: readonly ConsentFact[],
  channel: Channel,
  purpose: Purpose,
  at: Instant,
): StandingConsent {
  let newest: ConsentFact | null = null;
  for (const entry of consents) {
    if (!speaksFor(entry, channel, purpose, at)) continue;
    const isNewer = newest === null || entry.at > newest.at;
    if (isNewer || (entry.at === newest?.at && entry.state === 'denied')) newest = entry;
  }
  return newest === null ? { state: 'none', entry: null } : { state: newest.state, entry: newest };
}
