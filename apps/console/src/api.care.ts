import { client, dataOf } from './api.js';
import type { components } from './api.schema.js';
import type { WorklistTab } from './api.types.js';

/** What patients are promised, what they wish, and what can be done for them; a part of the one door to the server (`api.ts`). */
type Schemas = components['schemas'];

export type PatientCare = Schemas['PatientCareDto'];
export type TierCard = Schemas['TierCardDto'];
export type ProgramCard = Schemas['ProgramCardDto'];
export type CareExpectation = Schemas['CareExpectationDto'];
export type CareState = CareExpectation['state'];
export type CareInclusion = Schemas['CareInclusionDto'];
export type CarePattern = Schemas['CareTierDto']['pattern'];
export type PersonTiers = Schemas['PersonTiersDto'];
export type TierName = PersonTiers['tiers'][number];
export type HeldCases = Schemas['HeldCasesDto'];
export type Intervention = Schemas['InterventionDto'];
export type PatientInterventions = Schemas['PatientInterventionsDto'];
export type InterventionAct = Schemas['InterventionActDto'];
export type NewInterventionAct = Schemas['RecordInterventionDto'];
export type JourneyStage = Intervention['stages'][number];
export type CareTemplates = Schemas['CareTemplatesDto'];
export type OfferedTemplates = Schemas['OfferedTemplatesDto'];
export type NewCareTemplates = Schemas['SaveCareTemplatesDto'];
export type ProgramTemplate = Schemas['ProgramTemplateDto'];
export type TierTemplate = Schemas['TierTemplateDto'];
export type ExpectationTemplate = Schemas['ExpectationDto'];
export type InclusionTemplate = Schemas['InclusionDto'];
export type ServiceMatch = Schemas['ServiceMatchDto'];
export type Preferences = Schemas['PreferencesDto'];
export type NewPreferences = Schemas['SetPreferencesDto'];

const byPerson = (personId: string) => ({ params: { path: { personId } } });

export const getCare = (personId: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/patients/{personId}/care', { ...byPerson(personId), signal }));

export const getPreferences = (personId: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/patients/{personId}/preferences', { ...byPerson(personId), signal }));
export const setPreferences = (personId: string, body: NewPreferences) =>
  dataOf(client.PUT('/api/v1/patients/{personId}/preferences', { ...byPerson(personId), body }));
/** Every interest that is said of somebody here; with a tab, how many of its rows each would leave. */
export const getInterests = (tab?: WorklistTab, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/interests', { params: { query: { tab } }, signal }));

/** The tiers of many patients at once; whoever belongs to none is left out. */
export const getTiers = (personIds: string[]) => dataOf(client.POST('/api/v1/patients/tiers', { body: { personIds } }));

/** New cases that came in such number that a manager looks at them first. */
export const getHeldCases = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/held-cases', { signal }));
/** `upTo`: of what was looked at; what has come since stays held. */
export const publishHeldCases = (upTo: string) => dataOf(client.POST('/api/v1/held-cases/publish', { body: { upTo } }));
export const discardHeldCases = (upTo: string) => dataOf(client.POST('/api/v1/held-cases/discard', { body: { upTo } }));

/** What can be done for a listed patient, in the order of the way with a practice. */
export const getInterventions = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/interventions', { signal }));

/** What was done of them for one patient, or left out. */
export const getPatientInterventions = (personId: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/patients/{personId}/interventions', { ...byPerson(personId), signal }));
export const recordIntervention = (personId: string, body: NewInterventionAct) =>
  dataOf(client.POST('/api/v1/patients/{personId}/interventions', { ...byPerson(personId), body }));
export const undoIntervention = (personId: string, actId: string) =>
  dataOf(
    client.POST('/api/v1/patients/{personId}/interventions/{actId}/undo', { params: { path: { personId, actId } } }),
  );

/** What the practice means patients to get, with who changed it when. */
export const getCareTemplates = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/care-templates', { signal }));
/** Saves a new version on top of the one that was read. */
export const getOfferedTemplates = (signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/care-templates/offered', { signal }));
export const saveCareTemplates = (body: NewCareTemplates) => dataOf(client.PUT('/api/v1/care-templates', { body }));
