import type { ZoneId } from '@keepwell/domain/records';
import { startClock, type Clock } from '../../clock.js';
import { LivingPractice } from '../../living/living-practice.js';
import type { Practice } from '../../simulate-practice.js';
import { serveVendor, type VendorHabits, type VendorServer } from '../vendor-server.js';
import { worldOf, type SimulatedWorld } from '../world.js';
import { openDentalFace, type OpenDentalFace, type OpenDentalMoods } from './face.js';

export interface ServeOpenDentalOptions {
  /** None: an empty practice. */
  practice?: Practice | null;
  clock?: Clock;
  port?: number;
  habits?: VendorHabits;
  zone?: ZoneId;
  moods?: OpenDentalMoods;
}

export interface OpenDentalServer extends VendorServer {
  world: SimulatedWorld;
  /** May be changed while it runs. */
  moods: OpenDentalMoods;
}

const TABLES: Record<string, string> = {
  ...{ practitioner: 'provider', location: 'clinic', service: 'appointmenttype', communication: 'commlog' },
};
const KEYS = { developerKey: 'SimulatedDeveloper', customerKey: 'SimulatedCustomer' };

/** Serves a simulated practice as Open Dental. `world.settings` are those of a connection to it. */
export async function serveOpenDental(options: ServeOpenDentalOptions = {}): Promise<OpenDentalServer> {
  const { practice = null, clock = startClock(), habits = {}, moods = {} } = options;
  const zone = options.zone ?? practice?.setting.zone ?? 'America/Los_Angeles';
  const living = new LivingPractice(practice, clock, habits);
  let face: OpenDentalFace | undefined;
  const server = await serveVendor({
    ...{ living, port: options.port ?? 0, habits },
    ...(practice === null ? {} : { setting: practice.setting }),
    face: (surroundings) => (face = openDentalFace({ ...KEYS, zone, moods }, surroundings)),
  });
  const tableOf = (kind: string) => TABLES[kind] ?? kind;
  /** Whose each plan is, as they were put in, since they may not be seen yet. */
  const planned = new Map(living.all('plan').map(({ id, data }) => [id, data.patientId]));
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
    onPut(record) {
      if (record.kind === 'plan' && record.op === 'upsert') planned.set(record.id, record.data.patientId);
    },
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
        // What is planned is told by patient.
        const whose = kind === 'plan' ? planned.get(id) : undefined;
        if (whose !== undefined) return face?.ids.of('patient', whose) ?? id;
        return face?.ids.of(tableOf(kind), id) ?? id;
      },
      back(kind, given) {
        if (kind !== 'plan') return face?.ids.back(tableOf(kind), given);
        const patientId = face?.ids.back('patient', given);
        return [...planned].find(([, whose]) => whose === patientId)?.[0];
      },
    },
  });
  return { ...server, world, moods };
}
