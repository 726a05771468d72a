import { jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { overflowOf, seriousFaults, type Person } from '../support/browser.js';
import {
  anOfficeAndConsole,
  DAY_MS,
  HOUR_MS,
  placeAndPatients,
  ZONE,
  type Office,
  type OfficeAndConsole,
} from '../support/office-and-console.js';
import { record } from '../support/source-records.js';

jest.setTimeout(120_000);

const PATIENTS = 7;

/**
 * A connection from the first click to the day it fails, in a browser: the whole of Keepwell as built, and a dental office at the
 * other end that says a word nobody knows, hands over a visit without a time, and falls silent.
 */
describe('a connection, in the console', () => {
  let there: OfficeAndConsole;
  let office: Office;
  let database: OfficeAndConsole['database'];
  let person: Person;
  let email: string;
  let connection: string;
  const startedAt = Date.now();
  const after = (days: number) => new Date(startedAt + days * DAY_MS).toISOString();

  beforeAll(async () => {
    there = await anOfficeAndConsole(fillOffice);
    ({ office, database } = there);
    email = await there.user('admin');
    person = await there.signedIn(email);
  }, 240_000);
  afterAll(() => there?.close());

  function fillOffice(of: Office): void {
    const { records } = placeAndPatients(PATIENTS);
    const visit = (
      id: string,
      patientId: string,
      days: number,
      status: 'booked' | 'no_show' | 'cancelled' = 'booked',
    ) =>
      record('appointment', id, { patientId, startsAt: after(days), status, practitionerId: 'd1', locationId: 'l1' });
    of.world.put([
      ...records,
      visit('missed', 'p1', -5),
      visit('a2', 'p2', 1),
      visit('a3', 'p3', 2),
      visit('a4', 'p4', 3),
      visit('off', 'p5', 4, 'cancelled'),
      visit('odd', 'p6', 2),
      visit('broken', 'p7', 5),
    ]);
    of.world.setStatusWord?.('odd', 'Bumped');
    setTime(of, 'broken', null);
    // They did not come, and it was written down the same day.
    of.world.advance(7 * DAY_MS + HOUR_MS);
    of.world.put([visit('missed', 'p1', -5, 'no_show')]);
    of.world.advance(5 * DAY_MS - HOUR_MS);
  }

  /** As somebody at the front desk would: a visit loses its time, or gets one. */
  function setTime({ living }: Office, id: string, startsAt: number | null): void {
    const standing = living.get('appointment', id);
    if (standing === undefined) throw new Error(`The office has no ${id}`);
    living.put('appointment', id, { ...standing.data, startsAt: startsAt as number });
  }

  const open = async (path: string, heading: string | RegExp) => {
    await person.page.goto(`${there.keepwell.url}${path}`);
    await person.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  };
  const openPart = async (label: string) => {
    await open(connection, 'Salem office');
    const name = new RegExp(`^${label}`);
    await person.page.getByRole('tab', { name }).click();
    await person.page.getByRole('tab', { name, selected: true }).waitFor();
  };
  const gone = (what: Locator) => what.waitFor({ state: 'detached' });
  const syncNow = async () => {
    const { page } = person;
    const asked = page.waitForResponse((response) => response.url().endsWith('/sync'));
    await page.getByRole('button', { name: 'Sync now' }).click();
    expect((await asked).status()).toBe(202);
  };

  it('is added with the wizard, tested, and read for the first time with counts', async () => {
    const { page } = person;
    await open('/connections/new', 'Connect a source');
    await page.getByRole('radio', { name: /^Open Dental/ }).check();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Salem office');
    const { developer_key: developerKey, customer_key: customerKey } = office.world.settings;
    await page.getByLabel('Developer key').fill(String(developerKey));
    await page.getByLabel('Customer key').fill(String(customerKey));
    await page.getByLabel('Address').fill(office.url);
    await page.getByRole('combobox', { name: 'What the key is worth' }).click();
    await page.getByRole('option', { name: 'office', exact: true }).click();
    await page.getByRole('combobox', { name: 'Time zone of the office server' }).fill(ZONE);
    await page.getByRole('option', { name: ZONE }).click();
    await page.getByLabel('Operatory for bookings').fill('1');
    await page.getByLabel('Read every … seconds').fill('3600');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('Open Dental does not count', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    const counts = page.getByRole('list', { name: 'Counts by stream' });
    await counts.waitFor();
    const read = await page.getByRole('status').filter({ hasText: 'put aside' }).textContent();
    expect(read).toContain('1 put aside');
    // Each patient comes with what they said to texts and to calls.
    expect(await counts.textContent()).toContain(`Patients ${PATIENTS * 3}`);
    expect(await counts.textContent()).toContain('Appointments 7');
    await page.getByRole('link', { name: 'Open the connection' }).click();
    await page.getByRole('heading', { level: 1, name: 'Salem office' }).waitFor();
    connection = new URL(page.url()).pathname;
  });

  it('S2-07 shows a status word nobody knows, and the bookings follow what a person says it means', async () => {
    const { page } = person;
    await openPart('Words');
    const row = page.getByRole('row').filter({ hasText: 'bumped' });
    const standsAs = row.getByRole('cell').nth(1);
    await standsAs.getByText('Unknown').waitFor();
    await row.getByRole('combobox', { name: 'What “bumped” means' }).selectOption('booked');
    await row.getByRole('button', { name: 'Save what “bumped” means' }).click();
    await standsAs.getByText('Booked').waitFor();
    await open('/connections/bookings', 'Bookings by status');
    const week = page.getByRole('table', { name: 'Today and the next 6 days' });
    await week.getByRole('row', { name: /^Booked 4/ }).waitFor();
    await gone(week.getByRole('row', { name: /^Unknown/ }));
  });

  it('S-07 opens what was put aside, and takes it in once the office has mended it', async () => {
    const { page } = person;
    await openPart('Put aside');
    const row = page.getByRole('row').filter({ hasText: 'no time that can be read' });
    await row.getByRole('button', { name: /^Open as it came/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('button', { name: /Show|Open/ })
      .first()
      .click();
    await dialog.getByRole('region', { name: 'The record as it came' }).getByText('AptNum').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    setTime(office, 'broken', startedAt + 5 * DAY_MS);
    await page.getByRole('button', { name: 'Try them again' }).click();
    await page.getByText('Nothing is put aside').waitFor();
    await page.getByLabel('State of the records put aside').selectOption('replayed');
    await page.getByText('no time that can be read').waitFor();
  });

  it('S2-08 shows as many bookings of each status as the office counts itself', async () => {
    const { page } = person;
    await openPart('Data');
    await page.getByRole('button', { name: 'Compare now' }).click();
    await page.getByText('Asked for.').waitFor();
    await open('/connections/bookings', 'Bookings by status');
    const week = page.getByRole('table', { name: 'Today and the next 6 days' });
    await eventually('the source to be counted', async () => {
      await page.reload();
      await week.waitFor();
      return (await week.getByText('not counted').count()) === 0;
    });
    const cells = await week
      .getByRole('row')
      .evaluateAll((rows) =>
        rows.slice(1).map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
      );
    expect(cells).toEqual([
      ['Booked', '5', '5', '5', 'equal'],
      ['Cancelled', '1', '1', '1', 'equal'],
    ]);
    expect(office.world.standing('appointment', 'booked')).toBe(5);
  });

  it('S3-06 notes a call in the office’s own log and shows that it stands there', async () => {
    const { page } = person;
    await openPart('Written back');
    await page.getByRole('switch', { name: /^Note our calls and messages/ }).click();
    await page.getByText('Contacts are noted there too.').waitFor({ state: 'attached' });
    await open('/worklist', 'Off-track patients');
    await page.getByRole('link', { name: 'Sam Field1' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sam Field1' }).waitFor();
    await page.getByRole('button', { name: /^Take in hand/ }).click();
    await page.getByRole('group', { name: 'Routes', exact: true }).getByRole('button', { name: /^Call/ }).click();
    await page.getByRole('button', { name: /No answer/ }).click();
    await page.getByRole('button', { name: 'Save and stay' }).click();
    await page
      .getByText(/^Call saved/)
      .first()
      .waitFor();
    // The ten minutes in which a call can be taken back are over.
    await database.asSuperuser(`update touchpoint set recorded_at = recorded_at - interval '11 minutes'`);
    await database.asSuperuser(`update connection set write_back_from = write_back_from - interval '1 hour'`);
    await database.asSuperuser(`update job set due_at = now() where kind = 'write_back'`);
    const noted = page.getByRole('list', { name: 'What was written, newest first' }).getByRole('listitem').first();
    await eventually('the note to be confirmed', async () => {
      await page.reload();
      await page.getByRole('heading', { name: 'Written to other systems' }).waitFor();
      return (await noted.count()) > 0 && ((await noted.textContent()) ?? '').includes('Confirmed');
    });
    expect(await noted.textContent()).toContain('Note of a call');
    expect(await noted.textContent()).toContain('in Salem office');
    expect(office.living.all('communication')).toHaveLength(1);
  });

  it('S3-05 S3-06 books in the office’s calendar: refused in a sentence at night, confirmed by day', async () => {
    const { page } = person;
    await page.getByRole('button', { name: /^Take in hand/ }).click();
    await page.getByRole('button', { name: 'Book, move or cancel a visit' }).click();
    await page.getByLabel('Day of the visit').fill(aWednesday());
    await page.getByLabel('Time of the visit').fill('03:00');
    await page.getByLabel('With whom').selectOption({ label: 'Dana Lee' });
    await page.getByRole('button', { name: 'Book in Salem office' }).click();
    await page
      .getByRole('list', { name: 'Why it is not booked' })
      .getByText(/opens at/)
      .waitFor();
    expect(office.world.standing('appointment', 'booked')).toBe(5);
    await page.getByLabel('Time of the visit').fill('10:00');
    await page.getByRole('button', { name: 'Book in Salem office' }).click();
    const booking = page
      .getByRole('list', { name: 'What was written, newest first' })
      .getByRole('listitem')
      .filter({ hasText: 'Booking for' });
    await booking.getByText('Confirmed', { exact: true }).first().waitFor();
    expect(office.world.standing('appointment', 'booked')).toBe(6);
  });

  it('S-05 says when nothing comes any more, and that it is over when the office is back', async () => {
    const { page } = person;
    await openPart('Overview');
    // Maintenance pages since seven hours.
    office.setHabits({ html: { every: 1 } });
    await database.asSuperuser(`update stream_state set watermark = watermark - interval '7 hours'`);
    await database.asSuperuser(`update connection set last_success_at = last_success_at - interval '7 hours'`);
    await syncNow();
    const alarm = page.getByText(/^Nothing was read for \d hours/);
    await eventually('the alarm', async () => {
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Salem office' }).waitFor();
      return (await alarm.count()) > 0;
    });
    office.setHabits({});
    await syncNow();
    await eventually('the alarm to be over', async () => {
      await page.reload();
      await page.getByRole('term').filter({ hasText: 'Alarms' }).waitFor();
      await page.waitForLoadState('networkidle');
      return (await alarm.count()) === 0;
    });
  });

  it('V-04 takes new credentials only when they work', async () => {
    const { page } = person;
    await openPart('Settings');
    const rotate = page.locator('form').filter({ has: page.getByRole('button', { name: 'Try and use them' }) });
    await rotate.getByLabel('Customer key').fill('NotTheirs');
    await rotate.getByRole('button', { name: 'Try and use them' }).click();
    await page.getByText('The other side did not take them: the old ones still stand.').waitFor();
    await rotate.getByLabel('Customer key').fill(String(office.world.settings['customer_key']));
    await rotate.getByRole('button', { name: 'Try and use them' }).click();
    await page.getByText('The new credentials work and are in use.').waitFor();
  });

  it('is paused, and reads nothing until it is resumed', async () => {
    const { page } = person;
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    expect(await page.getByRole('button', { name: 'Sync now' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('is without serious accessibility faults and fits a phone, in every part', async () => {
    const phone = await there.signedIn(email, { width: 390, colorScheme: 'dark' });
    const { page } = phone;
    const [patient] = await database.asSuperuser<{ id: string }>(`select person_id as id from off_track_case limit 1`);
    const parts = ['overview', 'runs', 'data', 'words', 'aside', 'ways', 'written', 'settings'];
    const places = [
      '/connections/bookings',
      '/connections/payments',
      `/patients/${patient?.id}`,
      ...parts.map((part) => `${connection}?part=${part}`),
    ];
    for (const place of places) {
      await page.goto(`${there.keepwell.url}${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('load');
      expect({ place, faults: await seriousFaults(page), overflow: await overflowOf(page) }).toEqual({
        ...{ place, faults: [], overflow: 0 },
      });
    }
    for (const { strangers, complaints } of [phone, person]) {
      expect(strangers).toEqual([]);
      // Before signing in, the one refused question "who am I?" is the only error a browser may note; a refused booking is one too.
      expect(complaints.filter((complaint) => !/\b(401|422)\b/.test(complaint))).toEqual([]);
    }
    await page.context().close();
  });
});

/** The first Wednesday at least a week ahead, as a calendar shows it. */
function aWednesday(): string {
  const day = new Date(Date.now() + 7 * DAY_MS);
  day.setUTCDate(day.getUTCDate() + ((3 - day.getUTCDay() + 7) % 7));
  return day.toISOString().slice(0, 10);
}

const SOON_MS = 30_000;

async function eventually(what: string, look: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + SOON_MS;
  while (!(await look())) {
    if (Date.now() > until) throw new Error(`Waited ${SOON_MS} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
