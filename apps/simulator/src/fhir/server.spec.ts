import { getBundle, nextOf, readAll, type Resource } from '../../test/fhir-reader.js';
import { startClock, type Clock } from '../clock.js';
import { Random } from '../random.js';
import { simulatePractice } from '../simulate-practice.js';
import { versionAt } from '../world.js';
import { RESOURCE_TYPES } from './resource.js';
import { serveFhir, type FhirServer, type FhirServerOptions } from './server.js';

const asOf = Date.parse('2026-11-02T09:00:00Z');
const DAY = 86_400_000;
const practice = simulatePractice({ seed: 'fhir', patients: 100, asOf });
const open: FhirServer[] = [];

async function serve(options: Partial<FhirServerOptions> = {}): Promise<FhirServer & { clock: Clock }> {
  const clock = options.clock ?? startClock({ from: asOf, speed: 0 });
  const server = await serveFhir({
    practice: simulatePractice({ seed: 'fhir', patients: 100, asOf }),
    clock,
    ...options,
  });
  open.push(server);
  return { ...server, clock };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

function post(url: string, body: unknown = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body: JSON.stringify(body) });
}

describe('the FHIR server', () => {
  it('pages through every type and hands over each resource exactly once', async () => {
    const { url } = await serve({ pageSize: 17 });
    for (const type of RESOURCE_TYPES) {
      const all = await readAll(`${url}/${type}`);
      expect(all.length).toBeGreaterThan(0);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      expect((await getBundle(`${url}/${type}`)).total).toBe(all.length);
      for (const sort of ['_lastUpdated', '-_lastUpdated']) {
        const sorted = await readAll(`${url}/${type}?_sort=${sort}&_count=50`);
        expect(sorted.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
      }
    }
  });

  it('says what the practice has on file at that moment, nothing of the future', async () => {
    const { url } = await serve();
    const expected = new Map<string, string>();
    for (const life of practice.people()) {
      for (const record of life.records) {
        if (record.kind !== 'appointment') continue;
        const data = versionAt<'appointment'>(record, asOf)?.data;
        if (data !== undefined && data.deletedAt === null)
          expected.set(record.id, new Date(data.startsAt).toISOString());
      }
    }
    const served = await readAll(`${url}/Appointment`);
    expect(new Map(served.map(({ id, start }) => [id, start]))).toEqual(expected);
    expect(served.every(({ meta }) => Date.parse(meta.lastUpdated) <= asOf)).toBe(true);
  });

  it('filters by _lastUpdated, the instant itself included', async () => {
    const { url } = await serve();
    const all = await readAll(`${url}/Appointment?_sort=_lastUpdated`);
    const middle = all[Math.floor(all.length / 2)]?.meta.lastUpdated ?? '';
    const since = await readAll(`${url}/Appointment?_lastUpdated=ge${middle}&_sort=_lastUpdated`);
    const expected = all.filter(({ meta }) => meta.lastUpdated >= middle);
    expect(since.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    expect(since[0]?.meta.lastUpdated).toBe(middle);
    expect(await readAll(`${url}/Appointment?_lastUpdated=gt${middle}`)).toHaveLength(
      all.filter(({ meta }) => meta.lastUpdated > middle).length,
    );
  });

  it('searches by patient, date window, status and ids', async () => {
    const { url } = await serve();
    const all = await readAll(`${url}/Appointment`);
    const of = (appointment: Resource) => JSON.stringify(appointment['participant']);
    const patientId = /Patient\/(P\d+)/.exec(of(all[0]!))?.[1] ?? '';
    const his = await readAll(`${url}/Appointment?patient=${patientId}`);
    expect(his.length).toBe(all.filter((it) => of(it).includes(`Patient/${patientId}"`)).length);
    const window = await readAll(`${url}/Appointment?date=ge2026-10-01&date=lt2026-10-08&_sort=date`);
    const starts = window.map(({ start }) => String(start));
    expect(starts).toEqual(
      all
        .map(({ start }) => String(start))
        .filter((at) => at >= '2026-10-01' && at < '2026-10-08')
        .sort(),
    );
    const lost = await readAll(`${url}/Appointment?status=noshow,cancelled`);
    expect(new Set(lost.map(({ status }) => status))).toEqual(new Set(['noshow', 'cancelled']));
    const two = all.slice(0, 2).map(({ id }) => id);
    const form = new URLSearchParams({ _id: two.join(',') });
    const posted = await fetch(`${url}/Appointment/_search`, { method: 'POST', body: form });
    expect(((await posted.json()) as { total: number }).total).toBe(2);
    const visits = await readAll(`${url}/Encounter?appointment=${all.map(({ id }) => `Appointment/${id}`).join(',')}`);
    expect(visits).toHaveLength((await readAll(`${url}/Encounter`)).length);
  });

  it('answers what it cannot do with an OperationOutcome', async () => {
    const { url } = await serve();
    const cases: [string, RequestInit, number][] = [
      [`${url}/Appointment/nobody`, {}, 404],
      [`${url}/Slot`, {}, 404],
      [`${url}/Appointment/%E0`, {}, 400],
      [`${url}/Appointment?_lastUpdated=geYesterday`, {}, 400],
      [`${url}/Appointment?_page=made-up`, {}, 400],
      [`${url}/Appointment?_count=many`, {}, 400],
      [`${url}/Appointment?colour=red`, { headers: { prefer: 'handling=strict' } }, 400],
      [`${url}/Appointment/A1`, { method: 'DELETE' }, 405],
    ];
    for (const [address, init, status] of cases) {
      const response = await fetch(address, init);
      expect([address, response.status]).toEqual([address, status]);
      expect(await response.json()).toMatchObject({ resourceType: 'OperationOutcome' });
    }
    expect((await fetch(`${url}/Appointment?colour=red`)).status).toBe(200);
  });

  it('forgets what is deleted: 410, and absent from every search', async () => {
    const { url, controlUrl } = await serve();
    const [first] = await readAll(`${url}/Appointment`);
    expect((await fetch(`${url}/Appointment/${first?.id}`)).status).toBe(200);
    await fetch(`${controlUrl}/Appointment/${first?.id}`, { method: 'DELETE' });
    expect((await fetch(`${url}/Appointment/${first?.id}`)).status).toBe(410);
    expect((await readAll(`${url}/Appointment`)).map(({ id }) => id)).not.toContain(first?.id);
    const removed = [...practice.people()]
      .flatMap((life) => life.records)
      .find((record) => {
        return record.kind === 'appointment' && versionAt(record, asOf)?.data.deletedAt;
      });
    expect((await fetch(`${url}/Appointment/${removed?.id}`)).status).toBe(410);
  });

  it('declares what it can', async () => {
    const { url } = await serve({ habits: { withoutLastUpdated: ['Appointment'] } });
    const statement = (await (await fetch(`${url}/metadata`)).json()) as {
      fhirVersion: string;
      rest: { resource: { type: string; searchParam: { name: string }[] }[] }[];
    };
    expect(statement.fhirVersion).toBe('4.0.1');
    const parameters = (type: string) =>
      statement.rest[0]?.resource.find((resource) => resource.type === type)?.searchParam.map(({ name }) => name);
    expect(parameters('Appointment')).not.toContain('_lastUpdated');
    expect(parameters('Encounter')).toContain('_lastUpdated');
    expect((await fetch(`${url}/Appointment?_lastUpdated=ge2026-01-01`)).status).toBe(400);
    expect((await fetch(`${url}/Encounter?_lastUpdated=ge2026-01-01`)).status).toBe(200);
  });

  it('refuses a port that is in use', async () => {
    const { url } = await serve();
    await expect(serveFhir({ practice, port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

describe('the FHIR server in a bad temper', () => {
  it('throttles with Retry-After, in seconds or as a date', async () => {
    const server = await serve({ habits: { tooManyRequests: { every: 3, retryAfterSeconds: 7 } } });
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await fetch(`${server.url}/Patient?_count=1`)).status);
    expect(statuses).toEqual([200, 200, 429, 200, 200, 429]);
    server.setHabits({ tooManyRequests: { every: 1, retryAfterSeconds: 7, as: 'date' } });
    const header = (await fetch(`${server.url}/Patient`)).headers.get('retry-after') ?? '';
    expect(Date.parse(header)).toBeGreaterThan(Date.now());
  });

  it('storms, shows a web page, points elsewhere, forgets its pages, repeats itself', async () => {
    const server = await serve({ habits: { storm: { every: 4, length: 2, retryAfterSeconds: 1 } }, pageSize: 10 });
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++) statuses.push((await fetch(`${server.url}/Patient?_count=1`)).status);
    expect(statuses).toEqual([200, 503, 503, 200, 200, 503, 503, 200]);
    server.setHabits({ html: { every: 1 } });
    const page = await fetch(`${server.url}/Patient`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    server.setHabits({ foreignNextLink: 'https://elsewhere.example' });
    expect(nextOf(await getBundle(`${server.url}/Patient`))).toMatch(
      /^https:\/\/elsewhere\.example\/fhir\/Patient\?_page=/,
    );
    server.setHabits({ pageLifetimeMs: -1 });
    const stale = nextOf(await getBundle(`${server.url}/Patient`)) ?? '';
    expect((await fetch(stale)).status).toBe(410);
    server.setHabits({ repeatedEntry: true });
    const repeated = await readAll(`${server.url}/Patient`);
    expect(new Set(repeated.map(({ id }) => id)).size).toBeLessThan(repeated.length);
  });

  it('commits late, so that a version appears after newer ones were already served', async () => {
    const clock = startClock({ from: asOf, speed: 0 });
    const { url } = await serve({ clock, habits: { lateCommitMs: 60 * 60_000 } });
    const seen = new Map<string, number>();
    let late = 0;
    for (let poll = 0; poll < 60; poll++) {
      const newest = Math.max(0, ...seen.values());
      for (const { id, meta } of await readAll(
        `${url}/Appointment?_lastUpdated=ge${new Date(asOf - DAY).toISOString()}`,
      )) {
        const key = `${id}/${meta.versionId}`;
        const at = Date.parse(meta.lastUpdated);
        if (!seen.has(key) && poll > 0 && at < newest) late += 1;
        seen.set(key, at);
      }
      clock.advance(15 * 60_000);
    }
    expect(late).toBeGreaterThan(0);
  }, 30_000);
});

describe('the living practice', () => {
  it('goes on as the clock does: visits are kept, bookings made', async () => {
    const { url, controlUrl } = await serve();
    const booked = await readAll(`${url}/Appointment?status=booked&date=ge2026-11-02&date=lt2026-11-06`);
    expect(booked.length).toBeGreaterThan(3);
    const total = (await readAll(`${url}/Appointment`)).length;
    expect((await post(`${controlUrl}/advance`, { days: 5 })).status).toBe(200);
    const later = await readAll(`${url}/Appointment?_id=${booked.map(({ id }) => id).join(',')}`);
    const kept = later.filter(({ status }) => status === 'fulfilled');
    expect(kept.length).toBeGreaterThan(booked.length / 2);
    expect((await readAll(`${url}/Appointment`)).length).toBeGreaterThan(total);
    const encounters = await readAll(`${url}/Encounter?appointment=${kept.map(({ id }) => id).join(',')}`);
    expect(encounters.map(({ status }) => status)).toEqual(kept.map(() => 'finished'));
  });

  it('lets an off-track patient book, keep it, cancel or not come, on demand', async () => {
    const server = await serve();
    const [patientId = '', other = ''] = server.control.offTrack();
    const booked = (await (await post(`${server.controlUrl}/patients/${patientId}/book`)).json()) as {
      appointmentId: string;
    };
    const before = new Date(asOf).toISOString();
    const fresh = await readAll(`${server.url}/Appointment?_lastUpdated=ge${before}`);
    expect(fresh.map(({ id, status }) => [id, status])).toEqual([[booked.appointmentId, 'booked']]);
    expect(server.control.offTrack()).not.toContain(patientId);

    server.clock.advance(1000);
    await post(`${server.controlUrl}/patients/${patientId}/cancel`);
    const lost = await getBundle(`${server.url}/Appointment?_id=${booked.appointmentId}`);
    expect(lost.entry[0]?.resource).toMatchObject({
      status: 'cancelled',
      cancelationReason: { coding: [{ code: 'pat' }] },
      meta: { versionId: '2' },
    });
    expect(server.control.offTrack()).toContain(patientId);

    server.control.book(other, { inDays: 3 });
    const missed = server.control.noShow(other);
    expect(missed.status).toBe('no_show');
    expect(Date.parse(missed.startsAt)).toBeLessThan(server.clock.now());

    server.clock.advance(1000);
    server.control.book(other);
    const here = server.control.visit(other);
    expect(here).toMatchObject({ status: 'arrived', startsAt: new Date(server.clock.now()).toISOString() });
    expect((await getBundle(`${server.url}/Appointment?_id=${here.appointmentId}`)).entry[0]?.resource['status']).toBe(
      'arrived',
    );

    server.clock.advance(1000);
    const { appointmentId } = server.control.book(patientId);
    server.clock.advance(9 * DAY);
    expect((await getBundle(`${server.url}/Appointment?_id=${appointmentId}`)).entry[0]?.resource['status']).toBe(
      'fulfilled',
    );
    expect(
      (await getBundle(`${server.url}/Appointment?_id=${missed.appointmentId}`)).entry[0]?.resource['status'],
    ).toBe('noshow');
  });

  it('lets off-track patients come back by themselves, and never all of them', async () => {
    const { control } = await serve();
    const before = control.offTrack();
    const random = new Random('comebacks');
    const back: string[] = [];
    for (let happening = control.comeBack(random); happening !== null; happening = control.comeBack(random)) {
      back.push(happening.patientId);
    }
    expect(back.length).toBeGreaterThan(3);
    expect(before).toEqual(expect.arrayContaining(back));
    expect(control.offTrack().length).toBe(before.length - back.length);
    expect(control.offTrack().length).toBeGreaterThanOrEqual(Math.floor(before.length / 2));
  });

  it('says what cannot happen, and lets no web page pull the strings', async () => {
    const { url, controlUrl } = await serve();
    const [patient] = await readAll(`${url}/Patient?_count=1`);
    expect((await post(`${controlUrl}/patients/nobody/book`)).status).toBe(409);
    expect((await post(`${controlUrl}/advance`, { weeks: 1 })).status).toBe(409);
    expect((await post(`${controlUrl}/nonsense`)).status).toBe(404);
    const fromPage = await fetch(`${controlUrl}/patients/${patient?.id}/book`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(fromPage.status).toBe(403);
  });
});
