import { client, dataOf } from './api.js';
import type {
  CompareRange,
  MeaningOfWord,
  PlaceholderMark,
  QuarantineState,
  RecordKindAsked,
  Settings,
  WriteFound,
  WriteState,
} from './api.sources.types.js';

/** What connections are like from within: a part of the one door to the server (`api.ts`). */

const byId = (id: string) => ({ params: { path: { id } } });
const byItem = (id: string, itemId: string) => ({ params: { path: { id, itemId } } });
const pageOf = (cursor: string | null, limit: number) => (cursor === null ? { limit } : { limit, cursor });

export const getHealth = (id: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/connections/{id}/health', { ...byId(id), signal }));
export const getAlarms = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/alarms', { signal }));
export const getBoard = (id: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/connections/{id}/board', { ...byId(id), signal }));
export const getThroughput = (id: string, days: number, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/connections/{id}/throughput', { params: { path: { id }, query: { days } }, signal }));

export const askCompare = (id: string, body: CompareRange) =>
  dataOf(client.POST('/api/v1/connections/{id}/compare', { ...byId(id), body }));
/** Says that a stream is right to bring so much less: what it lacks then counts as deleted. */
export const acceptSmaller = (id: string, stream: string) =>
  dataOf(client.POST('/api/v1/connections/{id}/accept-smaller', { ...byId(id), body: { stream } }));
export const getDrift = (id: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/connections/{id}/drift', { ...byId(id), signal }));
export const askReplay = (id: string) => dataOf(client.POST('/api/v1/connections/{id}/replay', byId(id)));

export const getWords = (id: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/connections/{id}/words', { ...byId(id), signal }));
export const sayWord = (id: string, word: string, status: MeaningOfWord) =>
  dataOf(client.PUT('/api/v1/connections/{id}/words', { ...byId(id), body: { word, status } }));

/** Words and services of bookings still to come, with those that only hold a place first. */
export const getPlaceholders = (id: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/connections/{id}/placeholders', { ...byId(id), signal }));
export const markPlaceholder = (id: string, body: PlaceholderMark) =>
  dataOf(client.PUT('/api/v1/connections/{id}/placeholders', { ...byId(id), body }));

export interface QuarantineView {
  state: QuarantineState;
  code: string | null;
}
export const getQuarantine = (id: string, view: QuarantineView, cursor: string | null, signal?: AbortSignal) => {
  const { state, code } = view;
  const query = { ...pageOf(cursor, 50), state, ...(code === null ? {} : { code }) };
  return dataOf(client.GET('/api/v1/connections/{id}/quarantine', { params: { path: { id }, query }, signal }));
};
export const getQuarantineCodes = (id: string, state: QuarantineState, signal?: AbortSignal) =>
  dataOf(
    client.GET('/api/v1/connections/{id}/quarantine/codes', { params: { path: { id }, query: { state } }, signal }),
  );
/** Opens what was put aside; the server writes down who did. */
export const openQuarantined = (id: string, itemId: string) =>
  dataOf(client.GET('/api/v1/connections/{id}/quarantine/{itemId}', byItem(id, itemId)));
export const dismissQuarantined = (id: string, itemId: string, reason: string) =>
  dataOf(
    client.POST('/api/v1/connections/{id}/quarantine/{itemId}/dismiss', { ...byItem(id, itemId), body: { reason } }),
  );

/** One record with its versions and what the source handed over; the server writes down who looked. */
export const getRecord = (id: string, kind: RecordKindAsked, recordId: string) =>
  dataOf(
    client.GET('/api/v1/connections/{id}/records', {
      params: { path: { id }, query: { kind, id: recordId } },
    }),
  );

export const getWays = (id: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/connections/{id}/ways', { ...byId(id), signal }));
export const getInbox = (id: string, cursor: string | null, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/connections/{id}/inbox', { params: { path: { id }, query: pageOf(cursor, 20) }, signal }));
/** Opens a message as it came; the server writes down who did. */
export const openInboxItem = (id: string, itemId: string) =>
  dataOf(client.GET('/api/v1/connections/{id}/inbox/{itemId}', byItem(id, itemId)));
export const retryInboxItem = (id: string, itemId: string) =>
  dataOf(client.POST('/api/v1/connections/{id}/inbox/{itemId}/retry', byItem(id, itemId)));

export const rotateCredentials = (id: string, settings: Settings) =>
  dataOf(client.PUT('/api/v1/connections/{id}/credentials', { ...byId(id), body: { settings } }));
export const uploadFile = (id: string, file: File) =>
  dataOf(
    client.POST('/api/v1/connections/{id}/files', {
      params: { path: { id }, query: { name: file.name } },
      body: '' as never,
      bodySerializer: () => file,
      headers: { 'content-type': 'application/octet-stream' },
    }),
  );

export const getWrites = (id: string, state: WriteState | null, cursor: string | null, signal?: AbortSignal) => {
  const query = { ...pageOf(cursor, 20), ...(state === null ? {} : { state }) };
  return dataOf(client.GET('/api/v1/connections/{id}/writes', { params: { path: { id }, query }, signal }));
};
/** Looks for it in the other system first, then writes it once if it is not there. */
export const retryWrite = (operationId: string) =>
  dataOf(client.POST('/api/v1/write-operations/{id}/retry', byId(operationId)));
export const resolveWrite = (operationId: string, as: WriteFound) =>
  dataOf(client.POST('/api/v1/write-operations/{id}/resolve', { ...byId(operationId), body: { as } }));

export const getUnmatchedPayments = (cursor: string | null, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/payments/unmatched', { params: { query: pageOf(cursor, 50) }, signal }));
export const matchPayment = (paymentId: string, personId: string) =>
  dataOf(client.POST('/api/v1/payments/{paymentId}/match', { params: { path: { paymentId } }, body: { personId } }));
/** Takes back what was said of a payment; it counts for nobody again, unless its source says whose it is. */
export const unmatchPayment = (paymentId: string) =>
  dataOf(client.DELETE('/api/v1/payments/{paymentId}/match', { params: { path: { paymentId } } }));
export const getMatchedPayments = (cursor: string | null, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/payments/matched', { params: { query: pageOf(cursor, 50) }, signal }));
export const getPaymentCounts = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/payments/counts', { signal }));
