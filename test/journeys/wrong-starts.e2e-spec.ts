import { createServer, type AddressInfo, type Server } from 'node:net';
import { aDataFolder, keepwell, startKeepwell, type KeepwellUp } from '../support/keepwell-up.js';

/** Starts that cannot work: each ends with exit code 1 and one sentence that says what, where, and what to do. */

let folder: Awaited<ReturnType<typeof aDataFolder>>;
let running: KeepwellUp;
let taken: Server;

beforeAll(async () => {
  folder = await aDataFolder();
  running = await startKeepwell(folder.path, ['--no-demo']);
  taken = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => taken.once('listening', done));
}, 180_000);

afterAll(async () => {
  await new Promise((done) => taken?.close(done));
  await running?.stop();
  await folder?.remove();
});

const port = () => String((taken.address() as AddressInfo).port);

it.each([
  [
    'a port in use',
    () => keepwell(['up', '--port', port()], { KEEPWELL_DATA_DIR: `${folder.path}/other` }),
    /^error: Port \d+ is in use: .*--port/m,
  ],
  [
    'a data folder that a living Keepwell works with',
    () => keepwell(['up', '--port', '0'], { KEEPWELL_DATA_DIR: folder.path }),
    /^error: Keepwell already runs with the folder .*KEEPWELL_DATA_DIR/m,
  ],
  [
    'a database that is down',
    () =>
      keepwell(['up', '--port', '0'], {
        DATABASE_URL: 'postgresql://keepwell_app:sesame@127.0.0.1:1/keepwell',
        KEEPWELL_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
      }),
    /^error: The database does not answer/m,
  ],
  [
    'wrong variables, all named at once',
    () => keepwell(['up'], { PORT: 'eighty', REDIS_URL: 'http://x' }),
    /PORT must be[\s\S]*REDIS_URL must be|REDIS_URL must be[\s\S]*PORT must be/,
  ],
])(
  'refuses %s',
  async (_, start, sentence) => {
    const { code, out, said } = await start();
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(said).toMatch(sentence);
    expect(said).not.toContain('sesame');
    expect(said).not.toMatch(/^\s+at /m);
  },
  60_000,
);

it('goes on working meanwhile, and ends with exit code 0', async () => {
  const { status } = await fetch(`${running.url}/readyz`);
  expect(status).toBe(200);
  expect(await running.stop()).toBe(0);
}, 60_000);
