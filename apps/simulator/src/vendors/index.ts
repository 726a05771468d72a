import type { Clock } from '../clock.js';
import type { Practice } from '../simulate-practice.js';
import type { VendorServer } from './vendor-server.js';
import type { SimulatedWorld } from './world.js';

/** A practice shown as one vendor's system. */
export interface ServedFace extends VendorServer {
  world: SimulatedWorld;
}

export interface Face {
  /** As it is called on the command line. */
  id: string;
  name: string;
  serve(options: { practice: Practice; clock: Clock; port: number }): Promise<ServedFace>;
}

/** Every system besides FHIR as which a simulated practice can be served: one line each. */
export const FACES: readonly Face[] = [
  {
    id: 'cliniko',
    name: 'Cliniko',
    serve: async (options) => (await import('./cliniko/world.js')).serveCliniko(options),
  },
  {
    id: 'opendental',
    name: 'Open Dental',
    serve: async (options) => (await import('./opendental/world.js')).serveOpenDental(options),
  },
  {
    id: 'nexhealth',
    name: 'NexHealth',
    serve: async (options) => (await import('./nexhealth/world.js')).serveNexHealth(options),
  },
  {
    id: 'healthie',
    name: 'Healthie',
    serve: async (options) => (await import('./healthie/world.js')).serveHealthie(options),
  },
  {
    id: 'mindbody',
    name: 'Mindbody',
    serve: async (options) => (await import('./mindbody/world.js')).serveMindbody(options),
  },
  {
    id: 'stripe',
    name: 'Stripe',
    serve: async (options) => (await import('./stripe/world.js')).serveStripe(options),
  },
];

export function findFace(id: string): Face | undefined {
  return FACES.find((face) => face.id === id);
}
