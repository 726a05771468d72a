import type { RecordKind } from '@keepwell/domain/records';
import { fieldsBeyond, recordProblems } from '../record-shape.js';
import { Bench, type Read } from './bench.js';
import { Mirror } from './mirror.js';
import { PATIENT_WORDS } from './sample-practice.js';
import { shuffled } from './shuffled.js';

export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** One thing that must hold of a connector against a vendor whose truth moves. */
export interface WorldCheck {
  name: string;
  /** Not asked of vendors to which it does not apply. */
  applies?(bench: Bench): boolean;
  /** What is wrong, or null. */
  run(bench: Bench): Promise<string | null>;
}

/** Asked first: while it does not hold, nothing else says anything. */
export const holdsWhatTheVendorHolds: WorldCheck = {
  name: 'everything put in comes out as it was',
  async run(bench) {
    bench.fill();
    const read = await bench.run();
    return bench.difference() ?? contractProblems(bench, read);
  },
};

function contractProblems({ connector }: Bench, read: Read[]): string | null {
  for (const record of read.flatMap(({ page }) => page.records)) {
    const problems = recordProblems(record);
    const beyond = fieldsBeyond(connector.keeps, record).map((field) => `${field} is not said to be kept (S3-62)`);
    const [first] = [...problems, ...beyond];
    if (first !== undefined) return `${record.kind} ${record.id}: ${first}`;
  }
  return null;
}

/** Something to change on a record of each kind, by the first field that this vendor carries. */
const CHANGES: [RecordKind, string, (bench: Bench, id: string, round: number) => Record<string, unknown>][] = [
  ['patient', 'givenName', (_bench, _id, round) => ({ givenName: `Ada${'a'.repeat(round + 1)}` })],
  ['patient', 'familyName', (_bench, _id, round) => ({ familyName: `Quillfeather${'e'.repeat(round + 1)}` })],
  [
    'appointment',
    'startsAt',
    (bench, id) => {
      const { startsAt, endsAt } = bench.dataOf('appointment', id) as { startsAt: number; endsAt: number | null };
      return { startsAt: startsAt + 15 * MINUTE, endsAt: endsAt === null ? null : endsAt + 15 * MINUTE };
    },
  ],
  ['membership', 'status', (_bench, _id, round) => ({ status: round % 2 === 0 ? 'past_due' : 'active' })],
  ['invoice', 'balanceMinor', (_bench, _id, round) => ({ balanceMinor: 100 * (round + 1), status: 'open' })],
];

/** Changes record `index` of each kind that can be changed; only bookings that have not been yet are moved. */
export function changeSome(bench: Bench, index: number, round: number): void {
  const done = new Set<RecordKind>();
  for (const [kind, field, change] of CHANGES) {
    const ids = kind === 'appointment' ? bench.ids[kind].slice(3) : bench.ids[kind];
    const id = ids[index % Math.max(ids.length, 1)];
    if (id === undefined || done.has(kind) || !bench.carries(kind, field)) continue;
    done.add(kind);
    bench.change(kind, id, change(bench, id, round));
  }
}

/** Adds one of each kind of which a practice gets more every day. */
export function addSome(bench: Bench, n: number): void {
  for (const kind of ['patient', 'appointment', 'payment'] as const) {
    if (bench.carries(kind)) bench.add(kind, kind === 'appointment' ? 3 + (n % 4) : n);
  }
}

const repeatable: WorldCheck[] = [
  {
    name: 'S-03 what did not change is told the same again',
    async run(bench) {
      bench.fill();
      await bench.run();
      const before = bench.mirror.lines();
      bench.world.advance(10 * MINUTE);
      bench.cursors.clear();
      await bench.run();
      const after = bench.mirror.lines();
      const at = before.findIndex((line, index) => line !== after[index]);
      return at === -1 ? null : `${before[at]!.split(' ').slice(0, 2).join(' ')} is told differently the second time`;
    },
  },
  {
    name: 'S-03 the order in which pages come does not matter',
    async run(bench) {
      bench.fill();
      const read = await bench.run();
      for (let round = 0; round < 3; round += 1) {
        bench.world.advance(20 * MINUTE);
        changeSome(bench, 0, round);
        read.push(...(await bench.run()));
      }
      // What carries no time of its change cannot be put in order by anybody.
      const unordered = new Set(
        read.flatMap(({ page }) => page.records).flatMap((r) => (r.updatedAt === null ? [`${r.kind} ${r.id}`] : [])),
      );
      const endOf = (order: Read[]) => {
        const mirror = new Mirror();
        for (const record of order.flatMap(({ page }) => page.records)) {
          if (!unordered.has(`${record.kind} ${record.id}`)) mirror.apply(record);
        }
        return mirror.lines();
      };
      const straight = endOf(read);
      for (let seed = 1; seed <= 10; seed += 1) {
        const other = endOf(shuffled(read, seed));
        const at = straight.findIndex((line, index) => line !== other[index]);
        if (at !== -1)
          return `${straight[at]!.split(' ').slice(0, 2).join(' ')} ends otherwise when pages come in another order`;
      }
      return null;
    },
  },
];

const clocks: WorldCheck[] = [
  {
    name: 'S-02 what is committed up to 4 minutes late is not lost',
    async run(bench) {
      bench.world.setHabits({ lateCommitMs: 4 * MINUTE });
      await busyMorning(bench);
      return bench.difference();
    },
  },
  {
    name: 'S-02 a vendor’s clock 10 minutes slow loses nothing',
    async run(bench) {
      bench.world.setHabits({ skewMs: -10 * MINUTE });
      await busyMorning(bench);
      return bench.difference();
    },
  },
  {
    name: 'S-02 a vendor’s clock 10 minutes fast loses nothing',
    async run(bench) {
      bench.world.setHabits({ skewMs: 10 * MINUTE });
      await busyMorning(bench);
      return bench.difference();
    },
  },
  {
    name: 'S-02 a vendor’s clock that was a day ahead keeps nothing out',
    async run(bench) {
      bench.fill();
      await bench.run();
      bench.world.setHabits({ skewMs: DAY });
      for (const kind of ['patient', 'appointment', 'payment'] as const) {
        const [first] = bench.ids[kind];
        if (first !== undefined) bench.touch(kind, first);
      }
      await bench.run();
      bench.world.setHabits({ skewMs: 0 });
      for (let round = 1; round < 4; round += 1) {
        addSome(bench, round);
        // Longer than anybody reads again.
        bench.world.advance(90 * MINUTE);
        await bench.run();
      }
      return bench.difference();
    },
  },
  {
    name: 'a watermark is never ahead of what was read',
    async run(bench) {
      bench.world.setHabits({ lateCommitMs: 4 * MINUTE });
      bench.fill();
      const written = new Map<string, number>();
      const note = () => {
        for (const kind of ['patient', 'appointment', 'payment'] as const) {
          for (const id of bench.ids[kind])
            if (!written.has(`${kind} ${id}`)) written.set(`${kind} ${id}`, bench.world.now());
        }
      };
      note();
      for (let round = 0; round < 6; round += 1) {
        for (const { stream, page } of await bench.run()) {
          if (page.watermark === null || page.watermark === undefined) continue;
          if (page.watermark > bench.world.now()) return `${stream.name}: a watermark in the future`;
          for (const [key, at] of written) {
            const [kind, id] = [key.split(' ')[0] as RecordKind, key.slice(key.indexOf(' ') + 1)];
            const behind = stream.kinds.includes(kind) && at < page.watermark && bench.mirror.get(kind, id) === null;
            if (behind)
              return `${stream.name} says that all is read up to a time at which ${key} was written, and it was not read`;
          }
        }
        bench.world.advance(MINUTE);
        addSome(bench, round);
        note();
      }
      return null;
    },
  },
];

/** Things are added and changed every minute while somebody reads every minute. */
async function busyMorning(bench: Bench): Promise<void> {
  bench.fill();
  for (let round = 0; round < 8; round += 1) {
    await bench.run();
    bench.world.advance(MINUTE);
    changeSome(bench, round, round);
    addSome(bench, round);
  }
  bench.world.advance(5 * MINUTE);
  await bench.run();
}

/** Pages of a stream after which the kit writes: who begins again when something was written must come to an end. */
const MOST_TOUCHED = 12;

const paging: WorldCheck[] = [
  {
    name: 'rows that move while they are paged through are not lost',
    async run(bench) {
      // What an import leaves: many rows of one second.
      bench.fill();
      for (let n = 0; n < 6; n += 1) addSome(bench, n);
      bench.world.advance(20 * MINUTE);
      // Rows are written once more after each page: by the vendor itself where its world can, and by the kit, whatever it can.
      bench.world.setHabits({ driftWhilePaging: true });
      const pages = new Map<string, number>();
      const onPage = ({ stream: { name }, page }: Read) => {
        bench.world.advance(1_000);
        const before = pages.get(name) ?? 0;
        const [first] = page.records;
        if (!page.done && first !== undefined && before < MOST_TOUCHED) bench.touch(first.kind, first.id);
        const all = [...pages.values()].reduce((sum, count) => sum + count, 0);
        if (all < 6) changeSome(bench, all, all);
        pages.set(name, before + 1);
      };
      await bench.run({}, { onPage });
      bench.world.setHabits({ driftWhilePaging: false });
      bench.world.advance(10 * MINUTE);
      await bench.run();
      return bench.difference();
    },
  },
  {
    name: 'a row that comes again on the next page does no harm',
    async run(bench) {
      bench.world.setHabits({ repeatedRow: true });
      bench.fill();
      for (let n = 0; n < 6; n += 1) addSome(bench, n);
      await bench.run();
      return bench.difference();
    },
  },
];

const privacy: WorldCheck[] = [
  {
    name: 'secrets stay out of addresses, logs and cursors',
    run: async (bench) => leak(bench, bench.secrets()),
  },
  {
    name: 'patients stay out of addresses, logs and cursors',
    run: async (bench) => leak(bench, PATIENT_WORDS),
  },
];

async function leak(bench: Bench, words: string[]): Promise<string | null> {
  bench.fill();
  await bench.inContext((context) => bench.connector.check(context));
  await bench.run();
  bench.world.advance(10 * MINUTE);
  changeSome(bench, 0, 0);
  await bench.run();
  const places: [string, string[]][] = [
    ['an address', bench.world.requests().flatMap((request) => [request, decoded(request)])],
    ['a log or a cursor', bench.said],
  ];
  for (const [place, texts] of places) {
    const found = words.filter((word) => texts.some((text) => text.includes(word)));
    if (found.length > 0) return `${found.length} of the words appear in ${place}`;
  }
  return null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

export const CHANGE_CHECKS: WorldCheck[] = [...repeatable, ...clocks, ...paging, ...privacy];
