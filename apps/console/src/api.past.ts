import { client, dataOf } from './api.js';
import type { components } from './api.schema.js';
import type { View } from './features/worklist/view.js';

/** What was listed and why, at a moment that is past; a part of the one door to the server (`api.ts`). */
type Schemas = components['schemas'];

export type Why = Schemas['WhyDto'];
export type PastPage = Schemas['PastCasePageDto'];

export const getWhy = (personId: string, asOf: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/patients/{personId}/why', { params: { path: { personId }, query: { asOf } }, signal }));

export type PastQuery = Omit<View, 'tab' | 'asOf'> & { tab: PastTab; asOf: string };
/** Of people who have no case no past is kept. */
export type PastTab = Exclude<View['tab'], 'at_risk' | 'lapsed' | 'tasks'>;

export const getPastWorklist = (query: PastQuery, cursor: string | null, limit: number, signal?: AbortSignal) => {
  const page = { ...query, limit, ...(cursor === null ? {} : { cursor }) };
  return dataOf(client.GET('/api/v1/worklist/past', { params: { query: page }, signal }));
};
