import { client, dataOf } from './api.js';
import type { components } from './api.schema.js';

/** The team's day, and experiments with a hold-back group; a part of the one door to the server (`api.ts`). */
type Schemas = components['schemas'];

export type TeamDay = Schemas['DayDto'];
export type Experiment = Schemas['ExperimentDto'];
export type NewExperiment = Schemas['StartExperimentDto'];
export type HoldBackPhase = Schemas['HoldBackPhaseDto'];

export const getDay = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/day', { signal }));
export const getExperiments = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/experiments', { signal }));
export const startExperiment = (body: NewExperiment) => dataOf(client.POST('/api/v1/experiments', { body }));
export const endExperiment = (id: string, reason: string) =>
  dataOf(client.POST('/api/v1/experiments/{id}/end', { params: { path: { id } }, body: { reason } }));
