import { RetryLater, SettingsWrong, type ConnectorContext, type PullOptions } from '@keepwell/connector-sdk';
import { openTestContext, type OpenedContext } from '@keepwell/connector-sdk/testing';
import type { AppointmentStatus } from '@keepwell/domain/records';
import { OFFERS_ALL, startFakeServer, type FakeServer, type Offers } from '../test/fake-server.js';
import { aPatient, anAppointment, anEncounter } from '../test/resources.js';
import { fhirR4 } from './connector.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const MARCH = { from: Date.parse('2026-03-01T00:00:00Z'), to: Date.parse('2026-03-20T00:00:00Z') };
const WHOLE = { from: null, to: null };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function aServer(offers: Offers = OFFERS_ALL): Promise<FakeServer> {
  const server = await startFakeServer(offers);
  closing.push(() => server.close());
  return server;
}

function connect(server: FakeServer, statusMap?: ReadonlyMap<string, AppointmentStatus>): OpenedContext {
  const opened = openTestContext(fhirR4, {
    settings: { url: server.base, timezone: 'Europe/London' },
    exceptions: [server.origin],
    now: () => NOW,
    ...(statusMap === undefined ? {} : { statusMap }),
  });
  closing.push(() => opened.close());
  return opened;
}

async function walk(context: ConnectorContext, stream: string, compare?: PullOptions['compare']) {
  const options = { limit: 2, ...(compare === undefined ? {} : { compare }) };
  const pages = [await fhirR4.pull(context, stream, null, options)];
  while (!pages.at(-1)!.done) pages.push(await fhirR4.pull(context, stream, pages.at(-1)!.nextCursor, options));
  return { pages, ids: pages.flatMap(({ records }) => records.flatMap((r) => (r.kind === 'service' ? [] : [r.id]))) };
}

const visits = [
  anAppointment('old', { start: '2026-01-05T09:00:00Z' }),
  anAppointment('came', { start: '2026-03-02T09:00:00Z' }),
  anAppointment('moved', { start: '2026-03-25T09:00:00Z' }),
  anAppointment('ahead', { start: '2026-03-12T09:00:00Z' }),
  anEncounter('walkin', { period: { start: '2026-03-05T09:00:00Z' } }),
  anEncounter('walkin-old', { period: { start: '2026-01-06T09:00:00Z' } }),
  anEncounter('visit', { appointment: [{ reference: 'Appointment/came' }] }),
];

describe('a comparison', () => {
  it('S-05 reads what starts inside the range, says which range, and says nothing of how far the usual walk is', async () => {
    const server = await aServer();
    server.put(...visits);
    const { pages, ids } = await walk(connect(server).context, 'Appointments', MARCH);
    expect(ids.toSorted()).toEqual(['ahead', 'came', 'walkin']);
    expect(new Set(pages.map(({ sweep }) => JSON.stringify(sweep))).size).toBe(1);
    expect(pages[0]!.sweep).toMatchObject({ ...MARCH, kinds: ['appointment'] });
    expect(pages.every(({ watermark }) => watermark === undefined)).toBe(true);
    const searches = server.asked.filter((asked) => asked.includes('/Appointment?_count'));
    expect(searches[0]).toContain('date=ge2026-03-01T00:00:00.000Z&date=lt2026-03-20T00:00:00.000Z');
    expect(searches.join(' ')).not.toContain('_lastUpdated=');
  });

  it('S-05 reads everything where no range is given, and people whole in any range', async () => {
    const server = await aServer();
    server.put(...visits, aPatient('p1'), aPatient('p2'), aPatient('p3'));
    const { context } = connect(server);
    const whole = await walk(context, 'Appointments', WHOLE);
    expect(whole.ids.toSorted()).toEqual(['ahead', 'came', 'moved', 'old', 'walkin', 'walkin-old']);
    expect(whole.pages.at(-1)!.sweep).toEqual({ walk: expect.stringContaining('compare'), kinds: ['appointment'] });
    const people = await walk(context, 'Patient', MARCH);
    expect(people.ids).toEqual(['p1', 'p2', 'p3']);
    expect(people.pages.at(-1)!.sweep).toEqual({ walk: expect.stringContaining('compare') });
  });

  it('S-05 stays in the window of a server that is read by dates only', async () => {
    const server = await aServer({ Patient: ['_lastUpdated'], Appointment: ['date'], Encounter: ['date'] });
    server.put(...visits, anAppointment('ages-ago', { start: '2024-01-05T09:00:00Z' }));
    const { context } = connect(server);
    const ranged = await walk(context, 'Appointments', MARCH);
    // An Encounter that cannot be asked for by its appointment brings it once more.
    expect([...new Set(ranged.ids)].toSorted()).toEqual(['ahead', 'came', 'walkin']);
    const whole = await walk(context, 'Appointments', WHOLE);
    expect(whole.ids).not.toContain('ages-ago');
    expect(whole.pages.at(-1)!.sweep).toMatchObject({ from: Date.parse('2025-03-10T00:00:00Z') });
  });
});

it('X05 what a person said of a status word goes before FHIR’s own', async () => {
  const server = await aServer();
  server.put(anAppointment('a1', { status: 'checked-in' }), anAppointment('a2', { status: 'arrived' }));
  const { context } = connect(server, new Map([['checked-in', 'completed']]));
  const { pages } = await walk(context, 'Appointments');
  const told = pages.flatMap(({ records }) =>
    records.flatMap((r) => (r.kind === 'appointment' && r.op === 'upsert' ? [[r.data.status, r.data.rawStatus]] : [])),
  );
  expect(told).toEqual([
    ['completed', 'checked-in'],
    ['arrived', 'arrived'],
  ]);
});

/** As where a request is held back before it is sent. */
const NEVER_STARTED = {
  ...{ aborted: false, paused: false, reason: null, rawHeaders: null, rawTrailers: null },
  ...{ abort: () => undefined, pause: () => undefined, resume: () => undefined },
};

it.each([
  ['when to come back', new RetryLater('As many requests as this server allows have been made.', 4_000)],
  ['that nobody signs in for now', new SettingsWrong(null, 'This server has refused our credentials three times.')],
])('V-07 passes on what whoever paces us has said: %s', async (_title, said) => {
  const server = await aServer();
  const { context } = connect(server);
  // Jest's realm has an Error of its own, which fetch would not take for one and turn into words.
  Object.defineProperty(said, 'constructor', { value: Error });
  const dispatcher = context.http.dispatcher.compose(() => (_options, handler) => {
    handler.onResponseError?.(NEVER_STARTED, said);
    return true;
  });
  const asked = fhirR4.streams({ ...context, http: { ...context.http, dispatcher } });
  await expect(asked).rejects.toBe(said);
  expect(server.asked).toEqual([]);
});
