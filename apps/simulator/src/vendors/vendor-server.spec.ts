import { request } from 'node:http';
import { startClock } from '../clock.js';
import { simulatePractice } from '../simulate-practice.js';
import { serveCliniko, SIMULATED_CLINIKO_KEY } from './cliniko/world.js';

const asOf = Date.parse('2026-11-02T09:00:00Z');
const key = Buffer.from(`${SIMULATED_CLINIKO_KEY}:`).toString('base64');
const signed = { authorization: `Basic ${key}`, 'user-agent': 'Test (it@example.com)' };
let server: Awaited<ReturnType<typeof serveCliniko>>;

beforeEach(async () => {
  server = await serveCliniko({
    practice: simulatePractice({ seed: 'vendors', patients: 30, asOf, months: 6 }),
    clock: startClock({ from: asOf, speed: 0 }),
  });
});

afterEach(() => server.close());

const ask = (path: string, headers: Record<string, string> = signed) => fetch(`${server.url}${path}`, { headers });

function statusFor(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${server.url}/patients`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('a simulated vendor', () => {
  it('answers on loopback, to no web page, and only with the key', async () => {
    expect((await ask('/patients')).status).toBe(200);
    expect((await ask('/patients', {})).status).toBe(401);
    expect(await statusFor({ ...signed, host: 'elsewhere.example' })).toBe(421);
    expect(await statusFor({ ...signed, origin: 'https://elsewhere.example' })).toBe(403);
    expect((await ask('/nothing')).status).toBe(404);
    expect((await fetch(`${server.url}/patients`, { method: 'PUT', headers: signed })).status).toBe(405);
  });

  it('keeps what was asked of it, with the query and without a header', async () => {
    await ask('/patients?page=2&per_page=5');
    expect(server.requests()).toEqual(['GET /v1/patients?page=2&per_page=5']);
  });

  it('tells the time of the simulated server', async () => {
    server.setHabits({ skewMs: 600_000 });
    expect(Date.parse((await ask('/businesses')).headers.get('date') ?? '')).toBe(asOf + 600_000);
  });

  it('has its moods: too many requests in the vendor’s way, storms, a web page', async () => {
    server.setHabits({ tooManyRequests: { every: 1, retryAfterSeconds: 30, as: 'vendor' } });
    const busy = await ask('/patients');
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, null]);
    expect(busy.headers.get('x-ratelimit-reset')).toBe(String(asOf / 1000 + 30));
    server.setHabits({ storm: { every: 2, length: 1 } });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await ask('/patients')).status);
    expect(statuses).toEqual([503, 200, 503, 200]);
    server.setHabits({ html: { every: 1 } });
    expect((await ask('/patients')).headers.get('content-type')).toContain('text/html');
  });

  it('has its strings under /_sim: what happens there is seen through the vendor’s API', async () => {
    const [patientId = ''] = server.control?.offTrack() ?? [];
    const booked = await fetch(`${server.controlUrl}/patients/${patientId}/book`, { method: 'POST', body: '{}' });
    expect(booked.status).toBe(200);
    const now = new Date(asOf).toISOString().replace('.000', '');
    const fresh = (await (
      await ask(`/individual_appointments?${new URLSearchParams({ 'q[]': `updated_at:>=${now}` }).toString()}`)
    ).json()) as { total_entries: number };
    expect(fresh.total_entries).toBe(1);
  });
});
