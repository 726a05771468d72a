import { athenahealth } from './athenahealth.js';
import { epic } from './epic.js';
import { byPatient, generic } from './generic.js';
import { hapi } from './hapi.js';
import { medplum } from './medplum.js';
import { openemr } from './openemr.js';
import { oracleHealth } from './oracle-health.js';
import type { Asking, ServerProfile } from './profile.js';

export type { Asking, PatientSource, ServerProfile } from './profile.js';

/** In the order in which a person sees them. */
export const PROFILES: readonly ServerProfile[] = [
  ...[generic, epic, oracleHealth, athenahealth, medplum, hapi, openemr, byPatient],
];

/** The profile of that id; a server that nobody knows is believed what it says of itself. */
export function profileOf(id: unknown): ServerProfile {
  return PROFILES.find((profile) => profile.id === id) ?? generic;
}

/** The profile of the server that names itself so, where one is known. */
export function profileNamed(software: string | null): ServerProfile | null {
  return PROFILES.find((profile) => software !== null && profile.software?.test(software) === true) ?? null;
}

export function askingFor(profile: ServerProfile, type: string): Asking {
  return profile.asks[type] ?? { by: 'practice' };
}
