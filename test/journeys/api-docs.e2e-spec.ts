import type { Browser } from 'playwright-core';
import { apiUnderTest } from '../support/api-under-test.js';
import type { ApiUnderTest } from '../support/api-under-test.js';
import { aPerson, openBrowser } from '../support/browser.js';

let api: ApiUnderTest;
let browser: Browser;

beforeAll(async () => {
  api = await apiUnderTest();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await api.close();
});

it('W-01 M-04 the description of the API can be read in a browser, without third parties and within the content policy', async () => {
  const { page, complaints, strangers } = await aPerson(browser, api.url);
  await page.goto(`${api.url}/api/docs`);
  // Drawn one after the other: on a busy machine the first stands long before the last.
  await page.locator('.opblock').nth(20).waitFor();
  expect(await page.locator('.opblock').count()).toBeGreaterThan(20);
  await page.locator('.opblock-summary-control').first().click();
  await page.getByText('Try it out').first().waitFor();
  expect(complaints).toEqual([]);
  expect(strangers).toEqual([]);
});
