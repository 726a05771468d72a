import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { PullPage } from '@keepwell/connector-sdk';
import type { SourceRecord } from '@keepwell/domain/records';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { serveNexHealth, startClock, type NexHealthServer } from '@keepwell/simulator';
import { nexhealth } from '../../connectors/nexhealth/src/connector.js';
import { appointment, NOW, PRACTICE } from '../../connectors/nexhealth/test/practice.js';

/**
 * The connector's requests and the simulator's answers, held against NexHealth's own OpenAPI by a proxy nobody here wrote: with `--errors` it answers 4xx or 5xx
 * itself where either side departs from it. That file has no licence and is not in the repository: it is read from the folder named by KEEPWELL_VENDOR_SPECS,
 * and where there is none these tests are left out, by name.
 */
const specs = process.env.KEEPWELL_VENDOR_SPECS;
const spec = specs === undefined ? '' : join(specs, 'pms', 'nexhealth-openapi-v20240412.json');
const described = existsSync(spec) ? describe : describe.skip;

const freePort = () =>
  new Promise<number>((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });

described("NexHealth's own description", () => {
  let server: NexHealthServer;
  let proxy: ChildProcess;
  let url: string;

  beforeAll(async () => {
    server = await serveNexHealth({ clock: startClock({ from: NOW, speed: 0 }) });
    server.world.put(PRACTICE);
    server.world.advance(60_000);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const prism = 'node_modules/@stoplight/prism-cli/dist/index.js';
    const options = ['proxy', '--errors', '-h', '127.0.0.1', '-p', String(port), spec, server.origin];
    proxy = spawn(process.execPath, [prism, ...options]);
    await new Promise<void>((done, failed) => {
      proxy.stdout?.on('data', (chunk: Buffer) => chunk.toString().includes('listening') && done());
      proxy.once('exit', (code) => failed(new Error(`the proxy ended with ${code}`)));
    });
  }, 60_000);

  afterAll(async () => {
    if (proxy?.exitCode === null) {
      const ended = new Promise((done) => proxy.once('exit', done));
      proxy.kill();
      await ended;
    }
    await server?.close();
  });

  function open() {
    const opened = openTestContext(nexhealth, {
      settings: { ...server.world.settings, url },
      exceptions: [url],
      now: () => server.world.now(),
    });
    return { ...opened, close: () => opened.close() };
  }

  async function walk(stream: string, compare?: { from: null; to: null }): Promise<PullPage[]> {
    const { context, close } = open();
    const pages: PullPage[] = [];
    try {
      let cursor = null;
      do {
        const page: PullPage = await nexhealth.pull(context, stream, cursor, { limit: 2, ...(compare && { compare }) });
        pages.push(page);
        cursor = page.nextCursor;
      } while (pages.at(-1)?.done !== true);
      return pages;
    } finally {
      await close();
    }
  }

  it.each([
    ...['locations', 'providers', 'appointment_types', 'patients', 'treatment_plans', 'appointments'],
    ...['patient_recalls', 'charges', 'guarantor_balances', 'payments'],
  ])('X07 takes how %s are asked for, page by page, and how they are answered', async (stream) => {
    const pages = await walk(stream);
    expect(pages.flatMap(({ records }) => records).length).toBeGreaterThan(0);
  });

  it('X07 takes a comparison', async () => {
    expect((await walk('appointments', { from: null, to: null })).at(-1)).toMatchObject({ done: true });
  });

  it('X07 takes the check and single records', async () => {
    const { context, close } = open();
    expect(await nexhealth.check(context)).toMatchObject({ ok: true, problems: [] });
    for (const stream of ['patients', 'appointments', 'payments', 'patient_recalls', 'treatment_plans', 'providers']) {
      const [record] = (await walk(stream)).flatMap(({ records }) => records);
      const again = await nexhealth.fetchOne?.(context, record!.kind, record!.id);
      expect(again).toMatchObject({ id: record!.id });
    }
    await close();
  });

  it('S3-05 takes a booking and a cancellation, and the look for both', async () => {
    const { context, close } = open();
    const [id = ''] = server.world.put([appointment('a9')]);
    const [patientId = ''] = server.world.put([PRACTICE.find(({ kind }) => kind === 'patient')!]);
    const [practitionerId = ''] = server.world.put([PRACTICE.find(({ kind }) => kind === 'practitioner')!]);
    const startsAt = NOW + 86_400_000;
    const booking = {
      ...({ kind: 'book', key: 'k', patientId, practitionerId, startsAt, endsAt: startsAt + 1_800_000 } as const),
      ...{ locationId: null, serviceId: null, note: 'Asked for by telephone' },
    };
    expect(await nexhealth.write?.(context, booking)).toMatchObject({ state: 'accepted' });
    expect(await nexhealth.findWritten?.(context, booking)).toMatchObject({ state: 'accepted' });
    const cancel = { kind: 'cancel', key: 'k2', appointmentId: id, reason: null } as const;
    expect(await nexhealth.write?.(context, cancel)).toMatchObject({ state: 'confirmed' });
    expect(await nexhealth.findWritten?.(context, cancel)).toMatchObject({ state: 'confirmed' });
    await close();
  });

  it('would refuse what is not as described, so that the above says something', async () => {
    const refused = await fetch(`${url}/appointments?subdomain=simulated-dental&start=soon`, {
      headers: { authorization: 'Bearer x', 'nex-api-version': 'v3.0.0' },
    });
    expect(refused.status).toBe(422);
  });

  it('would refuse an answer that is not as described', async () => {
    const patient = PRACTICE.find(({ kind, id }) => kind === 'patient' && id === 'dee');
    const data = patient?.op === 'upsert' ? patient.data : {};
    // An address that is a number: no type of ours allows it, so it goes in past the compiler.
    server.world.put([{ ...patient, data: { ...data, email: 5 } } as unknown as SourceRecord]);
    await expect(walk('patients')).rejects.toMatchObject({ name: 'RetryLater' });
    server.world.put([patient!]);
  });
});
