import { startClock, type Clock } from '../../clock.js';
import { LivingPractice } from '../../living/living-practice.js';
import type { Practice } from '../../simulate-practice.js';
import { VendorIds } from '../vendor-ids.js';
import { serveVendor, type VendorHabits, type VendorServer } from '../vendor-server.js';
import { worldOf, type SimulatedWorld } from '../world.js';
import { stripeFace, type StripeMoods } from './face.js';
import { customerRow, ownId, stripeId, tableOf, type Books } from './rows.js';

export const SIMULATED_STRIPE_KEY = 'rk_test_simulatedReadOnlyKey';

export interface ServeStripeOptions {
  /** None: an empty account. */
  practice?: Practice | null;
  clock?: Clock;
  port?: number;
  habits?: VendorHabits;
  moods?: StripeMoods;
}

export interface StripeServer extends VendorServer {
  world: SimulatedWorld;
  /** May be changed while it runs. */
  moods: StripeMoods;
  /** Somebody writes the patient's id into the customer's metadata. */
  nameCustomer(patientId: string): void;
}

/** Serves the memberships, invoices and payments of a simulated practice as Stripe. `world.settings` are those of a connection to it. */
export async function serveStripe(options: ServeStripeOptions = {}): Promise<StripeServer> {
  const { practice = null, clock = startClock(), habits = {}, moods = {} } = options;
  const living = new LivingPractice(practice, clock, habits);
  const books: Books = {
    ...{ living, ids: new VendorIds('int64') },
    isUnnamed: (patientId) => moods.unnamed?.has(patientId) === true,
  };
  let tell: ReturnType<typeof stripeFace>['tell'] | undefined;
  const server = await serveVendor({
    ...{ living, port: options.port ?? 0, habits },
    ...(practice === null ? {} : { setting: practice.setting }),
    face(around) {
      const made = stripeFace({ apiKey: SIMULATED_STRIPE_KEY, books, moods }, around);
      ({ tell } = made);
      return made.face;
    },
  });
  const world = worldOf({
    server,
    settings: { api_key: SIMULATED_STRIPE_KEY, url: server.url },
    merges: false,
    ids: {
      of(kind, id) {
        if (kind === 'membership' || kind === 'invoice') return stripeId(books, kind, id);
        if (kind !== 'payment') return id;
        const one = living.get('payment', id);
        return stripeId(books, one === undefined ? 'charge' : tableOf(one), id);
      },
      back: (_kind, given) => ownId(books, given)?.id,
    },
  });
  return {
    ...{ ...server, world, moods },
    nameCustomer(patientId) {
      moods.unnamed?.delete(patientId);
      tell?.(living.serverNow(), 'customer.updated', () => customerRow(books, patientId), {
        metadata: { patient_id: null },
      });
    },
  };
}
