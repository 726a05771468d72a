import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page, type Request } from 'playwright-core';

/** One person at a browser: their page, and everything that went wrong or went elsewhere while they used it. */
export interface Person {
  page: Page;
  /** Errors on the console (a breach of the content security policy among them) and uncaught exceptions. */
  complaints: string[];
  /** Requests to anybody but Keepwell: there must be none. */
  strangers: string[];
  /** Every address asked for or shown, to prove that no name stands in one. */
  addresses: string[];
}

export interface PersonOptions {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
}

const FLAGS = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** CHROMIUM_PATH, else what is on the PATH (test/run.js sees to it that there is one). */
export function chromiumPath(): string {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return given;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      const file = join(folder, name);
      if (existsSync(file)) return file;
    }
  }
  throw new Error('No Chromium: set CHROMIUM_PATH, or install the Debian package "chromium".');
}

export function openBrowser(): Promise<Browser> {
  // As root Chromium refuses its own sandbox; nobody runs the tests of strangers' pages here.
  const args = process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS;
  return chromium.launch({ executablePath: chromiumPath(), args });
}

/** A person with a browser of their own: no cookie, no history. */
export async function aPerson(browser: Browser, origin: string, options: PersonOptions = {}): Promise<Person> {
  const { width = 1440, height = 900, colorScheme = 'light' } = options;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const person: Person = { page, complaints: [], strangers: [], addresses: [] };
  page.on('console', (message) => {
    if (message.type() === 'error') person.complaints.push(message.text());
  });
  page.on('pageerror', (error) => person.complaints.push(error.message));
  page.on('request', (request: Request) => {
    person.addresses.push(request.url());
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:') person.strangers.push(request.url());
  });
  page.on('framenavigated', (frame) => person.addresses.push(frame.url()));
  return person;
}

/** What an accessibility check finds that keeps people out, as one line each: rule, and where. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Without describing what is right, and in the page itself, which has no frames: a fifth of the time, the same faults.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** How far a page is wider than its window, in pixels: sideways scrolling on a phone is a fault. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
