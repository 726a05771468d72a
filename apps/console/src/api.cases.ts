import { ApiProblem, client, dataOf } from './api.js';
import type {
  CallReport,
  CloseReport,
  NewConsent,
  NewSuppression,
  NextCase,
  SnoozeReport,
  VisitWanted,
} from './api.types.js';

/** What is done about one case and one person; a part of the one door to the server (`api.ts`). */

const byCase = (caseId: string) => ({ params: { path: { caseId } } });
const byPerson = (personId: string) => ({ params: { path: { personId } } });

export const getLeases = async (signal?: AbortSignal) => (await dataOf(client.GET('/api/v1/leases', { signal }))).items;
export const claimCase = (caseId: string) => dataOf(client.POST('/api/v1/cases/{caseId}/claim', byCase(caseId)));
export const renewLease = (caseId: string) => dataOf(client.POST('/api/v1/cases/{caseId}/lease', byCase(caseId)));
export const giveBackLease = (caseId: string) => dataOf(client.DELETE('/api/v1/cases/{caseId}/lease', byCase(caseId)));

export const getMyDay = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/worklist/my-day', { signal }));

/** Claims the next case of the list that nobody holds; `null` when there is none. */
export const claimNext = async (body: NextCase) =>
  (await dataOf(client.POST('/api/v1/worklist/next', { body }))) ?? null;

export const reportCall = (caseId: string, body: CallReport) =>
  dataOf(client.POST('/api/v1/cases/{caseId}/calls', { ...byCase(caseId), body }));
export const snoozeCase = (caseId: string, body: SnoozeReport) =>
  dataOf(client.POST('/api/v1/cases/{caseId}/snooze', { ...byCase(caseId), body }));
export const wakeCase = (caseId: string) => dataOf(client.POST('/api/v1/cases/{caseId}/wake', byCase(caseId)));
export const closeCase = (caseId: string, body: CloseReport) =>
  dataOf(client.POST('/api/v1/cases/{caseId}/close', { ...byCase(caseId), body }));
export const addNote = (caseId: string, text: string) =>
  dataOf(client.POST('/api/v1/cases/{caseId}/notes', { ...byCase(caseId), body: { text } }));
export const undoLastAct = (caseId: string) => dataOf(client.POST('/api/v1/cases/{caseId}/undo', byCase(caseId)));

/** What can be booked and where, the visits there are, and what was written to other systems for this person. */
export const getBookingRoom = (caseId: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/cases/{caseId}/write-back', { ...byCase(caseId), signal }));
export const askForVisit = (caseId: string, body: VisitWanted) =>
  dataOf(client.POST('/api/v1/cases/{caseId}/write-back', { ...byCase(caseId), body }));

export const getHistory = async (personId: string, signal?: AbortSignal) =>
  (await dataOf(client.GET('/api/v1/patients/{personId}/history', { ...byPerson(personId), signal }))).items;
export const getContact = (personId: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/patients/{personId}/contact', { ...byPerson(personId), signal }));
export const recordConsent = (personId: string, body: NewConsent) =>
  dataOf(client.POST('/api/v1/patients/{personId}/consents', { ...byPerson(personId), body }));
export const stopContact = (personId: string, body: NewSuppression) =>
  dataOf(client.POST('/api/v1/patients/{personId}/suppressions', { ...byPerson(personId), body }));
export const liftSuppression = (personId: string, id: string, because: string) =>
  dataOf(
    client.DELETE('/api/v1/patients/{personId}/suppressions/{id}', {
      params: { path: { personId, id } },
      body: { because },
    }),
  );

export const getSequences = (caseId: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/sequences', { params: { query: { caseId } }, signal }));
export const previewSequence = (caseId: string, sequenceId: string, signal?: AbortSignal) =>
  dataOf(client.POST('/api/v1/cases/{caseId}/preview', { ...byCase(caseId), body: { sequenceId }, signal }));
export const startSequence = (caseId: string, sequenceId: string, digest: string) =>
  dataOf(client.POST('/api/v1/cases/{caseId}/enrolments', { ...byCase(caseId), body: { sequenceId, digest } }));
export const stopEnrolment = (id: string) =>
  dataOf(client.DELETE('/api/v1/enrolments/{id}', { params: { path: { id } } }));
export const getMessageOfSequence = (id: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/outbox/{id}', { params: { path: { id } }, signal }));

export const isProblem = (problem: unknown, ...codes: string[]): problem is ApiProblem =>
  problem instanceof ApiProblem && codes.includes(problem.code);
