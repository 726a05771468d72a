import { client, dataOf } from './api.js';
import type { components } from './api.schema.js';

/** What patients are promised, what they wish, and what can be done for them; a part of the one door to the server (`api.ts`). */
type Schemas = components['schemas'];

export type PatientCare = Schemas['PatientCareDto'];
export type TierCard = Schemas['TierCardDto'];
export type ProgramCard = Schemas['ProgramCardDto'];
export type CareExpectation = Schemas['CareExpectationDto'];
export type CareState = CareExpectation['state'];
export type CareInclusion = Schemas['CareInclusionDto'];
export type CarePattern = Schemas['CareTierDto']['pattern'];
export type Preferences = Schemas['PreferencesDto'];
export type NewPreferences = Schemas['SetPreferencesDto'];

const byPerson = (personId: string) => ({ params: { path: { personId } } });

export const getCare = (personId: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/patients/{personId}/care', { ...byPerson(personId), signal }));

export const getPreferences = (personId: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/patients/{personId}/preferences', { ...byPerson(personId), signal }));
export const setPreferences = (personId: string, body: NewPreferences) =>
  dataOf(client.PUT('/api/v1/patients/{personId}/preferences', { ...byPerson(personId), body }));
/** Every interest that is said of somebody here. */
export const getInterests = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/interests', { signal }));
