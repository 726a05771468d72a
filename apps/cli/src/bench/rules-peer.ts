import type { Instant, PersonFacts } from '@keepwell/domain';
import type { Engine } from 'json-rules-engine';

/**
 * The peer: the same fifteen rules as json-rules-engine takes them, on the same raw records of the same patients. What it
 * cannot work out itself (visits and bookings counted, days since the last visit, the loss that nothing answered) is made for
 * it, as ours makes it. It does less all the same: no zones, opening days or versions, one episode per person, and it gives
 * back names of events, where ours gives evidence, a verdict of every rule and the instant of the next change. So the
 * comparison flatters the peer.
 */

const DAY_MS = 86_400_000;

/** The rules that both sides are asked. */
export const COMPARED_RULES = [
  'R01',
  'R02',
  'R03',
  'R04',
  'R05',
  'R06',
  'R07',
  'R08',
  'R09',
  'R10',
  'R11',
  'R12',
  'R13',
  'R15',
  'R18',
];

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
  /** Of the last five bookings. */
  missed: number;
  gapsToBooking: number;
  visitsBehind: number;
}

const NEVER_DAYS = 100_000;
const WEEK_DAYS = 7;

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
  const usualGapDays = gaps.length > 0 ? gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length : WEEK_DAYS;
  const next = starts.find(({ status, startsAt }) => status === 'booked' && startsAt > now);
  const planned = plan === null ? 0 : since(plan.startedAt) / (plan.intervalDays ?? WEEK_DAYS);
  return {
    visits: visits.length,
    hasPlan: plan !== null,
    isPlanComplete: plan !== null && plan.prescribedVisits !== null && visits.length >= plan.prescribedVisits,
    hasBooking: next !== undefined,
    daysSinceVisit: since(lastVisit),
    usualGapDays,
    daysSinceCancel: since(cancel?.cancelledAt),
    cancelledBy: cancel?.cancelledBy ?? 'nobody',
    daysSinceNoShow: since(noShow?.startsAt),
    isAnswered: starts.some(
      ({ status, startsAt }) => status !== 'cancelled' && status !== 'no_show' && startsAt > loss,
    ),
    missed: starts.slice(-5).filter(({ status }) => status === 'cancelled' || status === 'no_show').length,
    gapsToBooking: next === undefined ? 0 : (next.startsAt - (lastVisit ?? now)) / DAY_MS / usualGapDays,
    visitsBehind: Math.min(planned, plan?.prescribedVisits ?? 0) - visits.length,
    isExcluded: own?.doNotContact === true || own?.testRecord === true || (own?.hold ?? '') !== '',
  };
}

type Condition = [fact: keyof PreparedFacts, operator: string, value: string | number | boolean];

const EXCLUDED_NOT: Condition = ['isExcluded', 'equal', false];
const NOTHING_BOOKED: Condition = ['hasBooking', 'equal', false];

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
  R11: [
    ['hasPlan', 'equal', true],
    ['isPlanComplete', 'equal', false],
    ['visitsBehind', 'greaterThanInclusive', 2],
  ],
  R12: [
    ['hasPlan', 'equal', true],
    ['isPlanComplete', 'equal', false],
    ['daysSinceVisit', 'greaterThanInclusive', 21],
  ],
  R13: [
    ['hasPlan', 'equal', true],
    ['isPlanComplete', 'equal', true],
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

/** Those that speak beside a booking. */
const BESIDE_A_BOOKING: Record<string, Condition[]> = {
  R08: [['missed', 'greaterThanInclusive', 3]],
  R09: [['gapsToBooking', 'greaterThan', 2]],
};

export interface Peer {
  /** How many rules fire. */
  ask(person: PersonFacts, now: Instant): Promise<number>;
  /** What its conditions need of a person, made beforehand. */
  prepare(person: PersonFacts, now: Instant): unknown;
  askPrepared(prepared: unknown): Promise<number>;
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
  const add = (type: string, conditions: Condition[]) => {
    const all = conditions.map(([fact, operator, value]) => ({ fact, operator, value }));
    engine.addRule({ conditions: { all }, event: { type } });
  };
  for (const [type, own] of Object.entries(ALL)) add(type, [EXCLUDED_NOT, NOTHING_BOOKED, ...own]);
  for (const [type, own] of Object.entries(BESIDE_A_BOOKING)) add(type, [EXCLUDED_NOT, ...own]);
  const askPrepared = async (prepared: unknown) => (await engine.run({ ...(prepared as PreparedFacts) })).events.length;
  return {
    prepare: prepareForPeer,
    askPrepared,
    ask: (person, now) => askPrepared(prepareForPeer(person, now)),
  };
}
