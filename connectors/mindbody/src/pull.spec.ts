import { aStudio, closeStudios, openIn, someStudio } from '../test/studio.js';
import { mindbody } from './connector.js';

afterAll(closeStudios);

it('S2-29 the check says that without a staff user reads are partial, which Mindbody does not', async () => {
  const { world } = await aStudio();
  world.put(someStudio());
  const opened = openIn(world, { username: '', password: '' });
  const { ok, problems } = await mindbody.check(opened.context);
  expect([ok, problems]).toEqual([
    false,
    [expect.stringContaining('No staff user is set'), expect.stringContaining('No client comes with an e-mail')],
  ]);
  await opened.close();
});

it('S2-29 the check finds a staff user who may not see contact details', async () => {
  const { world } = await aStudio({ hidesContacts: true });
  world.put(someStudio());
  const opened = openIn(world);
  const { ok, problems } = await mindbody.check(opened.context);
  expect([ok, problems]).toEqual([false, [expect.stringContaining('may not see contact details')]]);
  await opened.close();
});

it('a quiet hour costs next to nothing of the thousand requests of a day', async () => {
  const server = await aStudio();
  const { world } = server;
  world.put(someStudio());
  Object.assign(world.settings, { sweep_minutes: 120 });
  const cursors = new Map<string, unknown>();
  const poll = async () => {
    const opened = openIn(world);
    for (const { name } of await mindbody.streams(opened.context)) {
      for (let done = false; !done;) {
        const page = await mindbody.pull(opened.context, name, (cursors.get(name) ?? null) as null, { limit: 200 });
        cursors.set(name, page.nextCursor);
        ({ done } = page);
      }
    }
    await opened.close();
  };
  await poll();
  world.advance(10 * 60_000);
  await poll();
  const before = server.requests().length;
  for (let n = 0; n < 6; n += 1) {
    world.advance(10 * 60_000);
    await poll();
  }
  // Each time who changed, and what the site is called.
  expect(server.requests().length - before).toBeLessThanOrEqual(12);
});
