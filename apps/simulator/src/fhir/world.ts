import type { Instant, ZoneId } from '@keepwell/domain/records';
import { startClock, type Clock } from '../clock.js';
import { LivingPractice } from '../living/living-practice.js';
import { simulatePractice } from '../simulate-practice.js';
import { worldOf, type SimulatedWorld } from '../vendors/world.js';
import type { Habits } from './habits.js';
import type { Manners } from './manners.js';
import { serveFhir, type FhirServer } from './server.js';

export interface ServeFhirWorldOptions {
  clock?: Clock;
  zone: ZoneId;
  /** Types that neither declare nor accept `_lastUpdated`. */
  withoutLastUpdated?: Habits['withoutLastUpdated'];
  /** How exports are given; a connection to this world reads by them. */
  exports?: Habits['exports'];
  /** As what kind of server it answers. */
  manners?: Manners;
}

const CLIENT = { clientId: 'keepwell', clientSecret: 'simulated-client-secret' };

/** Serves an empty practice as a FHIR server that asks for a sign-in. `world.settings` are those of a connection to it. */
export async function serveFhirWorld(options: ServeFhirWorldOptions): Promise<FhirServer & { world: SimulatedWorld }> {
  const { clock = startClock(), zone, withoutLastUpdated = [], exports, manners } = options;
  const living = new LivingPractice(null, clock);
  const server = await serveFhir({
    ...{ practice: nobodys(clock.now()), clock, living, tellsTime: true, auth: CLIENT },
    habits: { withoutLastUpdated, ...(exports && { exports }) },
    ...(manners === undefined ? {} : { manners }),
  });
  const { origin } = new URL(server.url);
  const world = worldOf({
    server: {
      ...{ origin, url: server.url, controlUrl: server.controlUrl, living, control: null },
      requests: () => server.asked(),
      setHabits({ lateCommitMs, skewMs, repeatedRow }) {
        living.setHabits({ ...(lateCommitMs && { lateCommitMs }), ...(skewMs && { skewMs }) });
        server.setHabits({
          withoutLastUpdated,
          ...(exports && { exports }),
          ...(repeatedRow && { repeatedEntry: repeatedRow }),
        });
      },
      close: () => server.close(),
    },
    settings: {
      ...{ url: server.url, timezone: zone, auth: 'client_secret', token_url: `${origin}/auth/token` },
      ...{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret },
      ...(exports && { reading: 'bulk', bulk_hours: 0 }),
      ...manners?.settings,
    },
    // A recall is one of two things that an order can be: its id says of what it is the id.
    ids: {
      of: (kind, id) => (kind === 'recall' ? `ServiceRequest/${id}` : id),
      back: (_kind, given) => given.replace(/^ServiceRequest\//, ''),
    },
    merges: true,
    setStatusWord: (id, word) => server.setStatusWord(id, word),
  });
  return { ...server, world };
}

/** What a practice offers and where is not the world's to invent: of this one nothing is shown. */
function nobodys(asOf: Instant) {
  const practice = simulatePractice({ seed: 'nobody', patients: 1, asOf });
  return { ...practice, setting: { ...practice.setting, services: [] } };
}
