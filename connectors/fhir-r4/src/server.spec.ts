import { exportJWK, generateKeyPair, jwtVerify, type JWK } from 'jose';
import type { PullPage } from '@keepwell/connector-sdk';
import { openTestContext, type OpenedContext } from '@keepwell/connector-sdk/testing';
import type { SourceRecord } from '@keepwell/domain/records';
import { OFFERS_ALL, outcome, sendJson, startFakeServer, type FakeServer } from '../test/fake-server.js';
import { aPatient, anAppointment, anEncounter } from '../test/resources.js';
import { fhirR4 } from './connector.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');

let server: FakeServer;
const opened: OpenedContext[] = [];

beforeEach(async () => {
  server = await startFakeServer();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((open) => open.close()));
  await server.close();
});

function connect(settings: Record<string, unknown> = {}, now = NOW) {
  const open = openTestContext(fhirR4, {
    settings: { url: server.base, timezone: 'Europe/London', ...settings },
    exceptions: [server.origin],
    now: () => now,
  });
  opened.push(open);
  return open.context;
}

type Context = ReturnType<typeof connect>;

/** Reads a stream on from a cursor to the end of the walk. */
async function read(context: Context, stream: string, from: PullPage['nextCursor'] = null) {
  const pages: PullPage[] = [];
  let cursor = from;
  do {
    pages.push(await fhirR4.pull(context, stream, cursor, { limit: 3 }));
    cursor = pages.at(-1)!.nextCursor;
  } while (!pages.at(-1)!.done);
  return { pages, cursor, records: pages.flatMap((page) => page.records) };
}

const ids = (records: SourceRecord[], kind = 'appointment') =>
  records.filter((record) => record.kind === kind).map(({ id }) => id);

describe('changes since the last walk', () => {
  it("S-02 asks inclusively, five minutes back, from the vendor's time and never ours", async () => {
    server.put(aPatient('p1', {}, '2026-03-01T10:00:00Z'), aPatient('p2', {}, '2026-03-02T10:00:00Z'));
    // Our clock is ten years ahead of theirs. (Were it behind, more would be read again and nothing left out.)
    const context = connect({}, Date.parse('2036-01-01T00:00:00Z'));
    const first = await read(context, 'Patient');
    expect(ids(first.records, 'patient')).toEqual(['p1', 'p2']);
    server.put(aPatient('late', {}, '2026-03-02T09:56:00Z'), aPatient('new', {}, '2026-03-03T10:00:00Z'));
    const second = await read(context, 'Patient', first.cursor);
    expect(ids(second.records, 'patient')).toEqual(['late', 'p2', 'new']);
    expect(server.asked.at(-1)).toContain('_lastUpdated=ge2026-03-02T09:55:00.000Z');
    expect(second.pages.at(-1)!.sweep).toBeUndefined();
  });

  it('S-02 does not move past what it saw when the clock in front runs ahead, nor when there is nothing', async () => {
    server.intercept = (request, response) => {
      response.setHeader('date', 'Fri, 01 Jan 2100 00:00:00 GMT');
      return false;
    };
    server.put(aPatient('p1', {}, '2026-03-01T10:00:00Z'));
    const context = connect();
    const first = await read(context, 'Patient');
    const second = await read(context, 'Patient', first.cursor);
    expect(server.asked.at(-1)).toContain('ge2026-03-01T09:55:00.000Z');
    server.remove('Patient', 'p1');
    const third = await read(context, 'Patient', second.cursor);
    await read(context, 'Patient', third.cursor);
    expect(server.asked.at(-1)).toContain('ge2026-03-01T09:55:00.000Z');
  });

  it('reads everything once a week, says so, and confirms what is absent', async () => {
    server.put(aPatient('p1'), aPatient('p2'), aPatient('p3'), aPatient('p4'));
    const first = await read(connect(), 'Patient');
    expect(first.pages.map(({ sweep }) => sweep?.walk)).toEqual(
      Array.from(first.pages, () => expect.stringContaining('Patient')),
    );
    server.remove('Patient', 'p2');
    const soon = await read(connect({}, NOW + 86_400_000), 'Patient', first.cursor);
    expect(soon.pages.every(({ sweep }) => sweep === undefined)).toBe(true);
    const context = connect({}, NOW + 8 * 86_400_000);
    const later = await read(context, 'Patient', soon.cursor);
    expect(ids(later.records, 'patient')).toEqual(['p1', 'p3', 'p4']);
    expect(new Set(later.pages.map(({ sweep }) => sweep?.walk)).size).toBe(1);
    await expect(fhirR4.fetchOne!(context, 'patient', 'p2')).resolves.toBe('gone');
    await expect(fhirR4.fetchOne!(context, 'patient', 'p1')).resolves.toMatchObject({ kind: 'patient', id: 'p1' });
  });

  it('begins again when the server has forgotten a page, and gives up when it always does', async () => {
    server.put(...[1, 2, 3, 4, 5].map((n) => aPatient(`p${n}`)));
    const context = connect();
    const page = await fhirR4.pull(context, 'Patient', null, { limit: 3 });
    let forgotten = 0;
    server.intercept = (request, response) => {
      if (!request.url!.includes('_at=') || forgotten > 0) return false;
      forgotten += 1;
      sendJson(response, 410, outcome('expired'));
      return true;
    };
    const rest = await read(context, 'Patient', page.nextCursor);
    expect(new Set(ids([...page.records, ...rest.records], 'patient')).size).toBe(5);
    server.intercept = (request, response) => {
      if (!request.url!.includes('_at=')) return false;
      sendJson(response, 404, outcome('not-found'));
      return true;
    };
    await expect(read(context, 'Patient', page.nextCursor)).rejects.toMatchObject({ name: 'ConnectorBroken' });
  });
});

describe('a server without next links', () => {
  const withoutLinks = () => {
    server.intercept = (request, response) => {
      if (!request.url!.includes('?')) return false;
      const whole = response.end.bind(response);
      response.end = ((body: string) => {
        const bundle = JSON.parse(body) as Record<string, unknown>;
        return whole(JSON.stringify({ ...bundle, link: [] }));
      }) as typeof response.end;
      return false;
    };
  };

  it('is read on from the newest version seen, to the end', async () => {
    server.put(...[1, 2, 3, 4, 5, 6, 7].map((n) => aPatient(`p${n}`, {}, `2026-03-0${n}T10:00:00Z`)));
    withoutLinks();
    const { records, pages, cursor } = await read(connect(), 'Patient');
    expect([...new Set(ids(records, 'patient'))]).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']);
    expect(pages.length).toBeGreaterThan(2);
    expect(ids((await read(connect(), 'Patient', cursor)).records, 'patient')).toEqual(['p7']);
  });

  it('is reported when it keeps the rest to itself: nothing is lost in silence', async () => {
    server.put(...[1, 2, 3, 4].map((n) => aPatient(`p${n}`)));
    withoutLinks();
    await expect(read(connect(), 'Patient')).rejects.toMatchObject({
      name: 'ConnectorBroken',
      message: expect.stringContaining('3 of 4 Patient resources and no next page'),
    });
  });
});

describe('Q99 Appointment and Encounter', () => {
  const joined = { id: 'a1', data: { status: 'completed', rawStatus: 'booked + finished' } };
  const named = { appointment: [{ reference: 'Appointment/a1' }] };

  it('Q99 gives the same record whichever arrives first', async () => {
    server.put(anAppointment('a1', {}, '2026-03-01T10:00:00Z'));
    const context = connect();
    const first = await read(context, 'Appointments');
    expect(first.records.find(({ kind }) => kind === 'appointment')).toMatchObject({ data: { status: 'booked' } });

    server.put(anEncounter('e1', named, '2026-03-02T10:00:00Z'));
    const encounterLater = await read(context, 'Appointments', first.cursor);
    const both = encounterLater.records.filter((record) => record.kind === 'appointment');
    expect(both.length).toBeGreaterThan(0);
    for (const record of both) expect(record).toMatchObject(joined);

    // The appointment changes afterwards: somebody edits its comment.
    server.put(anAppointment('a1', {}, '2026-03-03T10:00:00Z'));
    const appointmentLater = await read(context, 'Appointments', encounterLater.cursor);
    const again = appointmentLater.records.filter((record) => record.kind === 'appointment');
    expect(again.length).toBeGreaterThan(0);
    for (const record of again)
      expect(record).toMatchObject({ ...joined, updatedAt: Date.parse('2026-03-03T10:00:00Z') });
  });

  it('Q99 does not read an appointment again that the same walk brings, and misses nothing that happens meanwhile', async () => {
    server.put(anAppointment('a1', {}, '2026-03-01T10:00:00Z'), anAppointment('a2', {}, '2026-03-01T10:00:00Z'));
    server.put(anEncounter('e2', { appointment: [{ reference: 'Appointment/a2' }] }, '2026-03-02T09:00:00Z'));
    const context = connect();
    const page = await fhirR4.pull(context, 'Appointments', null, { limit: 3 });
    expect(page.records.find(({ id }) => id === 'a2')).toMatchObject({ data: { status: 'completed' } });
    // The patient of a1 is seen after a1 was read and before the Encounters are.
    server.put(anEncounter('e1', named, '2026-03-02T10:00:00Z'));
    const rest = await read(context, 'Appointments', page.nextCursor);
    expect(ids(rest.records)).toEqual([]);
    expect(server.asked.some((asked) => asked.includes('_id='))).toBe(false);
    const next = await read(context, 'Appointments', rest.cursor);
    expect(next.records.find(({ id }) => id === 'a1')).toMatchObject(joined);
  });

  it('Q99 takes an encounter whose appointment does not exist for a walk-in', async () => {
    server.put(anEncounter('e1', named), anEncounter('e2'));
    const { records } = await read(connect(), 'Appointments');
    expect(ids(records)).toEqual(['e1', 'e2']);
    expect(records).toEqual(
      records.map(() => expect.objectContaining({ data: expect.objectContaining({ walkIn: true }) })),
    );
  });

  it('finds a walk-in again by its id, and cannot say that a service told in passing is gone', async () => {
    server.put(anEncounter('e2'));
    const context = connect();
    await expect(fhirR4.fetchOne!(context, 'appointment', 'e2')).resolves.toMatchObject({ id: 'e2' });
    await expect(fhirR4.fetchOne!(context, 'appointment', 'e3')).resolves.toBe('gone');
    await expect(fhirR4.fetchOne!(context, 'service', 'type/PHY')).resolves.toBe('forbidden');
  });

  it('reads the window of dates month by month where changes cannot be asked for', async () => {
    await server.close();
    server = await startFakeServer({ ...OFFERS_ALL, Appointment: ['date', 'patient'] });
    server.put(
      anAppointment('before', { start: '2024-01-01T09:00:00Z' }),
      anAppointment('past', { start: '2025-06-01T09:00:00Z' }),
      anAppointment('next', { start: '2026-06-01T09:00:00Z' }),
      anEncounter('e1', { period: { start: '2026-01-05T09:00:00Z' } }),
    );
    const context = connect();
    const streams = await fhirR4.streams(context);
    expect(streams.find(({ name }) => name === 'Appointments')).toMatchObject({ mode: 'window', deletes: 'absence' });
    const { records, pages, cursor } = await read(context, 'Appointments');
    expect(ids(records)).toEqual(['past', 'next', 'e1']);
    const from = Date.parse('2025-03-10T00:00:00Z');
    expect(pages.at(-1)!.sweep).toMatchObject({ from, to: from + 730 * 86_400_000, kinds: ['appointment'] });
    expect(server.asked.some((asked) => asked.includes('_lastUpdated'))).toBe(false);
    server.remove('Appointment', 'next');
    expect(ids((await read(context, 'Appointments', cursor)).records)).toEqual(['past', 'e1']);
  });
});

describe('sign-in', () => {
  async function withTokens(check: (form: URLSearchParams) => Promise<boolean>, lifetime = 300) {
    let given = 0;
    let valid = '';
    server.intercept = (request, response, body) => {
      if (request.url === '/fhir/R4/.well-known/smart-configuration') {
        sendJson(response, 200, { token_endpoint: `${server.origin}/token` });
        return true;
      }
      if (request.url === '/token') {
        void check(new URLSearchParams(body)).then((good) => {
          if (!good) return sendJson(response, 400, { error: 'invalid_client', error_description: 'Anna Fixture' });
          given += 1;
          valid = `token-${given}`;
          return sendJson(response, 200, { access_token: valid, expires_in: lifetime, token_type: 'bearer' });
        });
        return true;
      }
      if (request.headers.authorization === `Bearer ${valid}`) return false;
      sendJson(response, 401, outcome('login'));
      return true;
    };
    return { given: () => given, revoke: () => (valid = 'revoked') };
  }

  it.each([
    ['RS384', 'RSA'],
    ['ES384', 'EC'],
  ])('signs an assertion with %s as SMART Backend Services asks', async (alg) => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const jwk: JWK = { ...(await exportJWK(privateKey)), kid: 'key-1' };
    const seen = new Set<string>();
    const tokens = await withTokens(async (form) => {
      const assertion = form.get('client_assertion')!;
      const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, {
        issuer: 'keepwell',
        subject: 'keepwell',
        audience: `${server.origin}/token`,
        currentDate: new Date(NOW),
      });
      expect(protectedHeader).toMatchObject({ alg, kid: 'key-1', typ: 'JWT' });
      expect(payload.exp! - NOW / 1000).toBeLessThanOrEqual(300);
      expect(seen.has(payload.jti!)).toBe(false);
      seen.add(payload.jti!);
      expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      return form.get('grant_type') === 'client_credentials' && form.get('scope') === 'system/*.read';
    });
    server.put(aPatient('p1'));
    const context = connect({ auth: 'smart_backend', client_id: 'keepwell', private_key: JSON.stringify(jwk) });
    expect(ids((await read(context, 'Patient')).records, 'patient')).toEqual(['p1']);
    expect(tokens.given()).toBe(1);
  });

  it('V-04 asks for one new token when the old one is refused, in the middle of a walk', async () => {
    const tokens = await withTokens(async (form) => form.get('client_secret') === 's3cret');
    server.put(...[1, 2, 3, 4, 5].map((n) => aPatient(`p${n}`)));
    const context = connect({ auth: 'client_secret', client_id: 'keepwell', client_secret: 's3cret' });
    const page = await fhirR4.pull(context, 'Patient', null, { limit: 3 });
    tokens.revoke();
    const rest = await read(context, 'Patient', page.nextCursor);
    expect(ids(rest.records, 'patient')).toEqual(['p4', 'p5']);
    expect(tokens.given()).toBe(2);
  });

  it('V-04 stops after that one, and tells a person', async () => {
    let given = 0;
    server.intercept = (request, response) => {
      if (request.url === '/token') {
        given += 1;
        sendJson(response, 200, { access_token: `useless-${given}`, expires_in: 300 });
      } else sendJson(response, 401, outcome('login'));
      return true;
    };
    const settings = {
      auth: 'client_secret',
      client_id: 'k',
      client_secret: 's3cret',
      token_url: `${server.origin}/token`,
    };
    await expect(fhirR4.streams(connect(settings))).rejects.toMatchObject({ name: 'SettingsWrong', field: 'auth' });
    expect(given).toBe(2);
  });

  it('renews a token before it ends', async () => {
    const tokens = await withTokens(async () => true, 20);
    server.put(aPatient('p1'));
    await read(connect({ auth: 'client_secret', client_id: 'k', client_secret: 's' }), 'Patient');
    expect(tokens.given()).toBe(server.authorizations.filter((header) => header?.startsWith('Bearer')).length);
  });

  it.each([
    [{ auth: 'client_secret', client_id: 'k', client_secret: 'wrong' }, 'client_id', 'invalid_client'],
    [{ auth: 'smart_backend', client_id: 'k', private_key: 'not a key' }, 'private_key', 'not a JSON Web Key'],
    [
      { auth: 'smart_backend', client_id: 'k', private_key: '{"kty":"RSA","n":"x","e":"AQAB"}' },
      'private_key',
      'private JWK',
    ],
    [
      { auth: 'smart_backend', client_id: 'k', private_key: '{"kty":"RSA","n":"x","e":"AQAB","d":"s3cr3t"}' },
      'private_key',
      'RS384',
    ],
  ])('says which setting of a sign-in is wrong: %j', async (settings, field, says) => {
    await withTokens(async () => false);
    const failure: unknown = await fhirR4.streams(connect(settings)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'SettingsWrong', field, message: expect.stringContaining(says) });
    expect(String(failure)).not.toMatch(/Anna|s3cr3t/);
  });

  it('sends the token nowhere else: a next page on another origin or above the base is not followed', async () => {
    const elsewhere = await startFakeServer();
    for (const url of [
      `${elsewhere.base}/Patient?_at=3`,
      `${server.origin}/other/Patient?_at=3`,
      `${server.base}evil/Patient`,
    ]) {
      server.intercept = (request, response) => {
        if (!request.url!.startsWith('/fhir/R4/Patient')) return false;
        const link = [{ relation: 'next', url }];
        sendJson(response, 200, { resourceType: 'Bundle', type: 'searchset', link, entry: [] });
        return true;
      };
      await expect(read(connect(), 'Patient')).rejects.toMatchObject({
        name: 'ConnectorBroken',
        message: expect.stringContaining('outside the base address'),
      });
    }
    expect(elsewhere.asked).toEqual([]);
    await elsewhere.close();
  });
});

describe('fetchOne of one thing the server forbids', () => {
  it('answers forbidden, not gone', async () => {
    const context = connect();
    await fhirR4.streams(context);
    server.intercept = (_request, response) => {
      sendJson(response, 403, outcome('forbidden'));
      return true;
    };
    await expect(fhirR4.fetchOne!(context, 'patient', 'p1')).resolves.toBe('forbidden');
  });
});
