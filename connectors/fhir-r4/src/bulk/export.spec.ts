import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cursor, PullPage } from '@keepwell/connector-sdk';
import { openTestContext, type OpenedContext } from '@keepwell/connector-sdk/testing';
import type { SourceRecord } from '@keepwell/domain/records';
import { serveFhir, simulatePractice, startClock, type ExportHabits, type FhirServer } from '@keepwell/simulator';
import { OFFERS_ALL, sendJson, startFakeServer, type FakeServer } from '../../test/fake-server.js';
import { fhirR4 } from '../connector.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const HOUR = 3_600_000;
const practice = simulatePractice({ seed: 'exported', patients: 60, asOf: NOW });
let clock: ReturnType<typeof startClock>;
let server: FhirServer;
let ours = NOW;
const opened: OpenedContext[] = [];

beforeEach(async () => {
  ours = NOW;
  clock = startClock({ from: NOW, speed: 0 });
  server = await serveFhir({ practice, clock, pageSize: 100 });
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((open) => open.close()));
  await server.close();
});

function connect(settings: Record<string, unknown> = {}, url = server.url, more: string[] = []): OpenedContext {
  const open = openTestContext(fhirR4, {
    settings: { url, timezone: 'Europe/London', reading: 'bulk', bulk_hours: 0, ...settings },
    exceptions: [new URL(url).origin, ...more],
    now: () => ours,
  });
  opened.push(open);
  return open;
}

const habits = (exports: ExportHabits) => server.setHabits({ exports });

interface Read {
  pages: PullPage[];
  cursor: Cursor;
  records: SourceRecord[];
}

/** Reads the export from a cursor to its end; with `killed`, each page in a process of its own. */
async function read(open: OpenedContext, from: Cursor | null = null, limit = 200, killed = false): Promise<Read> {
  const pages: PullPage[] = [];
  let cursor = from;
  let at = open;
  do {
    const page = await fhirR4.pull(at.context, 'Export', cursor, { limit });
    pages.push(page);
    cursor = JSON.parse(JSON.stringify(page.nextCursor)) as Cursor;
    if (page.waits !== undefined) ours += page.waits.afterMs;
    if (killed) {
      await at.close();
      at = connect(at.context.settings);
    }
  } while (!pages.at(-1)!.done);
  return { pages, cursor, records: pages.flatMap(({ records }) => records) };
}

async function readOn(open: OpenedContext, until: (page: PullPage) => boolean, limit = 200) {
  let cursor: Cursor | null = null;
  for (;;) {
    const page = await fhirR4.pull(open.context, 'Export', cursor, { limit });
    cursor = page.nextCursor;
    if (until(page)) return { page, cursor };
  }
}

const byKey = (records: SourceRecord[]) =>
  new Map(records.map((record) => [`${record.kind} ${record.id}`, JSON.stringify(record)]));
const aside = ({ pages }: Read) => pages.flatMap(({ unreadable }) => unreadable);
const kickOffs = () => server.asked().filter((asked) => asked.includes('$export'));

describe('reading by export', () => {
  it('X07 brings the same records as searching', async () => {
    const searching = connect({ reading: 'search' });
    const searched: SourceRecord[] = [];
    for (const stream of await fhirR4.streams(searching.context)) {
      let page: PullPage | null = null;
      while (page?.done !== true) {
        page = await fhirR4.pull(searching.context, stream.name, page?.nextCursor ?? null, { limit: 100 });
        searched.push(...page.records);
      }
    }
    const exporting = connect();
    // What the simulator cannot be searched for by code is not asked for at all.
    expect((await fhirR4.streams(exporting.context)).map(({ name }) => name)).toEqual(['Export']);
    const checked = await fhirR4.check(exporting.context);
    expect(checked).toMatchObject({
      ok: true,
      problems: [],
      notes: expect.arrayContaining([expect.stringContaining('By an export of everything')]),
    });
    const exported = await read(exporting);
    expect(searched.length).toBeGreaterThan(500);
    expect(byKey(exported.records)).toEqual(byKey(searched));
    expect(aside(exported)).toEqual([]);
    expect(exported.pages.at(-1)!.sweep!.kinds).toEqual(expect.arrayContaining(['patient', 'appointment', 'plan']));
    expect(exported.pages.at(-1)!.watermark).toBe(NOW - 5 * 60_000);
    // It was told that the files are not needed any more.
    expect(server.exportsKept()).toBe(0);
  });

  it('S-02 asks next for what was written since the time of the last export, and hears what was deleted', async () => {
    const first = await read(connect());
    const [patient] = first.records.filter(({ kind }) => kind === 'patient');
    clock.advance(2 * HOUR);
    ours += 2 * HOUR;
    await fetch(`${server.controlUrl}/Patient/${patient!.id}`, { method: 'DELETE' });
    const second = await read(connect(), first.cursor);
    expect(decodeURIComponent(kickOffs().at(-1)!)).toContain('_since=2026-03-10T11:55:00.000Z');
    expect(second.records.length).toBeLessThan(first.records.length / 2);
    expect(second.records).toContainEqual(expect.objectContaining({ kind: 'patient', op: 'delete', id: patient!.id }));
    expect(second.pages.every(({ sweep }) => sweep === undefined)).toBe(true);
    ours += 8 * 24 * HOUR;
    const third = await read(connect(), second.cursor);
    expect(kickOffs().at(-1)).not.toContain('_since');
    expect(third.pages.at(-1)!.sweep).toBeDefined();
  });

  it('leaves the server alone between two exports', async () => {
    const open = connect({ bulk_hours: 6 });
    const { cursor } = await read(open);
    ours += 5 * HOUR;
    await expect(fhirR4.pull(open.context, 'Export', cursor, { limit: 10 })).resolves.toMatchObject({ done: true });
    expect(kickOffs()).toHaveLength(1);
    ours += 2 * HOUR;
    await read(open, cursor);
    expect(kickOffs()).toHaveLength(2);
  });

  it('searches what the export does not bring, in its usual place', async () => {
    const open = connect({ bulk_types: 'Patient,Location,Practitioner' });
    const names = (await fhirR4.streams(open.context)).map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual(['Export', 'HealthcareService', 'Plans', 'Appointments']);
  });
});

describe('waiting for an export', () => {
  it('V-02 never sleeps: says how far it is, and does not ask before it may', async () => {
    habits({ looks: 2, retryAfterSeconds: 120 });
    const open = connect();
    const { page, cursor } = await readOn(open, ({ waits }) => waits !== undefined);
    expect(page.waits).toEqual({ says: 'The server prepares the export (33%).', afterMs: 120_000 });
    const asked = server.asked().length;
    ours += 60_000;
    const early = await fhirR4.pull(open.context, 'Export', cursor, { limit: 10 });
    expect(early.waits!.afterMs).toBe(60_000);
    expect(server.asked().length).toBe(asked);
    ours += 60_000;
    const rest = await read(open, early.nextCursor);
    expect(rest.records.length).toBeGreaterThan(500);
    expect(kickOffs()).toHaveLength(1);
  });

  it('V-02 takes "too often" for a wait, and waits longer and longer where it is not told how long', async () => {
    habits({ looks: 5, eager: 2 });
    const { pages } = await read(connect());
    expect(pages.flatMap(({ waits }) => waits?.afterMs ?? []).slice(0, 4)).toEqual([15_000, 30_000, 60_000, 120_000]);
  });

  it('gives up an export that does not end, says so, and asks for another one later', async () => {
    habits({ endless: true, retryAfterSeconds: 3600 });
    const open = connect();
    const given = read(open);
    await expect(given).rejects.toMatchObject({
      name: 'ConnectorBroken',
      message: 'The export was not ready after 24 hours and was given up; another one is asked for after an hour.',
    });
    expect(server.exportsKept()).toBe(0);
    expect(kickOffs()).toHaveLength(1);
  });

  it('asks for another export when one is forgotten, and rests when it always is', async () => {
    habits({ forgetsAfter: 2 });
    const open = connect();
    const { cursor } = await readOn(open, ({ records }) => records.length > 0, 1);
    const next = await fhirR4.pull(connect().context, 'Export', cursor, { limit: 50 });
    expect(next).toMatchObject({ records: [], done: false });
    habits({});
    await expect(read(connect(), next.nextCursor)).resolves.toMatchObject({ pages: expect.anything() });
    habits({ forgetsAfter: 0 });
    const at = ours;
    await expect(read(connect())).rejects.toMatchObject({
      message: expect.stringContaining('3 exports that came to nothing'),
    });
    expect(ours).toBe(at);
  });
});

describe('files of an export', () => {
  it.each([false, true])(
    'S-01 are read on in the middle after a kill, nothing lost and nothing twice (without ranges: %s)',
    async (withoutRanges) => {
      habits({ withoutRanges });
      const once = await read(connect(), null, 100_000);
      const killed = await read(connect(), null, 37, true);
      expect(killed.pages.length).toBeGreaterThan(10);
      const of = ({ records }: Read) =>
        records.filter(({ kind }) => kind !== 'service').map(({ kind, id }) => `${kind} ${id}`);
      expect(of(killed)).toEqual(of(once));
    },
  );

  it('that end in the middle of a line are read on from there', async () => {
    const whole = await read(connect());
    habits({ cut: { times: 1 } });
    const cut = await read(connect());
    expect(cut.pages.flatMap(({ waits }) => waits?.says ?? [])).toContain(
      'Patient, file 1 of the export ended in the middle of a line; it is read on from there.',
    );
    expect(byKey(cut.records)).toEqual(byKey(whole.records));
    expect(aside(cut)).toEqual([]);
    expect(cut.pages.at(-1)!.watermark).not.toBeUndefined();
  });

  it('that stay cut off are said, prove nothing, and are asked for once more', async () => {
    habits({ cut: { times: 100, type: 'Patient' } });
    const open = connect();
    const cut = await read(open);
    expect(aside(cut)).toEqual([
      expect.objectContaining({
        code: 'file_truncated',
        kind: null,
        where: expect.stringMatching(/^Patient, file 1, line \d+$/),
      }),
    ]);
    expect(cut.pages.at(-1)!.watermark).toBeUndefined();
    habits({});
    const again = await read(open, cut.cursor);
    expect(kickOffs().at(-1)).not.toContain('_since');
    expect(aside(again)).toEqual([]);
  });

  it('that hold fewer lines than was told are said, and prove nothing', async () => {
    habits({ told: 1 });
    const short = await read(connect());
    expect(aside(short).map(({ code }) => code)).toContain('count_differs');
    expect(aside(short).every(({ kind }) => kind === null)).toBe(true);
    expect(short.pages.at(-1)!.watermark).toBeUndefined();
  });

  it('S-07 of what could not be exported are put aside by code, without their words', async () => {
    habits({ errors: ['processing'] });
    const some = await read(connect());
    expect(aside(some)).toEqual([
      expect.objectContaining({ code: 'export_error', reason: expect.stringContaining('(processing)') }),
    ]);
  });

  it('of types that the server does not export: it says so, or nothing is concluded about them', async () => {
    habits({ withoutTypes: ['Appointment'] });
    await expect(read(connect())).rejects.toMatchObject({
      name: 'SettingsWrong',
      field: 'reading',
      message: expect.stringContaining('bulk_types'),
    });
    habits({ withoutTypes: ['Appointment', 'Encounter'], lenient: true });
    const { pages } = await read(connect());
    expect(pages.at(-1)!.sweep!.kinds).not.toContain('appointment');
  });
});

describe('X-10 where files of an export may lie', () => {
  let fake: FakeServer;
  let other: Server;
  let origin: string;
  let headers: (string | undefined)[];

  beforeEach(async () => {
    headers = [];
    other = createServer((request, response) => {
      headers.push(request.headers.authorization);
      response.end('{"resourceType":"Location","id":"l1","name":"Harbour"}\n');
    });
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    fake = await startFakeServer(OFFERS_ALL);
    fake.intercept = (request, response) => {
      if (request.url === '/token') sendJson(response, 200, { access_token: 'the-token', expires_in: 300 });
      else if (request.url!.includes('$export'))
        response.writeHead(202, { 'content-location': `${fake.base}/state` }).end();
      else if (request.url!.endsWith('/state')) {
        const output = [{ type: 'Location', url: `${origin}/l.ndjson?signature=1` }];
        sendJson(response, 200, { transactionTime: '2026-03-10T11:00:00Z', requiresAccessToken: false, output });
      } else return false;
      return true;
    };
  });
  afterEach(async () => {
    await fake.close();
    await new Promise((done) => other.close(done));
  });

  const secret = () => ({
    auth: 'client_secret',
    client_id: 'c',
    client_secret: 's',
    token_url: `${fake.origin}/token`,
  });

  it('X-10 nowhere but where somebody said', async () => {
    await expect(read(connect(secret(), fake.base, [origin]))).rejects.toMatchObject({
      name: 'ConnectorBroken',
      message: expect.stringContaining('name it in bulk_hosts'),
    });
    expect(headers).toEqual([]);
  });

  it('X-10 and the token goes there only when the files need it', async () => {
    const { records } = await read(connect({ ...secret(), bulk_hosts: origin }, fake.base, [origin]));
    expect(records.map(({ id }) => id)).toEqual(['l1']);
    expect(headers).toEqual([undefined]);
    expect(fake.authorizations).toContain('Bearer the-token');
  });

  it('X-10 and never into the network of this server', async () => {
    // Named in the settings, but no exception of the operator.
    await expect(read(connect({ ...secret(), bulk_hosts: origin }, fake.base))).rejects.toMatchObject({
      name: 'SettingsWrong',
    });
    expect(headers).toEqual([]);
  });
});
