import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aPerson, openBrowser, type Person } from '../support/browser.js';
import { aDataFolder, startKeepwell, type KeepwellUp } from '../support/keepwell-up.js';

jest.setTimeout(300_000);

const PASSWORD = 'a long enough passphrase';
const EMAIL = 'admin@keepwell.local';
const SOON_MS = 120_000;

/** `npm start` on one computer, the plug pulled in the middle of the day: what was there is there again. */
describe('everything in one process', () => {
  let folder: Awaited<ReturnType<typeof aDataFolder>>;
  let keepwell: KeepwellUp;
  let browser: Browser;
  let admin: Person;

  beforeAll(async () => {
    folder = await aDataFolder();
    keepwell = await startKeepwell(folder.path);
    browser = await openBrowser();
    admin = await aPerson(browser, keepwell.url);
  });
  afterAll(async () => {
    await browser?.close();
    await keepwell?.stop();
    await folder?.remove();
  });

  const setPassword = async ({ page }: Person, link: string, password: string) => {
    await page.goto(link);
    await page.getByLabel('New password').fill(password);
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
  };

  const listed = ({ page }: Person) =>
    page.evaluate(async () => {
      const answer = await fetch('/api/v1/worklist?tab=today&limit=200');
      return ((await answer.json()) as { items: { personId: string; patientName: string }[] }).items;
    });

  it('S4-41 I-04 lets the first person in by a one-time link, and nobody by the same link again', async () => {
    await setPassword(admin, keepwell.signInLink!, PASSWORD);
    await admin.page.locator('[data-person]').first().waitFor({ timeout: SOON_MS });
    const stranger = await aPerson(browser, keepwell.url);
    await setPassword(stranger, keepwell.signInLink!, 'another long passphrase');
    await stranger.page.getByRole('alert').waitFor();
    expect((await stranger.page.context().cookies()).length).toBe(0);
    await stranger.page.context().close();
  });

  it('W-06 says no name of a patient in what it writes', async () => {
    const names = (await listed(admin)).map(({ patientName }) => patientName.split(' ').at(-1)!);
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect(keepwell.said()).not.toContain(name);
  });

  it('finds list and people again after a power cut, and asks for the password now', async () => {
    const before = await listed(admin);
    await keepwell.kill();
    keepwell = await startKeepwell(folder.path);
    expect(keepwell.signInLink).toBeNull();
    const again = await aPerson(browser, keepwell.url);
    await again.page.goto(keepwell.url);
    await again.page.getByLabel('Email').fill(EMAIL);
    await again.page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await again.page.getByRole('button', { name: 'Sign in' }).click();
    await again.page.locator('[data-person]').first().waitFor({ timeout: SOON_MS });
    const after = new Set((await listed(again)).map(({ personId }) => personId));
    expect(before.filter(({ personId }) => after.has(personId)).length).toBeGreaterThan(before.length / 2);
  });
});
