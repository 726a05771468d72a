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

/** So many did not come, and so many cancelled. */
const MISSED = 4;
const CANCELLED = 2;

/**
 * Two people change a rule, in a browser each: one proposes and sees whom it concerns, the other approves, and the list becomes what
 * they were shown. Then the team judges the list in a shadow week.
 */
describe('rules that people trust, in the console', () => {
  let there: OfficeAndConsole;
  let office: Office;
  let author: Person;
  let approver: Person;
  let authorEmail: string;
  let approverEmail: string;
  let change: string;
  let listedAtFirst: string[];
  const startedAt = Date.now();
  const after = (days: number) => new Date(startedAt + days * DAY_MS).toISOString();

  beforeAll(async () => {
    there = await anOfficeAndConsole(fillOffice);
    ({ office } = there);
    [authorEmail, approverEmail] = [await there.user('manager', 'Ada Quill'), await there.user('admin', 'Bo Marsh')];
    [author, approver] = [await there.signedIn(authorEmail), await there.signedIn(approverEmail)];
    await connectOffice();
    listedAtFirst = await eventually('the list', async () => {
      const names = await listed();
      return names.length >= MISSED ? names : null;
    });
  }, 240_000);
  afterAll(() => there?.close());

  function fillOffice({ world }: Office): void {
    const { people, records } = placeAndPatients(MISSED + CANCELLED);
    const visit = (
      id: string,
      patientId: string,
      days: number,
      status: 'booked' | 'no_show' | 'cancelled' | 'completed',
    ) =>
      record('appointment', id, { patientId, startsAt: after(days), status, practitionerId: 'd1', locationId: 'l1' });
    world.put([
      ...records,
      ...people.map((id) => visit(`${id}-before`, id, -40, 'completed')),
      ...people.map((id) => visit(`${id}-next`, id, -6, 'booked')),
    ]);
    world.advance(6 * DAY_MS + HOUR_MS);
    world.put(people.map((id, n) => visit(`${id}-next`, id, -6, n < MISSED ? 'no_show' : 'cancelled')));
    world.advance(6 * DAY_MS - HOUR_MS);
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
    await page.goto(`${there.keepwell.url}${path}`);
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
    const phone = await there.signedIn(approverEmail, { width: 390, colorScheme: 'dark' });
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
      await page.goto(`${there.keepwell.url}${place}`);
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
