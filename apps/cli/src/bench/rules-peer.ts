import type { Instant, PersonFacts } from '@keepwell/domain';
import type { Engine } from 'json-rules-engine';

/**
 * The peer: the ten rules as json-rules-engine takes them, on the same raw records of the same patients. What it cannot
 * work out itself (visits and bookings counted, days since the last visit, the loss that nothing answered) is made for it
 * within the clock, as ours makes it. It does less all the same: no zones, opening days or versions, one episode per
 * person, and it gives back names of events, where ours gives evidence, a verdict of every rule and the instant of the
 * next change. So the comparison flatters the peer.
 */

const DAY_MS = 86_400_000;

interface PreparedFacts {
  visits: number;
  hasPlan: boolean;
  isPlanComplete: boolean;
  hasBooking: boolean;
  daysSinceVisit: number;
  usualGapDays: number;
  daysSinceCancel: number;
  cancelledBy: string;
  daysSinceNoShow: number;
  isAnswered: boolean;
  isExcluded: boolean;
}

const NEVER_DAYS = 100_000;

function prepareForPeer(person: PersonFacts, now: Instant): PreparedFacts {
  const starts = person.appointments.map(({ data }) => data).sort((one, other) => one.startsAt - other.startsAt);
  const visits = starts.filter(({ status, startsAt }) => status === 'completed' && startsAt <= now);
  const lastVisit = visits.at(-1)?.startsAt ?? null;
  const cancel = starts.findLast(({ status }) => status === 'cancelled');
  const noShow = starts.findLast(({ status }) => status === 'no_show');
  const plan = person.plans[0]?.data ?? null;
  const gaps = visits.slice(1).map(({ startsAt }, i) => (startsAt - (visits[i]?.startsAt ?? startsAt)) / DAY_MS);
  const since = (instant: Instant | null | undefined) =>
    instant === null || instant === undefined ? NEVER_DAYS : Math.floor((now - instant) / DAY_MS);
  const loss = Math.max(cancel?.startsAt ?? 0, noShow?.startsAt ?? 0);
  const own = person.patients[0]?.at(-1)?.data;
  return {
    visits: visits.length,
    hasPlan: plan !== null,
    isPlanComplete: plan !== null && plan.prescribedVisits !== null && visits.length >= plan.prescribedVisits,
    hasBooking: starts.some(({ status, startsAt }) => status === 'booked' && startsAt > now),
    daysSinceVisit: since(lastVisit),
    usualGapDays: gaps.length > 0 ? gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length : 7,
    daysSinceCancel: since(cancel?.cancelledAt),
    cancelledBy: cancel?.cancelledBy ?? 'nobody',
    daysSinceNoShow: since(noShow?.startsAt),
    isAnswered: starts.some(
      ({ status, startsAt }) => status !== 'cancelled' && status !== 'no_show' && startsAt > loss,
    ),
    isExcluded: own?.doNotContact === true || own?.testRecord === true || (own?.hold ?? '') !== '',
  };
}

type Condition = [fact: keyof PreparedFacts, operator: string, value: string | number | boolean];

const ALL: Record<string, Condition[]> = {
  R01: [
    ['hasPlan', 'equal', true],
    ['isPlanComplete', 'equal', false],
    ['visits', 'greaterThanInclusive', 1],
    ['daysSinceVisit', 'greaterThanInclusive', 3],
  ],
  R02: [
    ['visits', 'greaterThanInclusive', 1],
    ['daysSinceVisit', 'greaterThanInclusive', 1],
    ['daysSinceVisit', 'lessThan', 3],
  ],
  R03: [
    ['visits', 'greaterThanInclusive', 3],
    ['daysSinceVisit', 'greaterThan', 18],
    ['usualGapDays', 'lessThan', 14],
  ],
  R04: [
    ['visits', 'greaterThanInclusive', 1],
    ['daysSinceVisit', 'greaterThanInclusive', 30],
  ],
  R05: [
    ['cancelledBy', 'equal', 'patient'],
    ['daysSinceCancel', 'greaterThanInclusive', 2],
    ['isAnswered', 'equal', false],
  ],
  R06: [
    ['daysSinceNoShow', 'greaterThanInclusive', 1],
    ['daysSinceNoShow', 'lessThan', NEVER_DAYS],
    ['isAnswered', 'equal', false],
  ],
  R07: [
    ['cancelledBy', 'equal', 'clinic'],
    ['daysSinceCancel', 'greaterThanInclusive', 1],
    ['isAnswered', 'equal', false],
  ],
  R10: [
    ['visits', 'greaterThanInclusive', 1],
    ['visits', 'lessThanInclusive', 3],
    ['daysSinceVisit', 'greaterThanInclusive', 3],
  ],
  R15: [
    ['visits', 'equal', 0],
    ['daysSinceCancel', 'greaterThanInclusive', 1],
    ['daysSinceCancel', 'lessThan', NEVER_DAYS],
  ],
  R18: [
    ['visits', 'greaterThanInclusive', 1],
    ['daysSinceVisit', 'greaterThanInclusive', 365],
  ],
};

export interface Peer {
  /** How many rules fire. */
  ask(person: PersonFacts, now: Instant): Promise<number>;
}

/** Null where json-rules-engine is not installed: it is a development dependency. */
export async function createPeer(): Promise<Peer | null> {
  let engine: Engine;
  try {
    const { Engine: EngineClass } = await import('json-rules-engine');
    engine = new EngineClass();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
  for (const [type, conditions] of Object.entries(ALL)) {
    const common: Condition[] = [
      ['isExcluded', 'equal', false],
      ['hasBooking', 'equal', false],
    ];
    const all = [...common, ...conditions].map(([fact, operator, value]) => ({ fact, operator, value }));
    engine.addRule({ conditions: { all }, event: { type } });
  }
  return { ask: async (person, now) => (await engine.run({ ...prepareForPeer(person, now) })).events.length };
}
