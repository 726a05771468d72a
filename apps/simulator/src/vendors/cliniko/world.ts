import type { ZoneId } from '@keepwell/domain/records';
import { startClock, type Clock } from '../../clock.js';
import { LivingPractice } from '../../living/living-practice.js';
import type { Practice } from '../../simulate-practice.js';
import { serveVendor, type VendorHabits, type VendorServer } from '../vendor-server.js';
import { worldOf, type SimulatedWorld } from '../world.js';
import { clinikoFace } from './face.js';

export const SIMULATED_CLINIKO_KEY = 'MS0xMjM0LXNpbXVsYXRlZA-au1';

export interface ServeClinikoOptions {
  /** None: an empty practice. */
  practice?: Practice | null;
  clock?: Clock;
  port?: number;
  habits?: VendorHabits;
  zone?: ZoneId;
  apiKey?: string;
}

/** Serves a simulated practice as Cliniko. `world.settings` are those of a connection to it. */
export async function serveCliniko(
  options: ServeClinikoOptions = {},
): Promise<VendorServer & { world: SimulatedWorld }> {
  const { practice = null, clock = startClock(), apiKey = SIMULATED_CLINIKO_KEY, habits = {} } = options;
  const zone = options.zone ?? practice?.setting.zone ?? 'Australia/Sydney';
  const living = new LivingPractice(practice, clock, habits);
  let tables: ReturnType<typeof clinikoFace>['tables'] | undefined;
  const server = await serveVendor({
    ...{ living, port: options.port ?? 0, habits },
    ...(practice === null ? {} : { setting: practice.setting }),
    face(surroundings) {
      const made = clinikoFace({ apiKey, zone }, surroundings);
      ({ tables } = made);
      return made;
    },
  });
  const LISTS: Record<string, string> = {
    ...{ location: 'businesses', practitioner: 'practitioners', service: 'appointment_types', patient: 'patients' },
    ...{ plan: 'patient_cases', invoice: 'invoices', recall: 'recalls', communication: 'communications' },
  };
  const listOf = (kind: string) => LISTS[kind] ?? kind;
  const world = worldOf({
    server,
    settings: { api_key: apiKey, contact: 'it@example.com', url: server.url, timezone: zone },
    merges: true,
    wordsOf: (kind, id) => (kind === 'communication' ? (tables?.memos.get(id)?.content ?? null) : null),
    ids: {
      of(kind, id) {
        if (kind !== 'appointment') return tables?.ids.of(listOf(kind), id) ?? id;
        const inGroup = (living.get('appointment', id)?.data.classId ?? null) !== null;
        return inGroup
          ? `attendee-${tables?.ids.of('attendees', id)}`
          : (tables?.ids.of('individual_appointments', id) ?? id);
      },
      back(kind, given) {
        if (kind !== 'appointment') return tables?.ids.back(listOf(kind), given);
        return given.startsWith('attendee-')
          ? tables?.ids.back('attendees', given.slice('attendee-'.length))
          : tables?.ids.back('individual_appointments', given);
      },
    },
  });
  return { ...server, world };
}
