import { jest } from '@jest/globals';
import { overflowOf, seriousFaults, type Person } from '../support/browser.js';
import {
  anOfficeAndConsole,
  DAY_MS,
  HOUR_MS,
  placeAndPatients,
  type Office,
  type OfficeAndConsole,
} from '../support/office-and-console.js';
import { record } from '../support/source-records.js';

jest.setTimeout(120_000);

/** So many did not come, and so many can be contacted in a day. */
const MISSED = 4;
const CAPACITY = 2;

/**
 * A manager looks back: what the team's day holds, what the rules would have said in the past, what is known of the chances to
 * return, and why a patient was not listed a week ago.
 */
describe('the day and the past, in the console', () => {
  let there: OfficeAndConsole;
  let office: Office;
  let person: Person;
  let email: string;
  const startedAt = Date.now();
  const after = (days: number) => new Date(startedAt + days * DAY_MS).toISOString();
  const dayOf = (days: number) => after(days).slice(0, 10);

  beforeAll(async () => {
    there = await anOfficeAndConsole(fillOffice);
    ({ office } = there);
    email = await there.user('admin');
    person = await there.signedIn(email);
    await connectOffice();
    await person.page.getByRole('table', { name: /^Today/ }).waitFor({ timeout: 90_000 });
  }, 240_000);
  afterAll(() => there?.close());

  function fillOffice({ world }: Office): void {
    const { people, records } = placeAndPatients(MISSED);
    const visit = (id: string, patientId: string, days: number, status: 'booked' | 'no_show' | 'completed') =>
      record('appointment', id, { patientId, startsAt: after(days), status, practitionerId: 'd1', locationId: 'l1' });
    world.put([
      ...records,
      ...people.map((id) => visit(`${id}-before`, id, -40, 'completed')),
      ...people.map((id) => visit(`${id}-next`, id, -6, 'booked')),
    ]);
    world.advance(6 * DAY_MS + HOUR_MS);
    world.put(people.map((id) => visit(`${id}-next`, id, -6, 'no_show')));
    world.advance(6 * DAY_MS - HOUR_MS);
  }

  const connectOffice = async () => {
    const wanted = {
      ...{ name: 'Salem office', connector: 'opendental', pollSeconds: 3600 },
      settings: { ...office.world.settings, url: office.url },
    };
    const status = await person.page.evaluate(async (body) => {
      const headers = { 'content-type': 'application/json', 'x-keepwell': '1' };
      return (await fetch('/api/v1/connections', { method: 'POST', body, headers })).status;
    }, JSON.stringify(wanted));
    expect(status).toBe(201);
  };

  const open = async (path: string, heading: string | RegExp) => {
    await person.page.goto(`${there.keepwell.url}${path}`);
    await person.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  };

  it('RC 7 has as many places in the day as the team can make contacts, and shows why a row has one', async () => {
    const { page } = person;
    await open('/settings', 'Settings');
    await page.getByLabel('Patients the team can contact in a day').fill(String(CAPACITY));
    await page.getByRole('button', { name: 'Save: Practice' }).click();
    await page.getByText('Saved.').waitFor();
    const day = page.getByRole('region', { name: 'The team’s day' });
    const seen = async (isLast: boolean) => {
      await open('/worklist', 'Off-track patients');
      const places = day.getByText(`0 of ${CAPACITY}`).waitFor({ timeout: 10_000 });
      return isLast ? places.then(() => true) : places.then(() => true).catch(() => false);
    };
    // The day may be planned in the moment in which the page is opened and does not listen yet.
    if (!(await seen(false)) && !(await seen(false))) await seen(true);
    await page.getByRole('tab', { name: `No place today ${MISSED - CAPACITY}` }).waitFor();
    expect(
      await page
        .getByRole('table', { name: /^Today/ })
        .getByRole('link', { name: /^Sam/ })
        .count(),
    ).toBe(CAPACITY);
    await page.getByRole('button', { name: /^Why it stands here: Sam .*place 1$/ }).click();
    await page.getByRole('dialog', { name: 'Why it stands here' }).getByText('Place 1 of the present day.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('X03 tries the rules on the past, and sets them beside a fixed gap', async () => {
    const { page } = person;
    await open('/rules/backtest', 'Rules on the past');
    await page.getByLabel(/^From/).fill(dayOf(-20));
    await page.getByLabel(/^To/).fill(dayOf(-1));
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    const table = page.getByRole('table', { name: 'All rules together, and fixed gaps' });
    await table.waitFor({ timeout: 60_000 });
    const inForce = await table.getByRole('row', { name: /^Settings in force/ }).textContent();
    expect(inForce).toContain(`${MISSED} of ${MISSED} people`);
    expect(inForce).toContain(`not yet known: ${MISSED} still run`);
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('X11 says why there is no chance to return yet, and fits when asked', async () => {
    const { page } = person;
    await open('/models', 'Chances to return');
    const asked = page.waitForResponse((response) => response.url().endsWith('/models/fit'));
    await page.getByRole('button', { name: 'Fit now' }).click();
    expect((await asked).status()).toBe(202);
    await page
      .getByText(/Not used: no rule rests on it|No model yet/)
      .first()
      .waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('X09 shows a patient as they were known before they stayed away, with nothing to do, and comes back to now', async () => {
    const { page } = person;
    await open('/worklist', 'Off-track patients');
    await page.getByRole('link', { name: /^Sam/ }).first().click();
    await page.getByRole('heading', { name: /^Why listed/ }).waitFor();
    await page.keyboard.press('t');
    await page.getByLabel('Day').fill(dayOf(-8));
    await page.getByLabel(/^Time in/).fill('09:00');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Why not listed then/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('asOf')).toMatch(new RegExp(`^${dayOf(-8)}T1[67]:00Z$`));
    expect(await page.getByRole('complementary', { name: 'What to do about it' }).count()).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByRole('heading', { name: /^Why listed/ }).waitFor();
  });

  it('is as good on a telephone in the dark, without a complaint, a stranger or a name in an address', async () => {
    const small = await there.signedIn(email, { width: 390, colorScheme: 'dark' });
    const tried = await person.page.evaluate(async () => {
      const { items } = (await (await fetch('/api/v1/backtests')).json()) as { items: { id: string }[] };
      return `/rules/backtest/${items[0]!.id}`;
    });
    for (const path of ['/worklist', '/rules/backtest', tried, '/models', '/settings']) {
      await small.page.goto(`${there.keepwell.url}${path}`);
      await small.page.getByRole('heading', { level: 1 }).waitFor();
      await small.page.locator('.kw-loading').first().waitFor({ state: 'detached' });
      expect({ path, overflow: await overflowOf(small.page) }).toEqual({ path, overflow: 0 });
      expect({ path, faults: await seriousFaults(small.page) }).toEqual({ path, faults: [] });
    }
    for (const { complaints, strangers, addresses } of [person, small]) {
      // Before somebody signs in, the session is asked for and there is none.
      const others = complaints.filter((complaint) => !complaint.includes('401'));
      expect({ others, strangers }).toEqual({ others: [], strangers: [] });
      expect(addresses.filter((address) => address.includes('Field'))).toEqual([]);
    }
  });
});
