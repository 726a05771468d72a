import { Temporal } from 'temporal-polyfill';
import type { Instant, RecordKind } from '@keepwell/domain/records';
import type { Bench, Read } from './bench.js';
import { DAY, MINUTE, type WorldCheck } from './world-checks.js';

const WORD = 'zwischenparken';

/** What ends, goes, is merged and comes back. */
const endings: WorldCheck[] = [
  {
    name: 'what is cancelled or archived still arrives where lists hide it',
    applies: (bench) => bench.carries('appointment', 'status') || bench.carries('patient', 'archivedAt'),
    async run(bench) {
      bench.world.setHabits({ hidesEnded: true });
      bench.fill();
      await bench.run();
      bench.world.advance(10 * MINUTE);
      const now = Math.floor(bench.world.now() / MINUTE) * MINUTE;
      const booked = bench.ids.appointment[4];
      if (booked !== undefined && bench.carries('appointment', 'status')) {
        const cancelledAt = bench.carries('appointment', 'cancelledAt') ? now : null;
        bench.change('appointment', booked, { status: 'cancelled', cancelledAt });
      }
      const patient = bench.ids.patient[4];
      if (patient !== undefined && bench.carries('patient', 'archivedAt'))
        bench.change('patient', patient, { archivedAt: now });
      await bench.run();
      return bench.difference();
    },
  },
  {
    name: 'what is deleted goes',
    applies: (bench) => bench.carries('appointment') || bench.carries('patient'),
    async run(bench) {
      bench.fill();
      const patient = bench.carries('patient') ? bench.add('patient', 5) : null;
      const read = await bench.run();
      bench.world.advance(10 * MINUTE);
      const appointment = bench.ids.appointment[4];
      if (appointment !== undefined && deletes(read, 'appointment')) bench.remove('appointment', appointment);
      if (patient !== null && deletes(read, 'patient')) bench.remove('patient', patient);
      await bench.run();
      // Where a vendor only stops mentioning something, the comparison is what finds it.
      const explicit = read.every(({ stream }) => stream.deletes !== 'absence' || stream.mode !== 'delta');
      if (!explicit) await bench.run({}, { compare: { from: null, to: null } });
      return bench.difference();
    },
  },
  {
    name: 'a chain of merges leads to who is left',
    applies: (bench) => bench.world.merge !== null && bench.carries('patient'),
    async run(bench) {
      bench.fill();
      const [a = '', b = '', c = ''] = [5, 6, 7].map((n) => bench.add('patient', n));
      await bench.run();
      bench.world.advance(10 * MINUTE);
      bench.merge(a, b);
      await bench.run();
      bench.world.advance(10 * MINUTE);
      bench.merge(b, c);
      await bench.run();
      return bench.difference();
    },
  },
  {
    name: 'what is made again after it was deleted lives',
    applies: (bench) => bench.carries('appointment') || bench.carries('patient'),
    async run(bench) {
      bench.fill();
      const kind = bench.carries('appointment') ? 'appointment' : 'patient';
      const id = bench.add(kind, 5);
      const read = await bench.run();
      if (!deletes(read, kind)) return null;
      bench.world.advance(10 * MINUTE);
      bench.remove(kind, id);
      await bench.run();
      bench.world.advance(10 * MINUTE);
      bench.change(kind, id, {});
      await bench.run();
      return bench.difference();
    },
  },
  {
    name: 'S-05 a comparison finds what was missed and what is gone',
    async run(bench) {
      bench.fill();
      const read = await bench.run();
      const comparing = new Set(
        read.filter(({ stream }) => stream.compares === true).flatMap(({ stream }) => stream.kinds),
      );
      if (comparing.size === 0) return null;
      bench.world.advance(10 * MINUTE);
      for (const kind of ['patient', 'appointment'] as const) {
        if (!comparing.has(kind) || bench.ids[kind].length === 0) continue;
        bench.mirror.forget(kind, bench.ids[kind][3]!);
        if (kind === 'appointment' && deletes(read, kind)) bench.remove(kind, bench.ids[kind][4]!);
      }
      const now = bench.world.now();
      const nightly = await bench.run({}, { compare: { from: now - 30 * DAY, to: now + 90 * DAY } });
      const weekly = await bench.run({}, { compare: { from: null, to: null } });
      const silent = [...nightly, ...weekly].find(({ page }) => page.done && page.sweep === undefined);
      return silent === undefined ? bench.difference() : `${silent.stream.name}: the comparison names no sweep`;
    },
  },
];

/** Whether any stream says that it tells of deletions of this kind. */
function deletes(read: Read[], kind: RecordKind): boolean {
  return read.some(({ stream }) => stream.kinds.includes(kind) && stream.deletes !== 'none');
}

const values: WorldCheck[] = [
  {
    name: 'ids stay the text they are',
    applies: (bench) => bench.carries('patient'),
    async run(bench) {
      bench.fill();
      // Two that a double cannot tell apart, and the shapes that vendors have changed to over night.
      for (const id of ['9007199254740992', '9007199254740993', '6f1c0e9a-52c4-4f0e-9d0b-0b6f4a3c7f11', 'pat_01HZX4']) {
        bench.add('patient', bench.ids.patient.length, {}, id);
      }
      await bench.run();
      return bench.difference();
    },
  },
  {
    name: 'a status word that nobody knows is unknown, and kept',
    applies: (bench) => bench.world.setStatusWord !== null && bench.carries('appointment'),
    async run(bench) {
      const { held, aside } = await readWord(bench, {});
      if (aside) return null;
      if (held?.['status'] !== 'unknown') return `it is told as ${String(held?.['status'])}`;
      return String(held['rawStatus']).toLowerCase() === WORD ? null : 'the word itself is not in rawStatus';
    },
  },
  {
    name: 'what a person said of a status word goes first',
    applies: (bench) => bench.world.setStatusWord !== null && bench.carries('appointment'),
    async run(bench) {
      const { held } = await readWord(bench, { statusMap: new Map([[WORD, 'no_show' as const]]) });
      return held?.['status'] === 'no_show'
        ? null
        : `it is told as ${String(held?.['status'])}, although a person said no_show`;
    },
  },
  {
    name: 'appointments keep their instant on the days when clocks jump',
    applies: (bench) => bench.carries('appointment', 'startsAt') && jumps(bench).length > 0,
    async run(bench) {
      for (const { at, doubled } of jumps(bench)) {
        bench.world.advance(Math.max(at - 3 * DAY - bench.world.now(), 0));
        if (bench.ids.patient.length === 0) bench.fill();
        const tried = [-90, -30, 0, 30, 90].map((minutes) => {
          const startsAt = at + minutes * MINUTE;
          return { startsAt, id: bench.add('appointment', 3, { startsAt, endsAt: startsAt + 15 * MINUTE }) };
        });
        await bench.run();
        for (const { startsAt, id } of tried) {
          const told = bench.mirror.get('appointment', id)?.['startsAt'];
          // A vendor that writes local time cannot tell the second of a doubled hour from the first.
          const first = doubled && startsAt >= at && startsAt < at + 60 * MINUTE ? startsAt - 60 * MINUTE : startsAt;
          if (told !== startsAt && told !== first) {
            return `${new Date(startsAt).toISOString()} is told as ${typeof told === 'number' ? new Date(told).toISOString() : 'nothing'}`;
          }
        }
      }
      return null;
    },
  },
];

async function readWord(bench: Bench, around: Parameters<Bench['run']>[0]) {
  bench.fill();
  await bench.run(around);
  bench.world.advance(10 * MINUTE);
  const id = bench.ids.appointment[4]!;
  bench.world.setStatusWord!(id, WORD);
  const read = await bench.run(around);
  const aside = read.some(({ page }) => page.unreadable.some((each) => each.id === id));
  return { held: bench.mirror.get('appointment', id), aside };
}

/** The next two jumps of the clock in the practice's zone. */
function jumps(bench: Bench): { at: Instant; doubled: boolean }[] {
  const found: { at: Instant; doubled: boolean }[] = [];
  let here = Temporal.Instant.fromEpochMilliseconds(bench.world.now()).toZonedDateTimeISO(bench.scenario.timezone);
  while (found.length < 2) {
    const next = here.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds - bench.world.now() > 500 * DAY) break;
    found.push({ at: next.epochMilliseconds, doubled: next.offsetNanoseconds < here.offsetNanoseconds });
    here = next;
  }
  return found;
}

export const VALUE_CHECKS: WorldCheck[] = [...endings, ...values];
