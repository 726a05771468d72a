import {
  ApiConnectionQueries,
  JobQueries,
  PracticeQueries,
  PracticeSettingsQueries,
  type Database,
  type PracticeSettings,
  type Transaction,
} from '@keepwell/database';
import { demoPractice, serveFhir, SIMULATED_ZONE, type FhirServer } from '@keepwell/simulator';

/** Fixed, so that every start of the same database finds the same practice again. */
export const DEMO_PRACTICE_ID = '01900000-0000-7000-8000-00000000de30';
const CONNECTION_NAME = 'Simulated EHR';
const POLL_SECONDS = 10;
/** Off-track patients who book by themselves in an hour: the list is seen to live. */
const COMEBACKS_PER_HOUR = 20;

/** Numbers and an address that reach nobody; what it sends stays in the outbox on this computer. */
const DEMO_SETTINGS: PracticeSettings = {
  // A simulated practice needs no time to settle (E15).
  warmUpDays: 0,
  place: 'GB-ENG',
  sending: { enabled: true, resendUnknown: false },
  senderName: 'Harbour Street Clinic',
  postalAddress: '1 Harbour Street, Simulated Town, ZZ1 1ZZ',
  phone: '01632 960100',
  specialty: 'PT',
};

/** Serves the simulated practice on loopback, on the port of last time where that is free. */
export async function serveDemo(database: Database): Promise<FhirServer> {
  const practice = demoPractice(Date.now());
  const port = await portOfLastTime(database);
  try {
    return await serveFhir({ practice, port, comebacksPerHour: COMEBACKS_PER_HOUR });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') || port === 0) throw error;
    return serveFhir({ practice, port: 0, comebacksPerHour: COMEBACKS_PER_HOUR });
  }
}

/** The practice of the demo, made at the first start. */
export async function ensureDemoPractice(database: Database): Promise<void> {
  const practices = new PracticeQueries();
  await database.inPractice(DEMO_PRACTICE_ID, async (tx) => {
    if ((await practices.current(tx)) !== null) {
      await giveMissingSettings(tx);
      return;
    }
    await practices.create(tx, {
      id: DEMO_PRACTICE_ID,
      name: 'Harbour Street Clinic (simulated)',
      slug: 'harbour-street-simulated',
      timezone: SIMULATED_ZONE,
      currency: 'GBP',
      settings: DEMO_SETTINGS,
      demo: true,
    });
  });
}

/** One made before there was outreach gets what it needs for it; what somebody has set since stays. */
async function giveMissingSettings(tx: Transaction): Promise<void> {
  const settings = new PracticeSettingsQueries();
  const known = await settings.current(tx);
  if (known === null || known.settings.postalAddress !== null) return;
  const { warmUpDays: _asItWas, ...missing } = DEMO_SETTINGS;
  await settings.change(tx, { settings: missing });
}

/** Connects the practice with its simulated EHR, over HTTP as any other, and asks for a first read. */
export async function connectDemo(database: Database, url: string): Promise<void> {
  const connections = new ApiConnectionQueries();
  await database.inPractice(DEMO_PRACTICE_ID, async (tx) => {
    const known = (await connections.list(tx)).find(({ name }) => name === CONNECTION_NAME);
    const id =
      known?.id ??
      (await connections.create(tx, DEMO_PRACTICE_ID, {
        connector: 'fhir-r4',
        name: CONNECTION_NAME,
        settings: { url, timezone: SIMULATED_ZONE },
        pollSeconds: POLL_SECONDS,
        warmUpUntil: null,
      }));
    if (known !== undefined && known.settings['url'] !== url) {
      await connections.change(tx, id, {
        name: null,
        settings: { ...known.settings, url },
        pollSeconds: null,
        state: 'ready',
        forgetsProblem: true,
      });
    }
    await new JobQueries().owe(tx, DEMO_PRACTICE_ID, 'sync', id, new Date());
  });
}

async function portOfLastTime(database: Database): Promise<number> {
  const connections = await database.inPractice(DEMO_PRACTICE_ID, (tx) => new ApiConnectionQueries().list(tx));
  const url = connections.find(({ name }) => name === CONNECTION_NAME)?.settings['url'];
  return typeof url === 'string' && URL.canParse(url) ? Number(new URL(url).port) : 0;
}
