import type { ZoneId } from '@keepwell/domain/records';
import { startClock, type Clock } from '../../clock.js';
import { LivingPractice } from '../../living/living-practice.js';
import type { Practice } from '../../simulate-practice.js';
import { serveVendor, type VendorHabits, type VendorServer } from '../vendor-server.js';
import { worldOf, type SimulatedWorld } from '../world.js';
import { openDentalFace, type OpenDentalFace } from './face.js';

export interface ServeOpenDentalOptions {
  /** None: an empty practice. */
  practice?: Practice | null;
  clock?: Clock;
  port?: number;
  habits?: VendorHabits;
  zone?: ZoneId;
}

const TABLES: Record<string, string> = {
  ...{ practitioner: 'provider', location: 'clinic', service: 'appointmenttype', communication: 'commlog' },
};
const KEYS = { developerKey: 'SimulatedDeveloper', customerKey: 'SimulatedCustomer' };

/** Serves a simulated practice as Open Dental. `world.settings` are those of a connection to it. */
export async function serveOpenDental(
  options: ServeOpenDentalOptions = {},
): Promise<VendorServer & { world: SimulatedWorld }> {
  const { practice = null, clock = startClock(), habits = {} } = options;
  const zone = options.zone ?? practice?.setting.zone ?? 'America/Los_Angeles';
  const living = new LivingPractice(practice, clock, habits);
  let face: OpenDentalFace | undefined;
  const server = await serveVendor({
    ...{ living, port: options.port ?? 0, habits },
    ...(practice === null ? {} : { setting: practice.setting }),
    face: (surroundings) => (face = openDentalFace({ ...KEYS, zone }, surroundings)),
  });
  const tableOf = (kind: string) => TABLES[kind] ?? kind;
  const world = worldOf({
    server,
    settings: {
      developer_key: KEYS.developerKey,
      customer_key: KEYS.customerKey,
      url: server.url,
      timezone: zone,
      operatory: 1,
    },
    merges: false,
    wordsOf: (kind, id) => (kind === 'communication' ? (face?.notes.get(id) ?? null) : null),
    setStatusWord(id, word) {
      face?.words.set(id, word);
      living.touch('appointment', id);
    },
    ids: {
      of(kind, id) {
        // Recalls have no number in the only list that shows what is due.
        const recall = kind === 'recall' ? living.get('recall', id) : undefined;
        if (recall !== undefined)
          return `${face?.ids.of('patient', recall.data.patientId)}:${recall.data.type ?? 'Prophy'}`;
        return face?.ids.of(tableOf(kind), id) ?? id;
      },
      back: (kind, given) => face?.ids.back(tableOf(kind), given),
    },
  });
  return { ...server, world };
}
