import { hash } from '@node-rs/argon2';
import { serveOpenDental, startClock } from '@keepwell/simulator';
import { CHEAP_PASSWORDS, PASSWORD } from './api-under-test.js';
import { aPerson, openBrowser, type Person, type PersonOptions } from './browser.js';
import { aPractice, aUser } from './builders.js';
import { databaseForThisFile, type TestDatabase } from './database.js';
import { aDataFolder, startKeepwell, type KeepwellUp } from './keepwell-up.js';
import { record } from './source-records.js';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** Where the office is. */
export const ZONE = 'America/Los_Angeles';

export type Office = Awaited<ReturnType<typeof serveOpenDental>>;

/** A dental office, a practice whose Keepwell (as built, in a process of its own) may read it, and a browser. */
export interface OfficeAndConsole {
  database: TestDatabase;
  office: Office;
  keepwell: KeepwellUp;
  /** Their address to sign in with. */
  user(role: 'admin' | 'manager', displayName?: string): Promise<string>;
  /** Somebody who has just signed in and sees the list. */
  signedIn(email: string, look?: PersonOptions): Promise<Person>;
  close(): Promise<void>;
}

/** `fill` is what happened in the office in the twelve days until now: its clock stands at their beginning. */
export async function anOfficeAndConsole(fill: (office: Office) => void): Promise<OfficeAndConsole> {
  const [database, folder, office, browser] = await Promise.all([
    databaseForThisFile(),
    aDataFolder(),
    serveOpenDental({ zone: ZONE, clock: startClock({ from: Date.now() - 12 * DAY_MS }) }),
    openBrowser(),
  ]);
  fill(office);
  const { id } = await aPractice(database.db, { timezone: ZONE, currency: 'USD', settings: { warmUpDays: 0 } });
  const { memoryKib, passes, lanes } = CHEAP_PASSWORDS;
  const [passwordHash, keepwell] = await Promise.all([
    hash(PASSWORD, { memoryCost: memoryKib, timeCost: passes, parallelism: lanes }),
    startKeepwell(folder.path, ['--no-demo'], {
      DATABASE_URL: database.databaseUrl,
      KEEPWELL_MASTER_KEY: database.masterKey.toString('base64'),
      OUTBOUND_EXCEPTIONS: office.origin,
    }),
  ]);
  return {
    ...{ database, office, keepwell },
    user: async (role, displayName) => {
      const named = displayName === undefined ? {} : { displayName };
      return (await aUser(database.db, id, [role], { passwordHash, ...named })).email;
    },
    signedIn: async (email, look = {}) => {
      const person = await aPerson(browser, keepwell.url, look);
      const { page } = person;
      page.setDefaultTimeout(30_000);
      await page.goto(keepwell.url);
      await page.getByLabel('Email').fill(email);
      await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { level: 1, name: 'Off-track patients' }).waitFor();
      return person;
    },
    close: async () => {
      await browser.close();
      await keepwell.stop();
      await office.close();
      await folder.remove();
      await database.close();
    },
  };
}

/** The office's one place, its one dentist, and so many patients: p1 and on, each with a number of their own. */
export function placeAndPatients(patients: number) {
  const people = Array.from({ length: patients }, (_, n) => `p${n + 1}`);
  return {
    people,
    records: [
      record('location', 'l1', { name: 'Salem', timezone: ZONE }),
      record('practitioner', 'd1', { name: 'Dana Lee' }),
      ...people.map((id, n) =>
        record('patient', id, { givenName: 'Sam', familyName: `Field${n + 1}`, phone: `+1206555010${n}` }),
      ),
    ],
  };
}
