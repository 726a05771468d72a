import { newId, ROLES } from '@keepwell/database';
import type { Role } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest } from '../../../../test/support/api-under-test.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';

const CANARY = ['Zyphandra', 'Quillworthy', 'zyphandra.q@example.org', '01632 960555', '1961-04-23', 'CANARY-4711'];
let api: ApiUnderTest;

beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());

it("W-06 a patient's name, number, mail, birth date and id reach no log, no trail and no address, errors included", async () => {
  const practice = await api.practice();
  await fillWorklist(api.database, practice.id, { cases: 3 });
  const [given, family, email, phone, birthDate, sourceId] = CANARY;
  await api.database.asSuperuser(
    `update patient set given_name = $1, family_name = $2, email = $3, phone = $4, birth_date = $5, source_id = $6 where source_id = 'P-1'`,
    [given, family, email, phone, birthDate, sourceId],
  );
  await api.database.asSuperuser(
    `update off_track_case set patient_name = $1, sort_name = $2, search_text = $2 where patient_name = 'Given1 Family1'`,
    [`${given} ${family}`, `${family} ${given} ${sourceId}`.toLowerCase()],
  );
  const browser = await api.signedIn(practice.id, [...ROLES] as Role[]);
  const markers: string[] = [];

  const found = await browser.post<{ items: { personId: string }[] }>('/api/v1/worklist/search', {
    tab: 'all',
    q: given,
  });
  expect(found.body.items).toHaveLength(1);
  const personId = found.body.items[0]?.personId ?? '';
  for (const sort of ['name', 'priority', 'since', 'value']) {
    const page = await browser.get<{ nextCursor: string | null }>(`/api/v1/worklist?tab=all&sort=${sort}&limit=1`);
    markers.push(Buffer.from(page.body.nextCursor ?? '', 'base64url').toString());
  }
  expect((await browser.get(`/api/v1/patients/${personId}`)).text).toContain(family);
  await browser.get(`/api/v1/patients/${personId}/timeline`);
  await browser.get('/api/v1/audit-events');
  // What goes wrong while the name is in hand: refused, unknown, too long, broken, and a database that fails on it.
  await browser.get(`/api/v1/patients/${given}`);
  await browser.get(`/api/v1/worklist?q=${given}`);
  await browser.get(`/api/v1/${family}/${email}`);
  await browser.post('/api/v1/worklist/search', { q: given, [family ?? '']: phone });
  await browser.post('/api/v1/worklist/search', { q: `${given}`.repeat(40) });
  await fetch(`${api.url}/api/v1/worklist/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-keepwell': '1', origin: api.url, cookie: browser.cookie ?? '' },
    body: `{"q": "${given}`,
  });
  await api.database.asSuperuser('alter table off_track_case rename column search_text to searched_text');
  const broken = await browser.post('/api/v1/worklist/search', { tab: 'all', q: given });
  await api.database.asSuperuser('alter table off_track_case rename column searched_text to search_text');
  expect(broken.status).toBe(500);
  await browser.post('/api/v1/session', { email, password: given });
  await browser.post('/api/v1/connections', { connector: 'csv', name: newId(), settings: { dir: `/${given}` } });

  const trail = await api.database.asSuperuser<{ row: string }>('select to_jsonb(a)::text as row from audit_event a');
  const written = [...api.log, ...trail.map(({ row }) => row), ...markers, broken.text].join('\n').toLowerCase();
  expect(api.log.length).toBeGreaterThan(20);
  expect(api.log.join('')).toContain('request failed');
  for (const part of CANARY) expect([part, written.includes(part.toLowerCase())]).toEqual([part, false]);
});

it('W-01 the description of the API is shown from our own address, with nothing inline', async () => {
  const page = await fetch(`${api.url}/api/docs`);
  const html = await page.text();
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(html).not.toMatch(/<script>|<style|style=|onload=|https?:/);
  const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source ?? '');
  expect(sources.length).toBe(4);
  for (const source of sources.filter((each) => each !== 'data:,')) {
    const file = await fetch(api.url + source);
    expect([source, file.status]).toEqual([source, 200]);
    expect((await file.text()).length).toBeGreaterThan(100);
  }
});
