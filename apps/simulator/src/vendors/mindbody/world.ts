import type { ZoneId } from '@keepwell/domain/records';
import { startClock, type Clock } from '../../clock.js';
import { LivingPractice } from '../../living/living-practice.js';
import type { Practice } from '../../simulate-practice.js';
import { VendorIds } from '../vendor-ids.js';
import { serveVendor, type VendorHabits, type VendorServer } from '../vendor-server.js';
import { worldOf, type SimulatedWorld } from '../world.js';
import { mindbodyFace, type MindbodyMoods } from './face.js';
import type { Beside, Row } from './rows.js';

export const SIMULATED_MINDBODY_KEY = 'simulated-mindbody-key';
const STAFF = { username: 'keepwell', password: 'simulated-password' };

export interface ServeMindbodyOptions {
  /** None: an empty site. */
  practice?: Practice | null;
  clock?: Clock;
  port?: number;
  habits?: VendorHabits;
  zone?: ZoneId;
  moods?: MindbodyMoods;
}

export interface MindbodyServer extends VendorServer {
  world: SimulatedWorld;
  /** May be changed while it runs. */
  moods: MindbodyMoods;
}

/** Serves a simulated practice as Mindbody. `world.settings` are those of a connection to it. */
export async function serveMindbody(options: ServeMindbodyOptions = {}): Promise<MindbodyServer> {
  const { practice = null, clock = startClock(), habits = {}, moods = {} } = options;
  const zone = options.zone ?? practice?.setting.zone ?? 'America/New_York';
  const living = new LivingPractice(practice, clock, habits);
  const ids = new VendorIds('int32');
  const words = new Map<string, string>();
  const beside: Beside = { living, ids, zone, siteId: -99, words };
  let logs: Row[] = [];
  const server = await serveVendor({
    ...{ living, port: options.port ?? 0, habits },
    ...(practice === null ? {} : { setting: practice.setting }),
    face(around) {
      const made = mindbodyFace({ apiKey: SIMULATED_MINDBODY_KEY, ...STAFF, currency: 'USD', beside, moods }, around);
      ({ logs } = made);
      return made.face;
    },
  });
  /** As they were put in, since they may not be seen yet. */
  const refused = new Set<string>();
  const payment = (id: string) => {
    const isRefused = refused.has(id) || living.get('payment', id)?.data.status === 'failed';
    return isRefused ? `tx-${ids.of('transaction', id)}` : `sale-${ids.of('sale', id)}-${ids.of('payment', id)}`;
  };
  const world = worldOf({
    server,
    settings: { api_key: SIMULATED_MINDBODY_KEY, site_id: '-99', ...STAFF, url: server.url },
    merges: false,
    onPut({ kind, id, ...record }) {
      if (kind === 'payment' && 'data' in record && 'status' in record.data && record.data.status === 'failed')
        refused.add(id);
    },
    setStatusWord(id, word) {
      words.set(id, word);
      living.touch('appointment', id);
    },
    ids: {
      of: (kind, id) => (kind === 'payment' ? payment(id) : ids.of(kind, id)),
      back(kind, given) {
        const last = given.split('-').at(-1) ?? given;
        if (kind !== 'payment') return ids.back(kind, given);
        return given.startsWith('tx-') ? ids.back('transaction', last) : ids.back('payment', last);
      },
    },
  });
  const standing: SimulatedWorld['standing'] = (kind, says) =>
    kind === 'communication'
      ? logs.filter(({ Text }) => String(Text).includes(says)).length
      : world.standing(kind, says);
  return { ...server, world: { ...world, standing }, moods };
}
