import type { RecordKind } from '@keepwell/domain/records';
import { startClock, type Clock } from '../../clock.js';
import { LivingPractice } from '../../living/living-practice.js';
import type { Practice } from '../../simulate-practice.js';
import { VendorIds } from '../vendor-ids.js';
import { serveVendor, type VendorHabits, type VendorServer } from '../vendor-server.js';
import { worldOf, type SimulatedWorld } from '../world.js';
import { healthieFace, type HealthieMoods } from './face.js';
import type { HealthieRows, Row } from './rows.js';

export const SIMULATED_HEALTHIE_KEY = 'simulated-healthie-key';

export interface ServeHealthieOptions {
  /** None: an empty practice. */
  practice?: Practice | null;
  clock?: Clock;
  port?: number;
  habits?: VendorHabits;
  moods?: HealthieMoods;
}

export interface HealthieServer extends VendorServer {
  world: SimulatedWorld;
  /** May be changed while it runs. */
  moods: HealthieMoods;
  /** What was noted beside patients, as the vendor keeps it. */
  tasks(): readonly Row[];
}

/** Serves a simulated practice as Healthie: what is asked in GraphQL is executed. `world.settings` are those of a connection to it. */
export async function serveHealthie(options: ServeHealthieOptions = {}): Promise<HealthieServer> {
  const { practice = null, clock = startClock(), habits = {}, moods = {} } = options;
  const living = new LivingPractice(practice, clock, habits);
  const ids = new VendorIds('int32');
  let rows: HealthieRows | undefined;
  let tasks: Row[] = [];
  const server = await serveVendor({
    ...{ living, port: options.port ?? 0, habits },
    ...(practice === null ? {} : { setting: practice.setting }),
    face(around) {
      const face = healthieFace({ apiKey: SIMULATED_HEALTHIE_KEY, ids, moods }, around);
      ({ rows, tasks } = face);
      return face;
    },
  });
  const given = new Map<string, string>();
  const world = worldOf({
    server,
    ids: {
      of(kind, id) {
        const made = idOf(kind, id, living, ids);
        given.set(`${kind} ${made}`, id);
        return made;
      },
      back: (kind, id) => given.get(`${kind} ${id}`) ?? ids.back(kind, id),
    },
    settings: {
      ...{ api_key: SIMULATED_HEALTHIE_KEY, url: `${server.origin}/graphql` },
      timezone: practice?.setting.zone ?? 'America/New_York',
    },
    merges: false,
    setStatusWord(id, word) {
      rows?.words.set(id, word);
      living.touch('appointment', id);
    },
  });
  return { ...server, world, moods, tasks: () => tasks };
}

/** One person of a group is `GROUP:PERSON`, a section of a form `form/FORM/SECTION`. */
function idOf(kind: string, id: string, living: LivingPractice, ids: VendorIds): string {
  const booking = kind === 'appointment' ? living.get('appointment', id)?.data : undefined;
  if (booking?.classId) return `${ids.of('group', booking.classId)}:${ids.of('patient', booking.patientId)}`;
  const form = /^form\/([^/]+)\/(.+)$/.exec(kind === 'score' ? id : '');
  if (form !== null) return `form/${ids.of('form', form[1] ?? '')}/${form[2]}`;
  return ids.of(kind as RecordKind, id);
}
