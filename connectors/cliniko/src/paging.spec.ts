import type { PullPage } from '@keepwell/connector-sdk';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { serveCliniko, startClock } from '@keepwell/simulator';
import { ASOF, somePractice, ZONE } from '../test/practice.js';
import { cliniko } from './connector.js';

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

it('loses no row when somebody writes in one after each page, and the rest moves up', async () => {
  const server = await serveCliniko({ zone: ZONE, clock: startClock({ from: ASOF, speed: 0 }) });
  const { world } = server;
  open.push(() => server.close());
  const ada = somePractice().find(({ id }) => id === 'ada');
  if (ada === undefined) throw new Error('There is no Ada');
  const people = Array.from({ length: 20 }, (_, index) => {
    world.advance(1_000);
    return world.put([{ ...ada, id: `person${index}` }])[0];
  });
  world.setHabits({ driftWhilePaging: true });
  const opened = openTestContext(cliniko, {
    settings: world.settings,
    exceptions: [world.origin],
    now: () => world.now(),
  });
  const { context } = opened;
  open.push(() => opened.close());
  const brought = new Set<string>();
  let page: PullPage = { records: [], unreadable: [], nextCursor: null, done: false };
  for (let pages = 0; !page.done && pages < 200; pages += 1) {
    page = await cliniko.pull(context, 'Patients', page.nextCursor, { limit: 3 });
    for (const { kind, id } of page.records) if (kind === 'patient') brought.add(id);
  }
  expect(page.done).toBe(true);
  expect(brought).toEqual(new Set(people));
});
