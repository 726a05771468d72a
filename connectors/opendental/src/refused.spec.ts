import type { Cursor, PullPage } from '@keepwell/connector-sdk';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { serveOpenDental, startClock, type OpenDentalServer } from '@keepwell/simulator';
import { ASOF, somePractice, upsert, VISIT, ZONE } from '../test/practice.js';
import { openDental } from './connector.js';

const HOUR = 3_600_000;
let server: OpenDentalServer;
let cursors: Map<string, Cursor>;
const logged: string[] = [];

beforeEach(async () => {
  server = await serveOpenDental({ zone: ZONE, clock: startClock({ from: ASOF, speed: 0 }) });
  server.world.put(somePractice());
  server.world.advance(HOUR);
  cursors = new Map();
  logged.length = 0;
});
afterEach(() => server.close());

async function inContext<T>(use: (context: Parameters<typeof openDental.check>[0]) => Promise<T>): Promise<T> {
  const { world } = server;
  const opened = openTestContext(openDental, {
    settings: world.settings,
    exceptions: [world.origin],
    now: () => world.now(),
  });
  try {
    return await use(opened.context);
  } finally {
    logged.push(...opened.logged);
    await opened.close();
  }
}

/** One walk of a stream, from where it stands: what it brought. */
const poll = (stream: string) =>
  inContext(async (context) => {
    const pages: PullPage[] = [];
    do {
      const page = await openDental.pull(context, stream, cursors.get(stream) ?? null, { limit: 50 });
      cursors.set(stream, page.nextCursor);
      pages.push(page);
    } while (pages.at(-1)?.done !== true);
    return pages.flatMap(({ records }) => records);
  });

const asked = (path: string, from = 0) =>
  server
    .requests()
    .slice(from)
    .map((request) => decodeURIComponent(request))
    .filter((request) => request.includes(`/${path}?`));

it('reads deletions whole where the audit trail will not be asked what changed, every four hours, and says so', async () => {
  server.moods.refusesDateTStamp = ['/histappointments'];
  await poll('Appointments');
  server.world.advance(HOUR);
  const [id = ''] = server.world.put([upsert('appointment', 'late', { ...VISIT, startsAt: ASOF + 9 * 86_400_000 })]);
  await poll('Appointments');
  server.world.advance(4 * HOUR);
  server.world.remove('appointment', id);
  const found = await poll('Appointments');
  expect(found.filter(({ op }) => op === 'delete').map((record) => record.id)).toEqual([id]);
  expect(logged.join(' ')).toContain('histappointments cannot be asked what changed: it is read whole');

  const before = server.requests().length;
  server.world.advance(HOUR);
  await poll('Appointments');
  expect(asked('histappointments', before)).toEqual([]);
  // Asked again in the old way each time: a version that was updated meanwhile is not punished for its youth.
  server.moods.refusesDateTStamp = [];
  server.world.advance(4 * HOUR);
  await poll('Appointments');
  const [again = ''] = asked('histappointments', before);
  expect(again).toContain(`DateTStamp=2026-03-03`);
});

it('reads a window of appointments each time where they will not be asked what changed', async () => {
  server.moods.refusesDateTStamp = ['/appointments'];
  await poll('Appointments');
  for (const n of [1, 2]) {
    server.world.advance(HOUR);
    const [id] = server.world.put([upsert('appointment', `late${n}`, { ...VISIT, startsAt: ASOF + n * 86_400_000 })]);
    expect((await poll('Appointments')).map((record) => record.id)).toContain(id);
  }
  expect(asked('appointments').filter((request) => request.includes('dateStart=2026-01-31'))).toHaveLength(2);
});

it('loses nothing between the refusal and the day on which the list answers again', async () => {
  server.moods.refusesDateTStamp = ['/commlogs'];
  await poll('Commlogs');
  server.world.advance(HOUR);
  await poll('Commlogs');
  const call = somePractice().find(({ kind }) => kind === 'communication');
  const [id] = server.world.put([{ ...call!, id: 'between' }]);
  server.world.advance(HOUR);
  expect(await poll('Commlogs')).toEqual([]);
  server.moods.refusesDateTStamp = [];
  server.world.advance(4 * HOUR);
  expect((await poll('Commlogs')).map((record) => record.id)).toContain(id);
});

it('S2-29 the check names what this version cannot be asked', async () => {
  server.moods.refusesDateTStamp = ['/histappointments'];
  const { ok, problems, notes } = await inContext((context) => openDental.check(context));
  expect([ok, problems]).toEqual([true, []]);
  expect(notes).toContain(
    'This version of Open Dental cannot be asked what changed in histappointments: it is read whole every 4 hours.',
  );
});

it('is not taken in by a 400 that has another cause', async () => {
  await poll('Commlogs');
  server.world.advance(HOUR);
  // Now both questions are refused: with what changed, and without.
  server.moods.refuses = ['/commlogs'];
  await expect(poll('Commlogs')).rejects.toMatchObject({ name: 'ConnectorBroken' });
});
