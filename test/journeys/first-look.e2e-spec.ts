import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, watchPage } from '../support/browser.js';
import { aDataFolder, startKeepwell, type KeepwellUp } from '../support/keepwell-up.js';

/**
 * What somebody sees in the first minutes: `npm start`, the one-time link, the list, one patient's proof, and the row that
 * goes away when the patient books. The real program, the real simulated practice over HTTP, a real browser.
 */

const PASSWORD = 'a long enough passphrase';
const EMAIL = 'admin@keepwell.local';
/** A poll is ten seconds; on a busy machine the first read takes longer. */
const SOON_MS = 60_000;

let folder: Awaited<ReturnType<typeof aDataFolder>>;
let keepwell: KeepwellUp;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let watched: ReturnType<typeof watchPage>;

beforeAll(async () => {
  folder = await aDataFolder();
  keepwell = await startKeepwell(folder.path);
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  watched = watchPage(page, keepwell.url);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await keepwell?.stop();
  await folder?.remove();
});

const rows = () => page.locator('tbody tr[data-person], tbody tr:has([data-person])');

async function axeFaults(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

interface ListedCase {
  personId: string;
  patientName: string;
  sourceIds: { id: string }[];
}

/** The list as the page itself asks for it, with the session of the browser. */
async function listedCases(): Promise<ListedCase[]> {
  return page.evaluate(async () => {
    const answer = await fetch('/api/v1/worklist?tab=today&limit=200');
    return ((await answer.json()) as { items: ListedCase[] }).items;
  });
}

it('S4-41 I-04 lets the first person in by a one-time link, once', async () => {
  expect(keepwell.signInLink).not.toBeNull();
  await page.goto(keepwell.signInLink!);
  await page.locator('input[type=password]').first().fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/worklist**', { timeout: SOON_MS });

  const again = await browser.newContext();
  const other = await again.newPage();
  await other.goto(keepwell.signInLink!);
  await other.locator('input[type=password]').first().fill('another long passphrase');
  await other.keyboard.press('Enter');
  await other.getByRole('alert').waitFor({ timeout: SOON_MS });
  expect(other.url()).not.toContain('/worklist');
  await again.close();
}, 120_000);

it('S2-11 S2-15 shows off-track patients within a minute of the first page', async () => {
  await rows().first().waitFor({ timeout: SOON_MS });
  const cases = await listedCases();
  expect(cases.length).toBeGreaterThan(20);
  expect(await rows().first().innerText()).toMatch(/R\d\d/);
  expect(await axeFaults()).toEqual([]);
}, 120_000);

it('X01 opens one patient and reads why: rule, facts with source ids and both clocks, what was checked, what would clear it', async () => {
  const [first] = await listedCases();
  await page.locator(`[data-person="${first!.personId}"]`).first().click();
  await page.waitForURL(`**/patients/${first!.personId}**`);
  const finding = page.locator('.kw-finding').first();
  await finding.waitFor({ timeout: SOON_MS });
  const text = await finding.innerText();
  expect(text).toMatch(/R\d\d/);
  expect(text).toMatch(/clears when/i);
  expect(text).toMatch(/checked, not found/i);
  const evidence = finding.locator('table tbody tr').first();
  expect(await evidence.locator('td, th').count()).toBeGreaterThanOrEqual(4);
  expect(await evidence.locator('time').count()).toBeGreaterThanOrEqual(2);
  expect(await page.locator('text=R18').count()).toBeGreaterThan(0);
  expect(await axeFaults()).toEqual([]);
}, 120_000);

it('W-06 M-04 keeps names out of addresses and titles and asks nobody else for anything', async () => {
  const [first] = await listedCases();
  const [given = '', family = ''] = first!.patientName.split(' ');
  for (const text of [page.url(), await page.title()]) {
    expect(text).not.toContain(given);
    expect(text).not.toContain(family);
  }
  expect(keepwell.said()).not.toContain(family);
  expect(watched.foreign).toEqual([]);
  expect(watched.faults).toEqual([]);
}, 60_000);

it('S2-07 takes a case off the list by itself, within one poll, when the patient books', async () => {
  await page.goto(`${keepwell.url}/worklist`);
  await rows().first().waitFor({ timeout: SOON_MS });
  const before = await listedCases();
  const chosen = before[0]!;
  const row = page.locator(`[data-person="${chosen.personId}"]`).first();
  await row.waitFor();
  const booked = await fetch(`${keepwell.controlUrl}/patients/${chosen.sourceIds[0]!.id}/book`, { method: 'POST' });
  expect(booked.ok).toBe(true);
  await row.waitFor({ state: 'detached', timeout: SOON_MS });
  expect((await listedCases()).map(({ personId }) => personId)).not.toContain(chosen.personId);
}, 120_000);

it('shows the list on a phone without sideways scrolling', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${keepwell.url}/worklist`);
  await page.locator('[data-person]').first().waitFor({ timeout: SOON_MS });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  expect(await axeFaults()).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
}, 120_000);

it('finds everything again after a power cut, and asks for the password now', async () => {
  const before = (await listedCases()).length;
  await keepwell.kill();
  keepwell = await startKeepwell(folder.path);
  expect(keepwell.signInLink).toBeNull();
  const fresh = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await fresh.newPage();
  await page.goto(keepwell.url);
  await page.locator('input[type=email], input[name=email]').first().fill(EMAIL);
  await page.locator('input[type=password]').first().fill(PASSWORD);
  await page.keyboard.press('Enter');
  await rows().first().waitFor({ timeout: SOON_MS });
  expect((await listedCases()).length).toBeGreaterThan(before / 2);
}, 240_000);
