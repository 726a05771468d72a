import fc from 'fast-check';
import type { Instant, SourceRecord } from '@keepwell/domain/records';
import { runs } from '../../../../../test/support/long-form.js';
import type { ConnectorContext, Cursor } from '../../connector.js';
import { Mirror } from '../mirror.js';
import { noIds, sample } from '../sample-practice.js';
import { throughJson } from '../walk.js';
import { acmeConnector, type AcmeWays } from './acme-connector.js';
import { ACME_START, ACME_ZONE, answerOf } from './acme-server.js';
import { AcmeStore } from './acme-store.js';

/** 10,000 of them are some ten seconds of one processor. */
const RUNS = runs(10_000);
const MINUTE = 60_000;
const PEOPLE = 7;
const FAITHFUL = {
  patient: ['givenName', 'familyName', 'phone'],
  appointment: ['patientId', 'startsAt', 'endsAt', 'status'],
};
const STREAMS = ['patients', 'appointments'] as const;

type Step =
  | { do: 'write'; kind: 'patient' | 'appointment'; n: number; round: number }
  | { do: 'remove'; kind: 'patient' | 'appointment'; n: number }
  | { do: 'merge'; loser: number; winner: number }
  | { do: 'wait'; ms: number }
  /** `between` happens between two pages; `lost` pages are read and never stored, `twice` are stored twice. */
  | { do: 'walk'; limit: number; between: Step[]; lost: number[]; twice: number[] };

const kind = fc.constantFrom('patient' as const, 'appointment' as const);
const n = fc.nat({ max: PEOPLE - 1 });
const edits: fc.Arbitrary<Step>[] = [
  fc.record({ do: fc.constant('write' as const), kind, n, round: fc.nat({ max: 5 }) }),
  fc.record({ do: fc.constant('remove' as const), kind, n }),
  fc.record({ do: fc.constant('merge' as const), loser: n, winner: n }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 10 * MINUTE }) }),
];
const walk: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('walk' as const),
  limit: fc.integer({ min: 1, max: 4 }),
  between: fc.array(fc.oneof(...edits), { maxLength: 4 }),
  lost: fc.array(fc.nat({ max: 3 }), { maxLength: 2 }),
  twice: fc.array(fc.nat({ max: 3 }), { maxLength: 2 }),
});
const story = fc.record({
  skewMs: fc.integer({ min: -10 * MINUTE, max: 10 * MINUTE }),
  lateCommitMs: fc.nat({ max: 4 * MINUTE }),
  steps: fc.array(fc.oneof(...edits, walk), { minLength: 4, maxLength: 24 }),
});

/** Acme without a wire, and the mirror of whoever reads it. */
class Practice {
  readonly store = new AcmeStore(ACME_START);
  readonly mirror = new Mirror();
  private readonly cursors = new Map<string, Cursor>();
  private readonly connector;
  private readonly there = new Set<string>();

  constructor(ways: Partial<AcmeWays>) {
    this.connector = acmeConnector({ ...ways, client: () => this.client() });
  }

  private client(): ReturnType<AcmeWays['client']> {
    const get = async (
      path: string,
      { query = {} }: { query?: Record<string, string | number | boolean | string[] | undefined> },
    ) => {
      const url = new URL(path, 'http://acme/v1/');
      for (const [name, value] of Object.entries(query))
        if (value !== undefined) url.searchParams.set(name, String(value));
      const at: Instant = this.store.ownTime();
      const { status, body } = answerOf(this.store, 'GET', url.pathname.replace('/v1/', ''), url.searchParams, null);
      const next = (body as { after?: string | null }).after;
      if (typeof next === 'string') url.searchParams.set('after', next);
      const link = next === undefined ? {} : { next: next === null ? null : url.href };
      return { status, header: () => null, body: { ...(body as object), ...link }, at: Math.floor(at / 1000) * 1000 };
    };
    return { get, getOne: get, send: () => Promise.reject(new Error('nothing is written here')) };
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'wait') return this.store.advance(step.ms);
    if (step.do === 'walk') return this.walk(step);
    // Acme stamps in milliseconds; no two of its writes have the same.
    this.store.advance(1);
    if (step.do === 'write') {
      const more = {
        givenName: `Ada${step.round}`,
        familyName: 'Model',
        status: step.round % 2 === 0 ? 'booked' : 'no_show',
      };
      const options = { now: ACME_START, timezone: ACME_ZONE, more };
      const record = sample(step.kind, step.n, FAITHFUL, noIds(), options);
      this.store.put({ ...record, id: `${step.kind}-${step.n}` } as SourceRecord);
      this.there.add(`${step.kind}-${step.n}`);
    } else if (step.do === 'remove') {
      if (this.there.delete(`${step.kind}-${step.n}`)) this.store.remove(step.kind, `${step.kind}-${step.n}`);
    } else if (step.loser !== step.winner && this.there.has(`patient-${step.loser}`)) {
      this.store.merge(`patient-${step.loser}`, `patient-${step.winner}`);
    }
  }

  async walk({ limit, between, lost, twice }: Extract<Step, { do: 'walk' }>): Promise<void> {
    const context = { settings: {}, timezone: ACME_ZONE, now: () => this.store.now() } as unknown as ConnectorContext;
    const stream = {
      name: '',
      kinds: [],
      mode: 'delta',
      deletes: 'explicit',
      merges: 'none',
      confidence: 'verified',
    } as const;
    let pages = 0;
    for (const name of STREAMS) {
      for (let done = false; !done; pages += 1) {
        const page = await this.connector.pull(context, name, this.cursors.get(name) ?? null, { limit });
        const step = between[pages];
        if (step !== undefined) await this.take(step);
        // Killed before the transaction: neither the page nor the cursor is there.
        if (lost.includes(pages)) continue;
        for (let times = twice.includes(pages) ? 2 : 1; times > 0; times -= 1) {
          this.mirror.applyPage({ ...stream, kinds: [] }, page);
        }
        this.cursors.set(name, throughJson(page.nextCursor));
        done = page.done;
      }
    }
  }

  difference(): string[] {
    const wrong: string[] = [];
    for (const sort of ['patient', 'appointment'] as const) {
      for (let each = 0; each < PEOPLE; each += 1) {
        const id = `${sort}-${each}`;
        const row = this.store.one(sort, id);
        const held = this.mirror.get(sort, id);
        const same =
          row === null || held === null
            ? row === held
            : sort === 'patient'
              ? row['given'] === held['givenName'] && (row['merged_into'] ?? null) === held['mergedInto']
              : Date.parse(row['starts_at'] as string) === held['startsAt'] && row['status'] === held['rawStatus'];
        if (!same) wrong.push(`${id}: ${JSON.stringify(row)} is held as ${JSON.stringify(held)}`);
      }
    }
    return wrong;
  }
}

async function tell(
  ways: Partial<AcmeWays>,
  { skewMs, lateCommitMs, steps }: { skewMs: number; lateCommitMs: number; steps: Step[] },
) {
  const practice = new Practice(ways);
  practice.store.setHabits({ skewMs, lateCommitMs });
  for (const step of steps) await practice.take(step);
  practice.store.advance(5 * MINUTE);
  await practice.walk({ do: 'walk', limit: 3, between: [], lost: [], twice: [] });
  return practice.difference();
}

describe('a vendor of any habit, and its mirror', () => {
  it(`S-04 ${RUNS} stories: late commits, skew, edits while paging, pages lost and twice, deletions, merges: the mirror is the vendor`, async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => expect(await tell({}, told)).toEqual([])),
      { numRuns: RUNS },
    );
  }, 300_000);

  it.each([
    ['no overlap', { overlapMs: 0 }],
    ['a clock of our own', { ownClock: true }],
    ['pages by number', { byPageNumber: true }],
  ] as [string, Partial<AcmeWays>][])(
    'S-04 the stories find %s',
    async (_title, ways) => {
      const outcome = await fc.check(
        fc.asyncProperty(story, async (told) => (await tell(ways, told)).length === 0),
        { numRuns: 5_000, endOnFailure: true },
      );
      expect(outcome.failed).toBe(true);
    },
    120_000,
  );
});
