import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { pullAll } from '@keepwell/connector-sdk';
import { checkConnector, openTestContext, type ErrorScenario } from '@keepwell/connector-sdk/testing';
import { OFFERS_ALL, outcome, sendJson, startFakeServer, type FakeServer } from '../test/fake-server.js';
import { aLocation, anAppointment, anEncounter, aPatient, aPractitioner } from '../test/resources.js';
import { fhirR4 } from './connector.js';

const EXPORT = fileURLToPath(new URL('../fixtures/export', import.meta.url));
const NOW = Date.parse('2026-03-10T12:00:00Z');
const timezone = 'Europe/London';
const servers: FakeServer[] = [];
const folders: string[] = [];

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

async function aServer(offers = OFFERS_ALL): Promise<FakeServer> {
  const server = await startFakeServer(offers);
  servers.push(server);
  for (let n = 1; n <= 7; n += 1) server.put(aPatient(`p${n}`));
  server.put(aLocation('l1'), aPractitioner('d1'));
  for (let n = 1; n <= 5; n += 1) {
    server.put(anAppointment(`a${n}`, {}, `2026-03-0${n}T10:00:00Z`));
    server.put(anEncounter(`e${n}`, n > 3 ? {} : { appointment: [{ reference: `Appointment/a${n}` }] }));
  }
  server.put(anAppointment('a6', { start: undefined }));
  return server;
}

const open = (settings: Record<string, unknown>, exceptions: string[] = []) =>
  openTestContext(fhirR4, { settings: { timezone, ...settings }, exceptions, now: () => NOW });

/** A server that answers everything, or everything but its capabilities, in one way. */
function failing(
  title: string,
  error: ErrorScenario['error'],
  says: string,
  answer: (respond: Parameters<FakeServer['intercept']>[1], server: FakeServer) => void,
  only = /./,
): ErrorScenario {
  return {
    title,
    error,
    says,
    neverSays: ['Anna', 'Fixture', '1980'],
    open: async () => {
      const server = await aServer();
      server.intercept = (request, response) => {
        if (!only.test(request.url ?? '')) return false;
        answer(response, server);
        return true;
      };
      return open({ url: server.base }, [server.origin]);
    },
  };
}

/** What few servers have, so that every kind that is promised is brought. */
const MONEY_AND_CONTACT = {
  ...{ Invoice: ['_lastUpdated'], Consent: ['_lastUpdated'], Communication: ['_lastUpdated'] },
  Observation: ['_lastUpdated', 'code'],
};

const SEARCH = /Patient|Appointment/;
const html = '<!doctype html><title>Maintenance</title><p>Anna Fixture';

describe('fhir-r4', () => {
  it('V-01 S3-62 passes the conformance kit', async () => {
    const whole = await aServer({ ...OFFERS_ALL, ...MONEY_AND_CONTACT });
    const dated = await aServer({ ...OFFERS_ALL, Appointment: ['date'], Patient: [] });
    const records = { location: 1, practitioner: 1, patient: 7, service: 1, appointment: 7 };
    const report = await checkConnector(fhirR4, {
      wrongSettings: [
        { title: 'no source', settings: { timezone }, field: 'url' },
        { title: 'two sources', settings: { timezone, url: 'https://ehr.example', dir: '.' }, field: 'url' },
        { title: 'no zone', settings: { url: 'https://ehr.example' }, field: 'timezone' },
        { title: 'a wrong zone', settings: { url: 'https://ehr.example', timezone: 'Moon' }, field: 'timezone' },
        { title: 'not an address', settings: { url: 'ehr', timezone }, field: 'url' },
        { title: 'no such folder', settings: { dir: '/no/such/folder', timezone }, field: 'dir' },
        { title: 'a file for a folder', settings: { dir: `${EXPORT}/Patient.ndjson`, timezone }, field: 'dir' },
        {
          title: 'a secret is missing',
          settings: { url: 'https://ehr.example', timezone, auth: 'client_secret' },
          field: 'client_id',
        },
        { title: 'a private address', settings: { url: 'https://10.0.0.1/fhir', timezone }, field: 'url' },
        { title: 'no https', settings: { url: 'http://ehr.example/fhir', timezone }, field: 'url' },
      ],
      sources: [
        {
          title: 'a server that tells changes',
          open: async () => open({ url: whole.base }, [whole.origin]),
          limit: 3,
          expect: { records, unreadable: 1 },
        },
        {
          title: 'a server that searches by date only',
          open: async () => open({ url: `${dated.base}/` }, [dated.origin]),
          limit: 3,
          expect: { records, unreadable: 0 },
        },
        {
          title: 'a folder',
          open: async () => open({ dir: EXPORT }),
          limit: 2,
          expect: {
            records: { location: 1, practitioner: 1, patient: 4, plan: 1, recall: 1, service: 2, appointment: 6 },
            unreadable: 3,
          },
        },
      ],
      errors: [
        failing('a maintenance page', 'ConnectorBroken', 'web page', (response) => response.end(html)),
        failing('a maintenance page later', 'ConnectorBroken', 'web page', (response) => response.end(html), SEARCH),
        failing('a bare null', 'ConnectorBroken', 'not FHIR', (response) => response.end('null'), SEARCH),
        failing(
          'JSON that is no FHIR',
          'ConnectorBroken',
          'not FHIR',
          (response) => response.end('{"ok":true}'),
          SEARCH,
        ),
        failing('broken JSON', 'ConnectorBroken', 'not FHIR', (response) => response.end('{"resourceType":'), SEARCH),
        failing(
          'a resource for a list',
          'ConnectorBroken',
          'instead of a Bundle',
          (r) => sendJson(r, 200, aPatient('p1')),
          SEARCH,
        ),
        failing('another version of FHIR', 'ConnectorBroken', 'FHIR 5.0.0', (response) =>
          sendJson(response, 200, { resourceType: 'CapabilityStatement', fhirVersion: '5.0.0' }),
        ),
        failing(
          'a search it refuses',
          'ConnectorBroken',
          'invalid',
          (r) => sendJson(r, 400, outcome('invalid')),
          SEARCH,
        ),
        failing('an endless answer', 'ConnectorBroken', 'larger than', (response) => {
          response.write('{"a":"');
          const block = 'x'.repeat(1 << 20);
          const more = () => {
            while (!response.destroyed && response.write(block));
          };
          response.on('drain', more);
          more();
        }),
        failing('401', 'SettingsWrong', 'sign-in (401)', (response) => sendJson(response, 401, outcome('login'))),
        failing('403', 'SettingsWrong', 'forbids', (response) => sendJson(response, 403, outcome('forbidden')), SEARCH),
        failing('nothing there', 'SettingsWrong', 'no FHIR server', (response) =>
          response.writeHead(404).end('Not found'),
        ),
        failing('a redirect', 'SettingsWrong', 'redirect', (r) =>
          r.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
        ),
        failing('429', 'RetryLater', 'slow down', (response) =>
          sendJson(response, 429, outcome('throttled'), { 'retry-after': '7' }),
        ),
        failing('503', 'RetryLater', '503', (response) => response.writeHead(503).end()),
        failing('500', 'RetryLater', '500', (response) => response.writeHead(500).end(html), SEARCH),
        failing('a lock', 'RetryLater', 'lock-error', (r) => sendJson(r, 409, outcome('lock-error')), SEARCH),
        failing(
          'a broken connection',
          'RetryLater',
          'not reached',
          (response) => void response.socket?.destroy(),
          SEARCH,
        ),
        {
          title: 'a server that is down',
          error: 'RetryLater',
          says: 'Nothing answers',
          open: async () => {
            const origin = `http://127.0.0.1:${await freePort()}`;
            return open({ url: `${origin}/fhir` }, [origin]);
          },
        },
        {
          title: 'an appointment without a start, a line that is no JSON',
          error: 'RecordUnreadable',
          says: 'has no start',
          neverSays: ['Fixture', 'Brown'],
          open: async () => open({ dir: EXPORT }),
        },
        {
          title: 'a folder without FHIR',
          error: 'SettingsWrong',
          says: 'no *.json',
          open: async () => open({ dir: await aFolder({ 'notes.txt': 'hello' }) }),
        },
      ],
    });
    // What is pushed has its scenarios in conformance.ts; here every way to fail is tried.
    const failures = report.failures.filter(({ check }) => check !== 'there is a scenario for each way in and out');
    expect(failures).toEqual([]);
    expect(report.passed.length).toBeGreaterThan(25);
  }, 60_000);

  it.each([
    ['120', 120_000],
    [new Date(NOW + 90_000).toUTCString(), 90_000],
  ])('V-02 passes on how long the server asks us to stay away: %s', async (header, afterMs) => {
    const server = await aServer();
    server.intercept = (_request, response) => {
      sendJson(response, 429, outcome('throttled'), { 'retry-after': header });
      return true;
    };
    const { context, close } = openIn(server);
    await expect(fhirR4.streams(context)).rejects.toMatchObject({ name: 'RetryLater', afterMs });
    await close();
  });

  it('S2-29 says what a source gives, what it lacks, and how it will be read', async () => {
    const server = await aServer({ Patient: ['_lastUpdated'], Appointment: ['date'], Encounter: ['_lastUpdated'] });
    const { context, close } = openIn(server);
    const result = await fhirR4.check(context);
    expect(result).toMatchObject({ ok: true, sourceName: 'Fake EHR', timezone, problems: [], counts: { patient: 7 } });
    expect(result.missing).toContainEqual({
      part: 'payments',
      says: 'This source gives no payments: R21 says "no data".',
    });
    expect(result.notes).toContain('Appointments: a window of dates, each time anew');
    await close();
  });

  it('S2-29 refuses a server that has no appointments, in a sentence', async () => {
    const server = await aServer({ Patient: ['_lastUpdated'] });
    const { context, close } = openIn(server);
    const result = await fhirR4.check(context);
    expect(result.ok).toBe(false);
    expect(result.problems.join(' ')).toContain('no appointments');
    await close();
  });

  it('S-07 keeps what it puts aside as it was received, and says where it lay', async () => {
    const opened = open({ dir: EXPORT });
    const aside = [];
    for await (const { page } of pullAll(fhirR4, opened.context)) aside.push(...page.unreadable);
    expect(aside.map(({ code, where }) => `${code} ${where}`)).toEqual([
      'not_json Patient.ndjson:3',
      'not_fhir bundle.json:12',
      'start_missing Appointment.ndjson:3',
    ]);
    expect(aside.map(({ raw }) => raw?.slice(0, 40))).toEqual([
      expect.stringContaining('"id":"p3"'),
      expect.stringContaining('"fullUrl"'),
      expect.stringContaining('"id":"a3"'),
    ]);
    await opened.close();
  });

  it('reads a folder to the same records when an empty Bundle lies in it', async () => {
    const folder = await aFolder({});
    await cp(EXPORT, folder, { recursive: true });
    await writeFile(join(folder, 'empty.json'), '{"resourceType":"Bundle","type":"collection"}');
    const opened = open({ dir: folder });
    const { counts, notes } = await fhirR4.check(opened.context);
    expect(counts).toMatchObject({ patient: 4, appointment: 6 });
    expect(notes).toContain('3 pieces cannot be understood and are put aside.');
    await opened.close();
  });
});

function openIn(server: FakeServer) {
  const opened = open({ url: server.base }, [server.origin]);
  return { context: opened.context, close: () => opened.close() };
}

async function aFolder(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwell-fhir-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
