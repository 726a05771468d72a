import { startClock, type Clock } from '../../clock.js';
import { LivingPractice } from '../../living/living-practice.js';
import type { Practice } from '../../simulate-practice.js';
import { VendorIds } from '../vendor-ids.js';
import { serveVendor, type VendorHabits, type VendorServer } from '../vendor-server.js';
import { worldOf, type SimulatedWorld } from '../world.js';
import { nexHealthFace, type NexHealthMoods } from './face.js';

export const SIMULATED_NEXHEALTH_KEY = 'simulated-nexhealth-key';
const SUBDOMAIN = 'simulated-dental';

export interface ServeNexHealthOptions {
  /** None: an empty practice with one location, as every practice there has. */
  practice?: Practice | null;
  clock?: Clock;
  port?: number;
  habits?: VendorHabits;
  moods?: NexHealthMoods;
}

export interface NexHealthServer extends VendorServer {
  world: SimulatedWorld;
  /** May be changed while it runs. */
  moods: NexHealthMoods;
}

/** Serves a simulated practice as NexHealth. `world.settings` are those of a connection to it. */
export async function serveNexHealth(options: ServeNexHealthOptions = {}): Promise<NexHealthServer> {
  const { practice = null, clock = startClock(), habits = {}, moods = {} } = options;
  const living = new LivingPractice(practice, clock, habits);
  if (practice === null) {
    const hours = { openDays: [1, 2, 3, 4, 5], opensAt: '09:00', closedOn: [] };
    living.put('location', 'main', { name: 'Main Street', timezone: 'America/New_York', ...hours });
  }
  const ids = new VendorIds('int32');
  const server = await serveVendor({
    ...{ living, port: options.port ?? 0, habits },
    ...(practice === null ? {} : { setting: practice.setting }),
    face: (around) => nexHealthFace({ apiKey: SIMULATED_NEXHEALTH_KEY, subdomain: SUBDOMAIN, ids, moods }, around),
  });
  const settings = { api_key: SIMULATED_NEXHEALTH_KEY, subdomain: SUBDOMAIN, url: server.origin };
  return { ...server, world: worldOf({ server, ids, settings, merges: false }), moods };
}
