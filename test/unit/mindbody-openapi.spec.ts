import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findConnector } from '@keepwell/connectors';
import { type PullPage, type WriteOperation } from '@keepwell/connector-sdk';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { inClass, someStudio } from '../../connectors/mindbody/test/studio.js';
import { serveMindbody, simulatePractice, startClock } from '@keepwell/simulator';

/**
 * Our requests and the simulator's answers, held against the description of Mindbody's API by a proxy nobody here wrote: with `--errors` it answers
 * 4xx or 5xx itself where either side departs from it. The file has no licence, and is read where KEEPWELL_VENDOR_SPECS says it lies.
 */
const VENDOR_SPECS = process.env['KEEPWELL_VENDOR_SPECS'];
const FILE = join(VENDOR_SPECS ?? '', 'mindbody-public-api-v6-openapi.yml');
const ASOF = Date.parse('2026-11-02T09:00:00Z');
const READ_ALL = { class_visits: true, class_minutes: 0, contracts: true, contract_days: 0 };

/**
 * Each path demands a parameter `version` that stands in none, and some parts are named that the file does not hold: what nobody can send is not asked
 * for, and what is not described may be anything. Times are local and without a zone, which the file calls date-time and JSON Schema does not.
 */
function readable(description: string): string {
  const sendable = description
    .replaceAll(/^( *)- name: version\n\1 {2}in: path\n(?:\1 {2}.*\n)*/gm, '')
    .replaceAll(/^ *format: date-time\n/gm, '');
  const named = new Set([...sendable.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = '']) => name));
  const lacking = [...named].filter((name) => !sendable.includes(`\n    ${name}:`));
  return sendable.replace('\n  schemas:\n', `\n  schemas:\n${lacking.map((name) => `    ${name}: {}\n`).join('')}`);
}

const freePort = () =>
  new Promise<number>((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });

describe('X07 Mindbody, held against the vendor’s own description', () => {
  if (VENDOR_SPECS === undefined || !existsSync(FILE)) {
    // oxlint-disable-next-line jest/no-disabled-tests -- the vendor's file may not lie in this repository
    it.skip('skipped: set KEEPWELL_VENDOR_SPECS to a folder with mindbody-public-api-v6-openapi.yml', () => undefined);
    return;
  }
  let proxy: ChildProcess;
  let said = '';
  let server: Awaited<ReturnType<typeof serveMindbody>>;
  let origin: string;
  let folder: string;

  beforeAll(async () => {
    server = await serveMindbody({
      practice: simulatePractice({ seed: 'prism', patients: 40, asOf: ASOF, months: 8 }),
      clock: startClock({ from: ASOF, speed: 0 }),
    });
    server.world.put([...inClass('early', ASOF + 86_400_000, ['booked', 'late_cancelled']), ...someStudio()]);
    folder = await mkdtemp(join(tmpdir(), 'mindbody-openapi-'));
    const description = join(folder, 'description.yaml');
    await writeFile(description, readable(await readFile(FILE, 'utf8')));
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const prism = 'node_modules/@stoplight/prism-cli/dist/index.js';
    proxy = spawn(process.execPath, [
      prism,
      'proxy',
      '--errors',
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      description,
      server.origin,
    ]);
    proxy.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await new Promise<void>((done, failed) => {
      proxy.stdout?.on('data', () => said.includes('listening') && done());
      proxy.once('exit', (code) => failed(new Error(`the proxy ended with ${code}`)));
    });
  }, 120_000);

  afterAll(async () => {
    proxy?.kill();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const mindbody = findConnector('mindbody');
  if (mindbody === undefined) throw new Error('There is no Mindbody connector');
  const opened = () =>
    openTestContext(mindbody, {
      settings: {
        ...server.world.settings,
        url: `${origin}/public/v6`,
        sweep_minutes: 0,
        history_months: 8,
        ...READ_ALL,
      },
      exceptions: [origin],
      now: () => ASOF,
    });

  it('reads everything, what changed since, and a window', async () => {
    const source = opened();
    const { context } = source;
    expect((await mindbody.check(context)).problems).toEqual([]);
    for (const { name } of await mindbody.streams(context)) {
      let page: PullPage = { records: [], unreadable: [], nextCursor: null, done: false };
      const brought: unknown[] = [];
      for (const compare of [undefined, undefined, { from: ASOF - 30 * 86_400_000, to: ASOF }]) {
        page = { ...page, nextCursor: compare === undefined ? page.nextCursor : null, done: false };
        while (!page.done) {
          page = await mindbody.pull(context, name, page.nextCursor, {
            limit: 60,
            ...(compare === undefined ? {} : { compare }),
          });
          expect(page.unreadable).toEqual([]);
          brought.push(...page.records);
        }
      }
      expect([name, brought.length]).not.toEqual([name, 0]);
    }
    await source.close();
  }, 120_000);

  it('writes a contact log, a booking and its cancellation', async () => {
    const source = opened();
    const { context } = source;
    const ids = async (stream: string) =>
      (await mindbody.pull(context, stream, null, { limit: 10 })).records[0]?.id ?? '';
    const [patientId, practitionerId, locationId, serviceId] = await Promise.all(
      ['Clients', 'Staff', 'Locations', 'SessionTypes'].map(ids),
    );
    const startsAt = ASOF + 40 * 86_400_000;
    const write = async (operation: WriteOperation) => {
      const before = await mindbody.findWritten?.(context, operation);
      const answer = await mindbody.write?.(context, operation);
      expect([operation.kind, before, answer?.state]).toEqual([operation.kind, null, 'confirmed']);
      expect(await mindbody.findWritten?.(context, operation)).toEqual(answer);
      return answer;
    };
    await write({
      ...{ kind: 'log_contact', key: 'kw-1', patientId: patientId ?? '', at: ASOF, channel: 'call', direction: 'out' },
      text: 'Reached, will book',
    });
    const booked = await write({
      ...{ kind: 'book', key: 'kw-2', patientId: patientId ?? '', startsAt, endsAt: startsAt + 1_800_000, note: null },
      ...{ practitionerId: practitionerId ?? '', locationId: locationId ?? '', serviceId: serviceId ?? '' },
    });
    const appointmentId = booked?.state === 'confirmed' ? booked.ref : '';
    await write({ kind: 'cancel', key: 'kw-3', appointmentId, reason: null });
    expect(await mindbody.fetchOne?.(context, 'appointment', appointmentId)).toMatchObject({
      data: { status: 'cancelled' },
    });
    await source.close();
  }, 60_000);
});
