import type { Cursor, PullPage } from '@keepwell/connector-sdk';
import { appointment, aWorld, behind, closeWorlds, openIn, record, type World } from '../test/practice.js';
import { healthie } from './connector.js';

const HOUR = 3_600_000;

afterAll(() => closeWorlds());

const PEOPLE = 12;
const people = Array.from({ length: PEOPLE }, (_, at) => record('patient', `p${at}`, { familyName: `p${at}` }));

async function walkOf(world: World, stream: string, from: Cursor | null = null): Promise<PullPage[]> {
  const { context, close } = openIn(world);
  const pages: PullPage[] = [];
  try {
    let cursor = from;
    do {
      const page: PullPage = await healthie.pull(context, stream, cursor, { limit: 3 });
      pages.push(page);
      cursor = page.nextCursor;
    } while (pages.at(-1)?.done !== true);
  } finally {
    await close();
  }
  return pages;
}

const ids = (pages: PullPage[]) => new Set(pages.flatMap(({ records }) => records.map(({ id }) => id)));

/** One practice whose people were written half an hour apart. */
async function aPractice(): Promise<World> {
  const world = await aWorld([]);
  for (const each of people) {
    world.put([each]);
    world.advance(HOUR / 2);
  }
  world.advance(HOUR);
  return world;
}

describe('reading down a list, newest first', () => {
  it('stops at what is known: the next walk asks for one page of each', async () => {
    const world = await aPractice();
    const first = await walkOf(world, 'patients');
    expect(ids(first).size).toBe(PEOPLE);
    world.advance(HOUR);
    world.put([record('patient', 'p0', { familyName: 'changed' })]);
    const before = world.requests().length;
    const second = await walkOf(world, 'patients', first.at(-1)?.nextCursor);
    expect(second.flatMap(({ records }) => records)[0]).toMatchObject({ data: { familyName: 'changed' } });
    expect(world.requests().length - before).toBe(2);
  });

  it.each([false, true])('S-02 loses no row that changes while it reads (marks count rows: %s)', async (marksCount) => {
    const world = await aPractice();
    const { moods } = behind(world);
    moods.marksCount = marksCount;
    let changed = 0;
    // Deep in the list: what this walk has still before it jumps to where it was already.
    moods.meanwhile = () => {
      if (changed < 5) world.put([record('patient', `p${changed}`, { familyName: `changed ${changed}` })]);
      changed += 1;
    };
    const first = await walkOf(world, 'patients');
    moods.meanwhile = undefined;
    const second = await walkOf(world, 'patients', first.at(-1)?.nextCursor);
    expect(new Set([...ids(first), ...ids(second)]).size).toBe(PEOPLE);
    const told = JSON.stringify([...first, ...second]);
    for (const each of [0, 1, 2, 3, 4]) expect(told).toContain(`changed ${each}`);
  });

  it.each([false, true])(
    'S-02 loses no row when others leave the list while it reads (marks count rows: %s)',
    async (marksCount) => {
      const world = await aPractice();
      const { moods } = behind(world);
      moods.marksCount = marksCount;
      // Two at a time: the row that is read twice makes up for one.
      const newest = [
        ['p11', 'p10'],
        ['p9', 'p8'],
      ];
      moods.meanwhile = (root) => {
        for (const id of root === 'users' ? (newest.shift() ?? []) : []) world.remove('patient', id);
      };
      const pages = await walkOf(world, 'patients');
      const here = behind(world)
        .living.all('patient')
        .filter(({ deletedAt }) => deletedAt === null);
      expect(here).toHaveLength(PEOPLE - 4);
      // Everybody who is still there was brought, whatever was pulled past the border of a page.
      const known = JSON.stringify(pages);
      for (const { data } of here) expect(known).toContain(`"${data.familyName}"`);
    },
  );

  it('counts for nothing where rows keep leaving: the next walk reads the same again', async () => {
    const world = await aPractice();
    const { moods } = behind(world);
    moods.marksCount = true;
    let turn = 0;
    // The row that each page must begin with is gone, again and again.
    moods.meanwhile = () => {
      turn += 1;
      const shown = behind(world)
        .living.all('patient')
        .filter(({ deletedAt }) => deletedAt === null);
      const anchor = shown.at(-3);
      if (turn <= 7 && anchor !== undefined) world.remove('patient', anchor.id);
    };
    const pages = await walkOf(world, 'patients');
    expect(pages.at(-1)).toMatchObject({ done: true, watermark: null, nextCursor: { at: { marks: { since: null } } } });
    expect(pages.at(-1)?.sweep).toBeUndefined();
  });

  it('goes on where it stood after a stop of two hours, and loses nothing written meanwhile', async () => {
    const world = await aPractice();
    const { context, close } = openIn(world);
    const page = await healthie.pull(context, 'patients', null, { limit: 3 });
    world.advance(2 * HOUR);
    world.put([record('patient', 'p2', { familyName: 'written meanwhile' })]);
    await close();
    const rest = await walkOf(world, 'patients', page.nextCursor);
    const next = await walkOf(world, 'patients', rest.at(-1)?.nextCursor);
    expect(JSON.stringify([page, ...rest, ...next])).toContain('written meanwhile');
    expect(new Set([...ids([page]), ...ids(rest), ...ids(next)]).size).toBe(PEOPLE);
  });
});

describe('asking Healthie', () => {
  it('brings what its list leaves out unless it is asked: others’ calendars, what was, what was cancelled or missed', async () => {
    const world = await aWorld();
    const statuses = (await walkOf(world, 'appointments')).flatMap(({ records }) =>
      records.map((one) => (one.op === 'upsert' && 'rawStatus' in one.data ? one.data.rawStatus : null)),
    );
    expect(statuses).toEqual(expect.arrayContaining(['booked', 'Cancelled', 'No-Show', 'Occurred']));
  });

  it('stays below the complexity that Healthie allows, however much is wanted', async () => {
    const world = await aWorld();
    const { context, close } = openIn(world);
    for (const { name } of await healthie.streams(context)) {
      await expect(healthie.pull(context, name, null, { limit: 1000 })).resolves.toMatchObject({ unreadable: [] });
    }
    await close();
  });

  it('S2-29 says what this account may not see, and what that silences', async () => {
    const world = await aWorld(undefined, { hides: ['billingItems'], notAdmin: true });
    const { context, close } = openIn(world);
    const result = await healthie.check(context);
    await close();
    expect(result).toMatchObject({ ok: true, sourceName: 'Simulated Nutrition', timezone: 'America/New_York' });
    const says = result.missing.map((one) => one.says).join(' ');
    expect(says).toContain('no payments');
    // A recurring payment is told with what was bought, too: without the payments memberships are still there.
    expect(says).not.toContain('no memberships');
    expect(says).not.toContain('no packages');
    expect(result.notes.join(' ')).toContain('no administrator');
  });

  it('S2-29 refuses an account that may not see the appointments', async () => {
    const world = await aWorld(undefined, { hides: ['appointments'] });
    const { context, close } = openIn(world);
    const result = await healthie.check(context);
    await close();
    expect(result.ok).toBe(false);
    expect(result.problems.join(' ')).toContain('list of appointments');
  });

  it('reads one person of a group again, and says when the appointment was deleted', async () => {
    const world = await aWorld();
    const [id = ''] = world.put([appointment('g1-dee', { classId: 'g1', patientId: 'dee' })]);
    const { context, close } = openIn(world);
    expect(await healthie.fetchOne?.(context, 'appointment', id)).toMatchObject({
      id,
      data: { classId: id.split(':')[0] },
    });
    const [single = ''] = world.put([appointment('a1')]);
    world.remove('appointment', 'a1');
    expect(await healthie.fetchOne?.(context, 'appointment', single)).toBe('gone');
    expect(await healthie.fetchOne?.(context, 'package', '1')).toBe('forbidden');
    await close();
  });
});
