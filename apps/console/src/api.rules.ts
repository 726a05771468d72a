import { client, dataOf } from './api.js';
import type { Move, NewDraft, NewShadowWeek, NewVerdict, ShadowVerdict } from './api.rules.types.js';

/** Rules, their changes with two people, and going live; a part of the one door to the server (`api.ts`). */

const pageOf = (cursor: string | null, limit: number) => (cursor === null ? { limit } : { limit, cursor });
const byDraft = (draftId: string) => ({ params: { path: { draftId } } });

export const getRuleHistory = (rule: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/rules/{rule}/history', { params: { path: { rule } }, signal }));

export const getRecommendedPack = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/rules/recommended', { signal }));

export const getDrafts = (cursor: string | null, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/rules/drafts', { params: { query: pageOf(cursor, 20) }, signal }));
export const getDraft = (draftId: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/rules/drafts/{draftId}', { ...byDraft(draftId), signal }));

export interface DraftPeopleView {
  move: Move;
  /** Null: of every rule. */
  rule: string | null;
}
export const getDraftPeople = (
  draftId: string,
  { move, rule }: DraftPeopleView,
  cursor: string | null,
  signal?: AbortSignal,
) => {
  const query = { move, ...(rule === null ? {} : { rule }), ...pageOf(cursor, 50) };
  return dataOf(client.GET('/api/v1/rules/drafts/{draftId}/people', { params: { path: { draftId }, query }, signal }));
};

export const proposeDraft = (body: NewDraft) => dataOf(client.POST('/api/v1/rules/drafts', { body }));
export const approveDraft = (draftId: string) =>
  dataOf(client.POST('/api/v1/rules/drafts/{draftId}/approve', byDraft(draftId)));
export const withdrawDraft = (draftId: string) =>
  dataOf(client.POST('/api/v1/rules/drafts/{draftId}/withdraw', byDraft(draftId)));
export const previewDraft = (draftId: string) =>
  dataOf(client.POST('/api/v1/rules/drafts/{draftId}/preview', byDraft(draftId)));

/** Which of those whom a rule on trial would list: see the API's description. */
export type Shelf = 'to_judge' | 'standing' | 'judged';
export interface TrialView {
  show: Shelf;
  /** Null: everywhere. */
  locationId: string | null;
}
export const getShadowFindings = (
  rule: string,
  { show, locationId }: TrialView,
  cursor: string | null,
  signal?: AbortSignal,
) => {
  const query = { show, ...(locationId === null ? {} : { locationId }), ...pageOf(cursor, 50) };
  return dataOf(client.GET('/api/v1/rules/{rule}/shadow-findings', { params: { path: { rule }, query }, signal }));
};
const byFinding = (findingId: string) => ({ params: { path: { findingId } } });
export const judgeShadowFinding = (findingId: string, body: ShadowVerdict) =>
  dataOf(client.POST('/api/v1/rules/shadow-findings/{findingId}/verdict', { ...byFinding(findingId), body }));
export const withdrawShadowVerdict = (findingId: string) =>
  dataOf(client.DELETE('/api/v1/rules/shadow-findings/{findingId}/verdict', byFinding(findingId)));

export const getLocations = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/locations', { signal }));

/** Says of a case that it is rightly listed, or not; a wrong one ends with it. */
export const giveVerdict = (caseId: string, body: NewVerdict) =>
  dataOf(client.POST('/api/v1/cases/{caseId}/verdict', { params: { path: { caseId } }, body }));

export const getGoLive = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/go-live', { signal }));
export const beginShadowWeek = (body: NewShadowWeek) => dataOf(client.POST('/api/v1/go-live/shadow', { body }));
export const goLiveNow = (reason: string) => dataOf(client.POST('/api/v1/go-live/open', { body: { reason } }));
