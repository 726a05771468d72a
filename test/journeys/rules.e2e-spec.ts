import { jest } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { serveOpenDental, startClock } from '@keepwell/simulator';
import type { Browser } from 'playwright-core';
import { CHEAP_PASSWORDS, PASSWORD } from '../support/api-under-test.js';
import { aPerson, openBrowser, overflowOf, seriousFaults, type Person } from '../support/browser.js';
import { aPractice, aUser } from '../support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../support/database.js';
import { aDataFolder, startKeepwell, type KeepwellUp } from '../support/keepwell-up.js';
import { record } from '../support/source-records.js';

jest.setTimeout(120_000);

const ZONE = 'America/Los_Angeles';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So many did not come, and so many cancelled. */
const MISSED = 4;
const CANCELLED = 2;

/**
 * Two people change a rule, in a browser each: one proposes and sees whom it concerns, the other approves, and the list becomes what
 * they were shown. Then the team judges the list in a shadow week.
 */
describe('rules that people trust, in the console', () => {
  let database: TestDatabase;
  let folder: Awaited<ReturnType<typeof aDataFolder>>;
  let office: Awaited<ReturnType<typeof serveOpenDental>>;
  let keepwell: KeepwellUp;
  let browser: Browser;
  let author: Person;
  let approver: Person;
  let authorEmail: string;
  let approverEmail: string;
  let change: string;
  let listedAtFirst: string[];
  const startedAt = Date.now();
  const after = (days: number) => new Date(startedAt + days * DAY_MS).toISOString();

  beforeAll(async () => {
    [database, folder, office] = await Promise.all([
      databaseForThisFile(),
      aDataFolder(),
      serveOpenDental({ zone: ZONE, clock: startClock({ from: startedAt - 12 * DAY_MS }) }),
    ]);
    fillOffice();
    const { id } = await aPractice(database.db, { timezone: ZONE, currency: 'USD', settings: { warmUpDays: 0 } });
    const { memoryKib, passes, lanes } = CHEAP_PASSWORDS;
    const passwordHash = await hash(PASSWORD, { memoryCost: memoryKib, timeCost: passes, parallelism: lanes });
    ({ email: authorEmail } = await aUser(database.db, id, ['manager'], { passwordHash, displayName: 'Ada Quill' }));
    ({ email: approverEmail } = await aUser(database.db, id, ['admin'], { passwordHash, displayName: 'Bo Marsh' }));
    keepwell = await startKeepwell(folder.path, ['--no-demo'], {
      DATABASE_URL: database.databaseUrl,
      KEEPWELL_MASTER_KEY: database.masterKey.toString('base64'),
      OUTBOUND_EXCEPTIONS: office.origin,
    });
    browser = await openBrowser();
    [author, approver] = [await signedIn(authorEmail), await signedIn(approverEmail)];
    await connectOffice();
    listedAtFirst = await eventually('the list', async () => {
      const names = await listed();
      return names.length >= MISSED ? names : null;
    });
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await keepwell?.stop();
    await office?.close();
    await folder?.remove();
    await database?.close();
  });

  function fillOffice(): void {
    const people = Array.from({ length: MISSED + CANCELLED }, (_, n) => `p${n + 1}`);
    const visit = (
      id: string,
      patientId: string,
      days: number,
      status: 'booked' | 'no_show' | 'cancelled' | 'completed',
    ) =>
      record('appointment', id, { patientId, startsAt: after(days), status, practitionerId: 'd1', locationId: 'l1' });
    office.world.put([
      record('location', 'l1', { name: 'Salem', timezone: ZONE }),
      record('practitioner', 'd1', { name: 'Dana Lee' }),
      ...people.map((id, n) =>
        record('patient', id, { givenName: 'Sam', familyName: `Field${n + 1}`, phone: `+1206555010${n}` }),
      ),
      ...people.map((id) => visit(`${id}-before`, id, -40, 'completed')),
      ...people.map((id) => visit(`${id}-next`, id, -6, 'booked')),
    ]);
    office.world.advance(6 * DAY_MS + HOUR_MS);
    office.world.put(people.map((id, n) => visit(`${id}-next`, id, -6, n < MISSED ? 'no_show' : 'cancelled')));
    office.world.advance(6 * DAY_MS - HOUR_MS);
  }

  async function signedIn(
    email: string,
    look: { width?: number; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<Person> {
    const made = await aPerson(browser, keepwell.url, look);
    const { page } = made;
    page.setDefaultTimeout(30_000);
    await page.goto(keepwell.url);
    await page.getByLabel('Email').fill(email);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Off-track patients' }).waitFor();
    return made;
  }

  const ask = <T>({ page }: Person, path: string, body?: unknown): Promise<T> =>
    page.evaluate(
      async ([address, sent]) => {
        const init =
          sent === null
            ? {}
            : { method: 'POST', body: sent, headers: { 'content-type': 'application/json', 'x-keepwell': '1' } };
        const answer = await fetch(`/api/v1${address}`, init);
        if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
        return answer.json() as Promise<never>;
      },
      [path, body === undefined ? null : JSON.stringify(body)] as const,
    ) as Promise<T>;

  const listed = async (): Promise<string[]> =>
    (await ask<{ items: { patientName: string }[] }>(approver, '/worklist?limit=200')).items
      .map(({ patientName }) => patientName)
      .toSorted();

  const connectOffice = () =>
    ask(approver, '/connections', {
      name: 'Salem office',
      connector: 'opendental',
      settings: { ...office.world.settings, url: office.url },
      pollSeconds: 3600,
    });

  const open = async ({ page }: Person, path: string, heading: string | RegExp) => {
    await page.goto(`${keepwell.url}${path}`);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  };
  const figure = ({ page }: Person, name: string) =>
    page.locator('dl.kw-figures > div').filter({ hasText: name }).locator('dd').textContent();
  const namesIn = ({ page }: Person, table: RegExp) =>
    page.getByRole('table', { name: table }).locator('.kw-row-link').allTextContents();

  /** Opens the change as the second person, puts it into force, and answers whom it was said to move. */
  const approve = async (): Promise<{ enters: string[]; leaves: string[] }> => {
    const { page } = approver;
    const moved = { enters: [] as string[], leaves: [] as string[] };
    for (const move of ['enters', 'leaves'] as const) {
      await open(approver, `${change}?move=${move}`, 'Change of rules');
      await page.getByRole('tab', { name: /^Would/, selected: true }).waitFor();
      const count = Number(await figure(approver, move === 'enters' ? 'Would enter' : 'Would leave'));
      if (count > 0) await page.getByRole('table', { name: new RegExp(`^Who would ${move.slice(0, -1)}`) }).waitFor();
      moved[move] = await namesIn(approver, /^Who would/);
      expect(moved[move]).toHaveLength(count);
    }
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve it' }).click();
    await page.getByText(/^Approved/).waitFor();
    return moved;
  };
  const listBecomes = async (expected: string[]) => {
    const isThere = async () => ((await listed()).join() === expected.toSorted().join() ? true : null);
    await eventually(`the list to be ${expected.join(', ')}`, isThere);
    await open(approver, '/worklist', 'Off-track patients');
    await approver.page.getByRole('link', { name: expected[0]! }).waitFor();
    const shown = await approver.page.locator('[data-person]').allTextContents();
    expect(shown.toSorted()).toEqual(expected.toSorted());
  };
  const propose = async (reason: string, wait: RegExp) => {
    const { page } = author;
    await page.getByLabel('Reason').fill(reason);
    await page.getByRole('button', { name: 'Propose and preview' }).click();
    await page.getByRole('heading', { level: 1, name: 'Change of rules' }).waitFor();
    await page.getByRole('tab', { name: wait }).click();
    await page.getByRole('table', { name: /^Who would/ }).waitFor();
    change = new URL(page.url()).pathname;
  };

  it('X17 shows the author of a shorter window who would enter the list, and lets nobody approve their own change', async () => {
    const { page } = author;
    await open(author, '/rules/R05', /^R05/);
    await page.getByRole('link', { name: 'Propose a change' }).click();
    await page.getByRole('textbox', { name: 'Dental', exact: true }).fill('2');
    await page.getByLabel('Unit: Dental').selectOption('days');
    await propose('Whoever cancels is called within two days.', /^Would enter/);
    await page.getByText('You proposed it; another manager or admin approves.').waitFor();
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0);
    expect(await namesIn(author, /^Who would enter/)).toEqual(expect.arrayContaining(['Sam Field5', 'Sam Field6']));
    expect(await listed()).toEqual(listedAtFirst);
  });

  it('X17 makes the list what the second person was shown: who was to enter is there', async () => {
    const { enters, leaves } = await approve();
    expect({ enters: enters.toSorted(), leaves }).toEqual({ enters: ['Sam Field5', 'Sam Field6'], leaves: [] });
    await listBecomes([...listedAtFirst, ...enters]);
  });

  it('X17 makes the list what the second person was shown: who was to leave is gone', async () => {
    const before = await listed();
    await open(author, '/rules', 'Rules');
    await author.page.getByRole('link', { name: 'Propose to set R06 to shadow' }).click();
    await author.page.getByRole('heading', { level: 1, name: 'Propose a change' }).waitFor();
    await propose('The front desk rebooks them itself this month.', /^Would leave/);
    const { enters, leaves } = await approve();
    expect({ enters, leaves: leaves.toSorted() }).toEqual({ enters: [], leaves: listedAtFirst });
    await listBecomes(before.filter((name) => !leaves.includes(name)));
  });

  it('tells of the rule who changed it and why, and what it would list on trial', async () => {
    const { page } = approver;
    await open(approver, '/rules/R06', /^R06/);
    const history = page.getByRole('table', { name: /newest first/ });
    await history.getByText('The front desk rebooks them itself this month.').waitFor();
    const told = (await history.textContent()) ?? '';
    expect(told).toContain('Ada Quill');
    expect(told).toContain('approved by Bo Marsh');
    await page.getByText(`would list ${MISSED}`, { exact: false }).waitFor();
  });

  it('X13 ends a case with two keys from the list, and one brings it back', async () => {
    const { page } = author;
    const [first] = await listed();
    await open(author, '/worklist', 'Off-track patients');
    await page.getByRole('link', { name: first! }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByRole('dialog', { name: 'Why should this patient not be here?' }).waitFor();
    await page.keyboard.press('3');
    await page.getByText('Should not be here: the record is wrong. The case is closed.').first().waitFor();
    expect(await listed()).toHaveLength(CANCELLED - 1);
    await page.keyboard.press('u');
    await page.getByText('Undone. The case is open again.').first().waitFor();
    expect(await listed()).toHaveLength(CANCELLED);
  });

  it('X22 holds all sending in a shadow week, says so over every page, and counts what the team marks', async () => {
    const { page } = approver;
    await open(approver, '/go-live', 'Shadow week');
    await page.getByLabel('Why').fill('The rules were set anew.');
    await page.getByRole('button', { name: 'Begin the shadow week' }).click();
    await page.getByText('0 of 30 patients judged').waitFor();
    expect(await page.getByRole('button', { name: 'Go live' }).isDisabled()).toBe(true);
    await open(approver, '/worklist', 'Off-track patients');
    await page.getByRole('complementary', { name: 'Sending' }).getByText('Shadow week: nothing is sent').waitFor();
    await page.locator('[data-person]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('y');
    await page.getByText('Marked as rightly listed.').first().waitFor();
    await page.getByRole('link', { name: 'What is still missing' }).click();
    await page.getByText('1 of 30 patients judged').waitFor();
  });

  it('is without serious accessibility faults and fits a phone', async () => {
    const phone = await signedIn(approverEmail, { width: 390, colorScheme: 'dark' });
    const { page } = phone;
    const places = [
      '/rules',
      '/rules?part=changes',
      '/rules/R06',
      '/rules/R06/trial',
      '/rules/changes/new?rule=R06',
      '/rules/changes/new?pack=recommended',
      change,
      `${change}?move=leaves`,
      '/go-live',
    ];
    for (const place of places) {
      await page.goto(`${keepwell.url}${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect({ place, faults: await seriousFaults(page), overflow: await overflowOf(page) }).toEqual({
        ...{ place, faults: [], overflow: 0 },
      });
    }
    for (const { strangers, complaints, addresses } of [phone, author, approver]) {
      expect(strangers).toEqual([]);
      // Before signing in, the one refused question "who am I?" is the only error a browser may note.
      expect(complaints.filter((complaint) => !/\b401\b/.test(complaint))).toEqual([]);
      expect(addresses.filter((address) => address.includes('Field'))).toEqual([]);
    }
    await page.context().close();
  });
});

const SOON_MS = 60_000;

async function eventually<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const until = Date.now() + SOON_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > until) throw new Error(`Waited ${SOON_MS} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}
