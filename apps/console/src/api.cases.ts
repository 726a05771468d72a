import { ApiProblem, problemOf, send } from './api.js';
import type {
  CallReport,
  CaseInHand,
  CaseStanding,
  ContactPage,
  Done,
  HistoryEntry,
  LeaseRow,
  NewConsent,
  Preview,
  SequenceOffer,
} from './api.types.js';
import type { View } from './features/worklist/view.js';

/** What is done about one case; a part of the one door to the server (`api.ts`). */

async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(
    new Request(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    }),
  );
  const text = await response.text();
  const data: unknown = text === '' ? null : JSON.parse(text);
  if (!response.ok) throw problemOf(data, response);
  return data as T;
}

export const getLeases = async (signal?: AbortSignal) =>
  (await ask<{ items: LeaseRow[] }>('GET', '/leases', undefined, signal)).items;
export const claimCase = (caseId: string) => ask<CaseInHand>('POST', `/cases/${caseId}/claim`);
export const renewLease = (caseId: string) => ask<{ until: string }>('POST', `/cases/${caseId}/lease`);
export const giveBackLease = (caseId: string) => ask<null>('DELETE', `/cases/${caseId}/lease`);

export interface Skip {
  caseId: string;
  reason: string;
}
/** Claims the next case of the list that nobody holds; `null` when there is none. */
export const claimNext = (view: Partial<View>, skip?: Skip) =>
  ask<CaseInHand | null>('POST', '/worklist/next', { ...view, ...(skip === undefined ? {} : { skip }) });

export const reportCall = (caseId: string, report: CallReport) =>
  ask<Done & { touchpointId: string }>('POST', `/cases/${caseId}/calls`, report);
export const snoozeCase = (caseId: string, body: { wakeOn: string; reason: string; note?: string }) =>
  ask<Done & { wakeOn: string; wakesAt: string }>('POST', `/cases/${caseId}/snooze`, body);
export const wakeCase = (caseId: string) => ask<unknown>('POST', `/cases/${caseId}/wake`);
export const closeCase = (caseId: string, body: { closing: string; reason: string; note?: string }) =>
  ask<Done>('POST', `/cases/${caseId}/close`, body);
export const addNote = (caseId: string, text: string) => ask<unknown>('POST', `/cases/${caseId}/notes`, { text });
export const undoLastAct = (caseId: string) =>
  ask<{ undone: string; case: CaseStanding }>('POST', `/cases/${caseId}/undo`);

export const getHistory = async (personId: string, signal?: AbortSignal) =>
  (await ask<{ items: HistoryEntry[] }>('GET', `/patients/${personId}/history`, undefined, signal)).items;
export const getContact = (personId: string, signal?: AbortSignal) =>
  ask<ContactPage>('GET', `/patients/${personId}/contact`, undefined, signal);
export const recordConsent = (personId: string, body: NewConsent) =>
  ask<unknown>('POST', `/patients/${personId}/consents`, body);
export const stopContact = (personId: string, body: { channel: string; reason: string }) =>
  ask<unknown>('POST', `/patients/${personId}/suppressions`, body);
export const liftSuppression = (personId: string, id: string, because: string) =>
  ask<unknown>('DELETE', `/patients/${personId}/suppressions/${id}`, { because });

export const getSequences = (caseId: string, signal?: AbortSignal) =>
  ask<{ items: SequenceOffer[] }>('GET', `/sequences?caseId=${caseId}`, undefined, signal);
export const previewSequence = (caseId: string, sequenceId: string, signal?: AbortSignal) =>
  ask<Preview>('POST', `/cases/${caseId}/preview`, { sequenceId }, signal);
export const startSequence = (caseId: string, sequenceId: string, digest: string) =>
  ask<Done & { enrolmentId: string }>('POST', `/cases/${caseId}/enrolments`, { sequenceId, digest });
export const stopEnrolment = (id: string) => ask<unknown>('DELETE', `/enrolments/${id}`);

export const isProblem = (problem: unknown, ...codes: string[]): problem is ApiProblem =>
  problem instanceof ApiProblem && codes.includes(problem.code);
