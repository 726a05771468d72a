import { RULES } from '@keepwell/domain';
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aPerson, openBrowser, overflowOf, seriousFaults, type Person } from '../support/browser.js';
import { aDataFolder, startKeepwell, type KeepwellUp } from '../support/keepwell-up.js';

jest.setTimeout(300_000);

const PASSWORD = 'a quiet green meadow';

/** From the printed link to a patient's evidence, and a row that goes away because the patient booked: as a coordinator sees it. */
describe('the console', () => {
  let folder: Awaited<ReturnType<typeof aDataFolder>>;
  let keepwell: KeepwellUp;
  let browser: Browser;
  let coordinator: Person;

  beforeAll(async () => {
    folder = await aDataFolder();
    keepwell = await startKeepwell(folder.path);
    browser = await openBrowser();
    coordinator = await aPerson(browser, keepwell.url);
  });
  afterAll(async () => {
    await browser?.close();
    await keepwell?.stop();
    await folder?.remove();
  });

  const rowsShown = () => coordinator.page.locator('[data-person]');

  it('leads from the one-time link to the off-track list, and wipes the token from the address', async () => {
    const { page } = coordinator;
    await page.goto(keepwell.signInLink!);
    await page.getByLabel('New password').fill(PASSWORD);
    expect(page.url()).toBe(`${keepwell.url}/sign-in/link`);
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
    await page.getByRole('heading', { name: 'Off-track patients' }).waitFor();
    await rowsShown().first().waitFor({ timeout: 120_000 });
    expect(await rowsShown().count()).toBeGreaterThan(5);
  });

  it('X01 S2-11 opens a patient by keyboard and shows why: the rule, the facts with source ids and both clocks', async () => {
    const { page } = coordinator;
    await page.keyboard.press('j');
    const name = (await page.locator(':focus').textContent()) ?? '';
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name }).waitFor();
    const proof = page.getByRole('table', { name: /^Evidence for R\d\d$/ }).first();
    await proof.waitFor();
    const [head = '', fact = ''] = await proof.getByRole('row').allTextContents();
    expect(head).toBe('EvidenceRecordHappenedKnown since');
    expect(fact).toMatch(/\d{1,2} \w{3,4} \d{4}, \d\d:\d\d.*\d{1,2} \w{3,4} \d{4}, \d\d:\d\d/);
    expect(await page.getByText('Clears when').first().isVisible()).toBe(true);
    expect(await page.getByRole('table', { name: 'Every rule’s verdict' }).getByRole('row').count()).toBe(
      RULES.length + 1,
    );
    await page.keyboard.press('Escape');
    await rowsShown().first().waitFor();
  });

  it('lets the row of a patient who books disappear by itself, and announces it', async () => {
    const { page } = coordinator;
    const row = rowsShown().first();
    const personId = (await row.getAttribute('data-person')) ?? '';
    const name = (await row.textContent()) ?? '';
    const sourceId = await page.evaluate(async (id) => {
      const response = await fetch(`/api/v1/patients/${id}`);
      const patient = (await response.json()) as { identities: { sourceId: string }[] };
      return patient.identities[0]?.sourceId ?? '';
    }, personId);
    const booked = await fetch(`${keepwell.controlUrl}/patients/${sourceId}/book`, { method: 'POST' });
    expect(booked.status).toBe(200);
    await page.locator(`table [data-person="${personId}"]`).waitFor({ state: 'detached', timeout: 60_000 });
    // Said once the list has settled, which may be a moment after the row is gone.
    await page
      .locator('[data-announcer]', { hasText: `${name} is no longer on this list.` })
      .waitFor({ state: 'attached' });
  });

  it('finds a patient by name without the name ever standing in an address or a title', async () => {
    const { page, addresses } = coordinator;
    const name = (await rowsShown().nth(1).textContent()) ?? '';
    const surname = name.split(' ').at(-1) ?? '';
    await page.keyboard.press('/');
    await page.keyboard.type(surname);
    await page.waitForResponse((response) => response.url().endsWith('/worklist/search'));
    await page.getByRole('link', { name }).waitFor();
    await page.getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(await page.title()).toBe('Patient · Keepwell');
    for (const address of addresses) expect(decodeURIComponent(address)).not.toContain(surname);
  });

  it.each([
    { width: 1440, height: 900, colorScheme: 'light' as const },
    { width: 390, height: 844, colorScheme: 'dark' as const },
  ])('is without serious accessibility faults and fits: $width px, $colorScheme', async (look) => {
    const person = await aPerson(browser, keepwell.url, look);
    const { page } = person;
    await page.goto(keepwell.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByLabel('Email').fill('admin@keepwell.local');
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('[data-person]').first().waitFor();
    for (const [path, heading] of [
      ['/worklist', 'Off-track patients'],
      ['/connections', 'Connections'],
      ['/connections/new', 'Connect a source'],
      ['/rules', 'Rules'],
      ['/users', 'Users'],
    ]) {
      await page.goto(`${keepwell.url}${path}`);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await page.waitForLoadState('load');
      expect({ path, faults: await seriousFaults(page) }).toEqual({ path, faults: [] });
      expect({ path, overflow: await overflowOf(page) }).toEqual({ path, overflow: 0 });
    }
    await page.goto(`${keepwell.url}/worklist`);
    await page.locator('[data-person]').first().click();
    await page.getByRole('heading', { name: /^Why listed/ }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    expect(person.strangers).toEqual([]);
    // Before signing in, the one refused question "who am I?" is the only error a browser may note.
    expect(person.complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
    await page.context().close();
  });

  it('asked nobody but Keepwell, and broke no content security policy', () => {
    expect(coordinator.strangers).toEqual([]);
    expect(coordinator.complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
  });
});
