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
  // A long description is drawn only where one looks: the first subject at the top, the last one after scrolling down.
  await page.getByRole('heading', { name: /^session/ }).waitFor();
  await page.locator('.opblock').first().waitFor();
  await page.mouse.wheel(0, 1_000_000);
  await page.getByRole('heading', { name: /^go-live/ }).waitFor();
  await page.mouse.wheel(0, -1_000_000);
  await page.getByRole('heading', { name: /^session/ }).waitFor();
  await page.locator('.opblock-summary-control').first().click();
  await page.getByText('Try it out').first().waitFor();
  expect(complaints).toEqual([]);
  expect(strangers).toEqual([]);
});
