import { openTestContext } from '@keepwell/connector-sdk/testing';
import { serveOpenDental, startClock } from '@keepwell/simulator';
import { ASOF, somePractice, upsert, VISIT, ZONE } from '../test/practice.js';
import { openDental } from './connector.js';
import { everyRow, sessionOf } from './session.js';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

it('finds every visit of a full day once, while somebody writes in one between two pages', async () => {
  const server = await serveOpenDental({ zone: ZONE, clock: startClock({ from: ASOF, speed: 0 }) });
  const { world } = server;
  open.push(() => server.close());
  world.put(somePractice());
  const day = ASOF + 40 * 86_400_000;
  const ids = world.put(
    Array.from({ length: 130 }, (_, index) => upsert('appointment', `visit${index}`, { ...VISIT, startsAt: day })),
  );
  world.setHabits({ driftWhilePaging: true });
  const opened = openTestContext(openDental, {
    settings: world.settings,
    exceptions: [world.origin],
    now: () => world.now(),
  });
  open.push(() => opened.close());
  const query = { date: new Date(day).toISOString().slice(0, 10) };
  const rows = await everyRow(sessionOf(opened.context), 'appointments', query, 'AptNum');
  expect(rows.map((row) => String(row['AptNum'])).sort()).toEqual([...ids].sort());
});
