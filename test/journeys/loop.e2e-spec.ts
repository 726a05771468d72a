import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { aPerson, openBrowser, overflowOf, seriousFaults, type Person } from '../support/browser.js';
import { databaseForThisFile, type TestDatabase } from '../support/database.js';
import { aDataFolder, startKeepwell, type KeepwellUp } from '../support/keepwell-up.js';

jest.setTimeout(400_000);

const PASSWORD = 'a quiet green meadow';
/** What the sender waits before the first message, so that a start can be undone, and one look of the sweep. */
const LEFT_MS = 60_000;

/**
 * The whole loop as a coordinator plays it on the simulated practice: call with outcome and next step, messages with
 * preview, a reply, an opt-out, a snooze, a booking, a kept visit, and the week's report that says so.
 */
describe('the loop', () => {
  let folder: Awaited<ReturnType<typeof aDataFolder>>;
  let database: TestDatabase;
  let keepwell: KeepwellUp;
  let browser: Browser;
  let coordinator: Person;
  let page: Page;

  beforeAll(async () => {
    folder = await aDataFolder();
    database = await databaseForThisFile();
    keepwell = await startKeepwell(folder.path, [], {
      DATABASE_URL: database.databaseUrl,
      KEEPWELL_MASTER_KEY: database.masterKey.toString('base64'),
    });
    browser = await openBrowser();
    coordinator = await aPerson(browser, keepwell.url);
    page = coordinator.page;
    page.setDefaultTimeout(30_000);
    await page.goto(keepwell.signInLink!);
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
    await page.locator('[data-person]').first().waitFor({ timeout: 120_000 });
  });
  afterAll(async () => {
    await browser?.close();
    await keepwell?.stop();
    await database?.close();
    await folder?.remove();
  });

  const panel = () => page.getByRole('region', { name: 'What to do' });
  const ask = <T>(path: string): Promise<T> =>
    page.evaluate(async (address) => (await fetch(`/api/v1${address}`)).json() as Promise<never>, path) as Promise<T>;
  const idOfPage = () => new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const until = async (isTrue: () => Promise<boolean>, what: string): Promise<void> => {
    const deadline = Date.now() + LEFT_MS;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error(`Waited ${LEFT_MS} ms for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  /** The next patient of today's list, in hand. */
  const next = async (): Promise<string> => {
    await page.goto(`${keepwell.url}/worklist`);
    await page.locator('[data-person]').first().waitFor();
    await page.keyboard.press('n');
    await page.waitForURL(/\/patients\//);
    await page.locator(`#work[data-of="${idOfPage()}"]`).getByText('In your hands').waitFor();
    return idOfPage();
  };
  const caseOf = async (personId: string) =>
    (await ask<{ case: { id: string; state: string; closing: string | null } | null }>(`/patients/${personId}`)).case;
  const messagesOf = async (personId: string) =>
    (
      await ask<{ items: { id: string; personId: string; state: string; channel: string }[] }>('/outbox?limit=200')
    ).items.filter((message) => message.personId === personId);
  /** Starts the recommended sequence, and waits until its first text has left. */
  const startSequence = async (): Promise<{ personId: string; messageId: string }> => {
    const personId = await next();
    await page.keyboard.press('m');
    await panel().getByRole('list', { name: 'What will be sent' }).getByText('Text message').waitFor();
    await panel().getByText('Reply STOP to opt out.').waitFor();
    await panel().getByRole('button', { name: 'Start sequence' }).click();
    await panel().getByRole('group', { name: 'Running sequence' }).waitFor();
    const first = async () => (await messagesOf(personId)).find(({ channel }) => channel === 'sms');
    await until(
      async () => ['accepted', 'sent', 'delivered'].includes((await first())?.state ?? ''),
      'the text to leave',
    );
    return { personId, messageId: (await first())!.id };
  };
  const reply = async (messageId: string, text: string): Promise<void> => {
    await page.goto(`${keepwell.url}/outbox/${messageId}`);
    await page.getByLabel('What the patient writes').fill(text);
    await page.getByRole('button', { name: 'Send this reply' }).click();
    await page.getByText('It came in and was read as').waitFor();
  };
  /** So many days go by for what rests: only the rows know what day it is. */
  const letPass = async (personId: string, days: number): Promise<void> => {
    await database.asSuperuser(
      `update off_track_case set wake_at = wake_at - make_interval(days => $2) where person_id = $1 and state <> 'closed'`,
      [personId, days],
    );
    await database.asSuperuser(
      'update snooze set until = until - make_interval(days => $2) where person_id = $1 and ended_at is null',
      [personId, days],
    );
    await database.asSuperuser(`update job set due_at = now() where kind = 'wake'`);
  };
  const sourceIdOf = async (personId: string) =>
    (await ask<{ identities: { sourceId: string }[] }>(`/patients/${personId}`)).identities[0]?.sourceId ?? '';
  const inTheSimulation = async (sourceId: string, verb: 'book' | 'visit'): Promise<void> => {
    const { status } = await fetch(`${keepwell.controlUrl}/patients/${sourceId}/${verb}`, { method: 'POST' });
    expect(status).toBe(200);
  };

  it('X12 S0-10 S2-16 claims, calls, and lets no conversation end without a next step', async () => {
    const personId = await next();
    await page.keyboard.press('c');
    await panel().getByRole('link', { name: /\+44/ }).waitFor();
    await page.keyboard.press('d');
    await panel().getByRole('button', { name: 'Save and stay', disabled: true }).waitFor();
    await page.keyboard.press('b');
    await panel().getByRole('button', { name: 'Save and stay' }).click();
    await page
      .getByLabel('What was done last')
      .getByRole('button', { name: /^Undo, back to open/ })
      .waitFor();
    expect((await caseOf(personId))?.state).toBe('in_outreach');
  });

  it('S2-17 S4-16 sends what was read, and a reply brings the case back with its words on the timeline', async () => {
    const { personId, messageId } = await startSequence();
    expect((await caseOf(personId))?.state).toBe('in_outreach');
    await reply(messageId, 'Thursday would suit me, what time do you have?');
    expect((await caseOf(personId))?.state).toBe('open');
    expect((await messagesOf(personId)).map(({ state }) => state)).not.toContain('planned');
    await page.goto(`${keepwell.url}/patients/${personId}`);
    await page.getByText('Thursday would suit me', { exact: false }).first().waitFor();
  });

  it('C-01 C-04 hears STOP: nothing automated reaches the patient any more, by any channel', async () => {
    const { personId, messageId } = await startSequence();
    await reply(messageId, 'STOP');
    const { channels } = await ask<{ channels: Record<string, { verdict: { allowed: boolean } }> }>(
      `/patients/${personId}/contact`,
    );
    expect([channels['sms']?.verdict.allowed, channels['email']?.verdict.allowed]).toEqual([false, false]);
    const open = (await messagesOf(personId)).filter(({ state }) => state === 'planned' || state === 'due');
    expect(open.filter(({ channel }) => channel === 'email')).toEqual([]);
    await page.goto(`${keepwell.url}/patients/${personId}`);
    await page.getByRole('list', { name: 'What stops contact' }).waitFor();
  });

  it('S2-12 E09 snoozes until a day that is shown, and wakes on it', async () => {
    const personId = await next();
    await page.keyboard.press('s');
    await page.keyboard.press('2');
    await panel().getByRole('group', { name: 'Reason' }).getByRole('button').first().click();
    await panel()
      .getByText(/Back on the list/)
      .waitFor();
    await panel().getByRole('button', { name: 'Snooze and stay' }).click();
    await page
      .getByLabel('What was done last')
      .getByText(/Snoozed: back on the list/)
      .waitFor();
    expect((await caseOf(personId))?.state).toBe('snoozed');
    await page.goto(`${keepwell.url}/worklist?tab=snoozed`);
    await page.locator(`[data-person="${personId}"]`).first().waitFor();
    await letPass(personId, 60);
    await until(async () => (await caseOf(personId))?.state === 'open', 'the snoozed case to wake');
  });

  it('Q101 S2-22 sees a booking, then the kept visit, and the week says who returned and after what', async () => {
    const personId = await next();
    const sourceId = await sourceIdOf(personId);
    await page.keyboard.press('c');
    await panel().getByRole('link', { name: /\+44/ }).waitFor();
    await page.keyboard.press('b');
    await panel().getByRole('button', { name: 'Save and stay' }).click();
    await page.getByLabel('What was done last').getByRole('button', { name: /^Undo/ }).waitFor();
    await inTheSimulation(sourceId, 'book');
    await until(async () => (await caseOf(personId))?.state === 'resolved', 'the booking to resolve the case');
    await inTheSimulation(sourceId, 'visit');
    await until(async () => (await caseOf(personId))?.closing === 'returned', 'the kept visit to close it as returned');
    await page.goto(`${keepwell.url}/reports/current`);
    await page.getByText('Returned', { exact: false }).first().waitFor();
    interface Figure {
      id: string;
      numerator: number | null;
    }
    const { report } = await ask<{ report: { sections: { numbers: Figure[] }[] } }>('/reports/current');
    const figures = new Map(
      report.sections.flatMap(({ numbers }) => numbers).map(({ id, numerator }) => [id, numerator]),
    );
    expect(figures.get('returned.week')).toBeGreaterThanOrEqual(1);
    // Whoever stands first on the list may have had a text before, in another of these tests.
    const afterACall =
      (figures.get('returned_before.call.week') ?? 0) + (figures.get('returned_before.both.week') ?? 0);
    expect(afterACall).toBe(1);
  });

  it('S2-14 works twenty patients by keyboard alone', async () => {
    await page.goto(`${keepwell.url}/worklist`);
    await page.locator('[data-person]').first().waitFor();
    await page.keyboard.press('n');
    const seen: string[] = [];
    for (let turn = 0; turn < 20; turn++) {
      await page.waitForFunction(
        (before) => location.pathname.startsWith('/patients/') && !location.pathname.endsWith(before || 'nobody'),
        seen.at(-1) ?? '',
      );
      // What is typed ahead, while the page is still the one before, counts for nobody.
      await page.locator(`#work[data-of="${idOfPage()}"]`).getByText('In your hands').waitFor();
      seen.push(idOfPage());
      await page.keyboard.press('c');
      await panel().getByRole('group', { name: 'How it ended' }).waitFor();
      await page.keyboard.press(['a', 'v', 'y'][turn % 3]!);
      await page.waitForFunction(() => document.activeElement?.textContent?.includes('next patient') === true);
      await page.keyboard.press('Enter');
    }
    expect(new Set(seen).size).toBe(20);
    const called = async () =>
      (await ask<{ items: { attempts: number }[] }>('/worklist?tab=in_outreach&limit=100')).items.filter(
        (row) => row.attempts > 0,
      ).length;
    await until(async () => (await called()) >= 20, 'all twenty calls to stand in the list');
  });

  /** The live channel never ends, so the network is never idle: what is still loading says so itself. */
  const isShown = async (shown: Page): Promise<void> => {
    await shown.waitForLoadState('load');
    await shown.waitForFunction(() => document.querySelector('.kw-loading, [data-loading]') === null);
  };

  it.each([
    { width: 1440, height: 900, colorScheme: 'light' as const },
    { width: 390, height: 844, colorScheme: 'dark' as const },
  ])('is without serious accessibility faults and fits: $width px, $colorScheme', async (look) => {
    const state = await page.context().storageState();
    const person = await aPerson(browser, keepwell.url, look);
    await person.page.context().addCookies(state.cookies);
    await person.page.goto(`${keepwell.url}/worklist`);
    await person.page.locator('[data-person]').first().waitFor();
    for (const path of [
      '/worklist?tab=in_outreach',
      '/outbox',
      '/replies',
      '/playbook',
      '/settings',
      '/reports',
      '/reports/current',
    ]) {
      await person.page.goto(`${keepwell.url}${path}`);
      await person.page.getByRole('heading', { level: 1 }).waitFor();
      await isShown(person.page);
      expect({ path, faults: await seriousFaults(person.page) }).toEqual({ path, faults: [] });
      expect({ path, overflow: await overflowOf(person.page) }).toEqual({ path, overflow: 0 });
    }
    await person.page.goto(`${keepwell.url}/worklist`);
    await person.page.locator('[data-person]').first().waitFor();
    await person.page.keyboard.press('n');
    for (const key of ['c', 'm', 's']) {
      await person.page.getByText('In your hands').waitFor();
      await person.page.keyboard.press(key);
      await isShown(person.page);
      expect({ key, faults: await seriousFaults(person.page) }).toEqual({ key, faults: [] });
      expect({ key, overflow: await overflowOf(person.page) }).toEqual({ key, overflow: 0 });
    }
    expect(person.strangers).toEqual([]);
    await person.page.context().close();
  });

  it('asked nobody but Keepwell, and broke no content security policy', () => {
    expect(coordinator.strangers).toEqual([]);
    expect(coordinator.complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
  });
});
