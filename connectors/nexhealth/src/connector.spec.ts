import { pullAll, type PullPage } from '@keepwell/connector-sdk';
import { appointment, at, aWorld, behind, closeWorlds, openIn, record, type World } from '../test/practice.js';
import { nexhealth } from './connector.js';

const HOUR = 3_600_000;

afterAll(() => closeWorlds());

async function walkOf(world: World, stream: string, from: PullPage | null = null, limit = 2): Promise<PullPage[]> {
  const { context, close } = openIn(world);
  const pages: PullPage[] = [];
  try {
    let cursor = from?.nextCursor ?? null;
    do {
      const page = await nexhealth.pull(context, stream, cursor, { limit });
      pages.push(page);
      cursor = page.nextCursor;
    } while (pages.at(-1)?.done !== true);
  } finally {
    await close();
  }
  return pages;
}

const ids = (pages: PullPage[]) => pages.flatMap(({ records }) => records.map(({ id }) => id));

describe('reading NexHealth', () => {
  it('brings what was cancelled although plain lists hide it, and leaves blocks out', async () => {
    const world = await aWorld(undefined, { blocks: 3 });
    world.setHabits({ hidesEnded: true });
    const pages = await walkOf(world, 'appointments');
    const statuses = pages.flatMap(({ records }) =>
      records.map((one) => (one.op === 'upsert' && 'status' in one.data ? one.data.status : '')),
    );
    expect([...statuses].sort((a, b) => String(a).localeCompare(String(b)))).toEqual([
      'booked',
      'cancelled',
      'completed',
      'no_show',
    ]);
    expect(pages.reduce((sum, page) => sum + (page.ignored ?? 0), 0)).toBe(6);
  });

  it('says the size of the page with every list, and no secret in any address', async () => {
    const world = await aWorld();
    const { context, close } = openIn(world);
    for await (const page of pullAll(nexhealth, context)) expect(page.page.unreadable).toEqual([]);
    await close();
    const lists = world
      .requests()
      .filter((line) => /^GET \/(appointments|patients|payments|providers|charges)\?/.test(line));
    expect(lists.length).toBeGreaterThan(5);
    expect(lists.filter((line) => !line.includes('per_page='))).toEqual([]);
    expect(world.requests().join(' ')).not.toContain(String(world.settings.api_key));
  });

  it('S-02 reads again from where the vendor was when the last walk began, and only that', async () => {
    const world = await aWorld();
    world.advance(HOUR);
    world.put([appointment('a5')]);
    const first = await walkOf(world, 'appointments');
    expect(ids(first)).toHaveLength(5);
    world.advance(2 * HOUR);
    world.put([appointment('a1', { status: 'cancelled', cancelledAt: world.now() })]);
    const second = (await walkOf(world, 'appointments', first.at(-1))).flatMap(({ records }) => records);
    expect(second).toHaveLength(2);
    expect(second).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ rawStatus: 'cancelled' }) }),
    );
  });

  it('loses nothing to commits that show up late', async () => {
    const world = await aWorld();
    world.setHabits({ lateCommitMs: 4 * 60_000 });
    const known = new Set<string>();
    let last: PullPage | null = null;
    for (let round = 0; round < 6; round += 1) {
      world.put([0, 1, 2].map((n) => appointment(`late-${round}-${n}`)));
      world.advance(60_000);
      const pages = await walkOf(world, 'appointments', last);
      last = pages.at(-1)!;
      for (const id of ids(pages)) known.add(id);
    }
    world.advance(10 * 60_000);
    for (const id of ids(await walkOf(world, 'appointments', last))) known.add(id);
    expect(known.size).toBe(4 + 18);
  });

  it('S-05 compares a range apart from its usual walk, and names what it covers', async () => {
    const world = await aWorld();
    const { context, close } = openIn(world);
    const range = { from: at('2026-03-01T00:00:00Z'), to: at('2026-03-05T00:00:00Z') };
    const pages: PullPage[] = [];
    let cursor = null;
    do {
      const page: PullPage = await nexhealth.pull(context, 'appointments', cursor, { limit: 1, compare: range });
      pages.push(page);
      cursor = page.nextCursor;
    } while (pages.at(-1)?.done !== true);
    await close();
    expect(ids(pages)).toHaveLength(2);
    expect(pages.at(-1)?.sweep).toMatchObject({ ...range, kinds: ['appointment'] });
  });

  describe('when NexHealth has stopped reading the practice', () => {
    it('X08 claims no more than it knows: the watermark stays where NexHealth stopped', async () => {
      const world = await aWorld();
      const stoppedAt = world.now();
      behind(world).moods.readsStoppedAt = stoppedAt;
      world.advance(8 * HOUR);
      const pages = await walkOf(world, 'appointments');
      expect(pages.at(-1)).toMatchObject({ done: true, watermark: stoppedAt });
    });

    it('makes no absences: nothing is swept, and a comparison waits', async () => {
      const world = await aWorld();
      behind(world).moods.readsStoppedAt = world.now();
      expect((await walkOf(world, 'providers')).every(({ sweep }) => sweep === undefined)).toBe(true);
      const { context, close } = openIn(world);
      const compared = nexhealth.pull(context, 'appointments', null, { limit: 5, compare: { from: null, to: null } });
      await expect(compared).rejects.toMatchObject({ name: 'RetryLater', afterMs: 1_800_000 });
      await close();
    });

    it('S2-29 says so in the check', async () => {
      const world = await aWorld();
      behind(world).moods.readsStoppedAt = world.now();
      const { context, close } = openIn(world);
      const { ok, notes } = await nexhealth.check(context);
      await close();
      expect(ok).toBe(true);
      expect(notes.join(' ')).toContain("has not read the practice's own system lately");
    });
  });

  it('S2-29 says what NexHealth gives and what it lacks', async () => {
    const world = await aWorld();
    const { context, close } = openIn(world);
    const result = await nexhealth.check(context);
    await close();
    expect(result).toMatchObject({
      ok: true,
      sourceName: 'Main Street, SimDent',
      timezone: 'America/New_York',
      problems: [],
    });
    expect(result.counts).toMatchObject({ patient: 4, appointment: 4, recall: 1 });
    const missing = result.missing.map(({ says }) => says).join(' ');
    expect(missing).toContain('no consents');
    expect(missing).toContain('no packages');
    expect(missing).not.toContain('no payments');
  });

  it('V-04 signs in anew when the token has run out, once, and goes on', async () => {
    const world = await aWorld();
    const { context, close } = openIn(world);
    const page = await nexhealth.pull(context, 'patients', null, { limit: 2 });
    world.advance(2 * HOUR);
    expect((await nexhealth.pull(context, 'patients', page.nextCursor, { limit: 2 })).records).toHaveLength(2);
    await close();
    expect(world.requests().filter((line) => line.includes('/authenticates'))).toHaveLength(2);
  });

  it('asks for one token however many pages wait for it', async () => {
    const world = await aWorld();
    const { context, close } = openIn(world);
    const streams = ['patients', 'appointments', 'payments', 'providers'];
    await Promise.all(streams.map((stream) => nexhealth.pull(context, stream, null, { limit: 5 })));
    await close();
    expect(world.requests().filter((line) => line.includes('/authenticates'))).toHaveLength(1);
  });

  it('reads one record again by its id, and says when there is none', async () => {
    const world = await aWorld([]);
    const [patient = ''] = world.put([record('patient', 'ada', { givenName: 'Fixture' })]);
    const [visit = ''] = world.put([appointment('a9')]);
    const { context, close } = openIn(world);
    expect(await nexhealth.fetchOne?.(context, 'patient', patient)).toMatchObject({ id: patient });
    expect(await nexhealth.fetchOne?.(context, 'appointment', visit)).toMatchObject({ id: visit });
    world.remove('appointment', 'a9');
    expect(await nexhealth.fetchOne?.(context, 'appointment', visit)).toBe('gone');
    expect(await nexhealth.fetchOne?.(context, 'patient', '12/../../locations')).toBe('gone');
    await close();
  });
});

describe('writing to NexHealth', () => {
  const people = [record('practitioner', 'lee', { name: 'Jo Lee' }), record('patient', 'ada', {})];
  const startsAt = at('2026-03-20T14:00:00Z');
  const wanted = (world: World) => {
    const [practitionerId = '', patientId = ''] = world.put(people);
    return {
      ...({ kind: 'book', key: 'k', patientId, practitionerId, startsAt, endsAt: startsAt + 1_800_000 } as const),
      ...{ locationId: null, serviceId: null, note: 'x'.repeat(200) },
    };
  };

  it('S3-05 takes a booking on, and finds it confirmed when the practice has taken it', async () => {
    const world = await aWorld([]);
    const operation = wanted(world);
    const { context, close } = openIn(world);
    expect(await nexhealth.findWritten?.(context, operation)).toBeNull();
    expect(await nexhealth.write?.(context, operation)).toMatchObject({ state: 'accepted' });
    expect(await nexhealth.findWritten?.(context, operation)).toMatchObject({ state: 'accepted' });
    world.advance(11 * 60_000);
    expect(await nexhealth.findWritten?.(context, operation)).toMatchObject({ state: 'confirmed' });
    await close();
  });

  it('S3-05 finds a booking whose answer was lost, so that it is not made twice', async () => {
    const world = await aWorld([], { losesAnswers: true, insertionMs: 0 });
    const operation = wanted(world);
    const { context, close } = openIn(world);
    await expect(nexhealth.write?.(context, operation)).rejects.not.toMatchObject({ name: 'RetryLater' });
    expect(await nexhealth.findWritten?.(context, operation)).toMatchObject({ state: 'confirmed' });
    await close();
  });

  it('sends nothing while NexHealth cannot write', async () => {
    const world = await aWorld([], { writesStopped: true });
    const operation = wanted(world);
    const { context, close } = openIn(world);
    await expect(nexhealth.write?.(context, operation)).rejects.toMatchObject({ name: 'RetryLater' });
    await close();
    expect(world.requests().filter((line) => line.startsWith('POST /appointments'))).toEqual([]);
  });

  it('says that a contact has no place there', async () => {
    const world = await aWorld([]);
    const { context, close } = openIn(world);
    const contact = {
      kind: 'log_contact',
      key: 'k',
      patientId: '1',
      at: 0,
      channel: 'call',
      direction: 'out',
      text: 'x',
    } as const;
    expect(await nexhealth.write?.(context, contact)).toMatchObject({ state: 'refused' });
    await close();
  });
});
