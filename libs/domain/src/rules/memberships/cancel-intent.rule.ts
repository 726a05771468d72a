import type { EvidenceFact, Finding } from '../../evaluation.js';
import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { describeMembership, membershipStanding } from '../../timeline/membership.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { daysOf } from '../window.js';

const REQUESTS: ReadonlyMap<string, string> = new Map([
  ['cancel_request', 'to cancel'],
  ['pause_request', 'for a pause'],
  ['downgrade_request', 'for a smaller plan'],
]);

/** Asked to leave, to pause or for less: a talk is offered, nothing is put in the way (RC 4, Q66, Q102). */
export const cancelIntent: Rule = {
  id: 'R24',
  name: 'CANCEL_INTENT',
  version: 1,
  kind: 'O',
  class: 'S1',
  says: 'Asked to cancel, to pause or for a smaller plan.',
  startsOff: true,
  startsIn: ['MB', 'DPC', 'PR'],
  defaults: { messages: '30 d' },
  restsOn: ['membership'],
  alsoReads: ['communication'],
  restsOnEvents: 'a request that was made',
  prepare(parameters) {
    const days = daysOf(this.id, 'messages', parameters.messages);
    return (timeline, asOf) => {
      const asked = [...ofMemberships(timeline, asOf), ...ofMessages(timeline, days, asOf)];
      const byEpisode = new Map<string | null, Asked[]>();
      for (const each of asked) byEpisode.set(each.episode, [...(byEpisode.get(each.episode) ?? []), each]);
      const findings = [...byEpisode.values()].map((own) => found(this, timeline, own, days));
      if (findings.length > 0) return { findings, silence: null };
      return { findings, silence: hasLeft(timeline, asOf) ?? NOTHING_ASKED };
    };
  },
};

const NOTHING_ASKED: Silence = { because: 'not_applicable', says: 'Nothing was asked for.' };

/** Every membership has ended: whatever was asked for is settled. */
function hasLeft(timeline: Timeline, asOf: AsOf): Silence | null {
  const memberships = ownRecords(timeline, 'membership', asOf);
  if (memberships.length === 0 || memberships.some((seen) => membershipStanding(seen, asOf) !== 'ended')) return null;
  return { because: 'closed', says: `Membership ${memberships.map(({ row }) => row.id).join(', ')} has ended.` };
}

interface Asked {
  episode: string | null;
  at: Instant;
  says: string;
  fact: EvidenceFact;
}

function ofMemberships(timeline: Timeline, asOf: AsOf): Asked[] {
  const { zone } = timeline.opening;
  return ownRecords(timeline, 'membership', asOf).flatMap((seen) => {
    const { cancelRequestedAt } = seen.row.data;
    if (cancelRequestedAt === null || !asOf.reached(cancelRequestedAt)) return [];
    if (membershipStanding(seen, asOf) === 'ended') return [];
    const says = `asked on ${formatDate(zone.dayOf(cancelRequestedAt))} to cancel the ${describeMembership(seen)}`;
    const fact = recordFact('membership', seen, cancelRequestedAt, capital(says));
    return [{ episode: seen.row.id, at: cancelRequestedAt, says, fact }];
  });
}

/** Belongs to the membership when exactly one is active, else to nobody's (Q102). */
function ofMessages(timeline: Timeline, days: number, asOf: AsOf): Asked[] {
  const { zone } = timeline.opening;
  const messages = ownRecords(timeline, 'communication', asOf);
  if (messages.length === 0) return [];
  const active = ownRecords(timeline, 'membership', asOf).filter((seen) => membershipStanding(seen, asOf) === 'active');
  const episode = active.length === 1 ? active[0]!.row.id : null;
  return messages.flatMap((seen) => {
    const { kind, at } = seen.row.data;
    const what = REQUESTS.get(kind ?? '');
    if (what === undefined || !asOf.reached(at)) return [];
    const day = zone.dayOf(at);
    if (asOf.reached(zone.startOf(day + days + 1))) return [];
    const says = `asked on ${formatDate(day)} ${what}`;
    return [{ episode, at, says, fact: recordFact('communication', seen, at, capital(says)) }];
  });
}

function found(rule: Rule, timeline: Timeline, asked: Asked[], days: number): Finding {
  const inOrder = [...asked].sort((one, other) => one.at - other.at);
  const [first] = inOrder;
  return recordFinding(rule, timeline, {
    episode: first!.episode,
    since: first!.at,
    reason: `${capital(inOrder.map(({ says }) => says).join('; '))}.`,
    facts: inOrder.map(({ fact }) => fact),
    checked: [],
    clearsWhen: `The membership has ended; a message counts for ${days} days.`,
    parameters: { messages: `${days} d` },
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
