import { client, dataOf } from './api.js';
import type {
  ChannelChange,
  ChannelSetting,
  MessageChannel,
  MessageState,
  PracticeChange,
} from './api.outreach.types.js';

/** What leaves the practice and what comes back; a part of the one door to the server (`api.ts`). */

const byId = (id: string) => ({ params: { path: { id } } });
const pageOf = (cursor: string | null, limit: number) => (cursor === null ? { limit } : { limit, cursor });

export interface OutboxSearch {
  state: MessageState;
  channel: MessageChannel | undefined;
  /** Null: from the beginning. */
  since: Date | null;
  cursor: string | null;
  limit: number;
}
export const getOutbox = ({ state, channel, since, cursor, limit }: OutboxSearch, signal?: AbortSignal) => {
  const query = {
    ...{ state, ...pageOf(cursor, limit) },
    ...(channel === undefined ? {} : { channel }),
    ...(since === null ? {} : { since: since.toISOString() }),
  };
  return dataOf(client.GET('/api/v1/outbox', { params: { query }, signal }));
};
export const getMessage = (id: string, signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/outbox/{id}', { ...byId(id), signal }));
export const cancelMessage = (id: string) => dataOf(client.POST('/api/v1/outbox/{id}/cancel', byId(id)));
export const resolveMessage = (id: string, as: 'left' | 'did_not_leave') =>
  dataOf(client.POST('/api/v1/outbox/{id}/resolve', { ...byId(id), body: { as } }));
export const simulateReply = (id: string, text: string) =>
  dataOf(client.POST('/api/v1/outbox/{id}/simulate-reply', { ...byId(id), body: { text } }));

export const getInbound = (needsReview: boolean, cursor: string | null, signal?: AbortSignal) => {
  const query = { needsReview: needsReview ? ('true' as const) : ('false' as const), ...pageOf(cursor, 50) };
  return dataOf(client.GET('/api/v1/inbound', { params: { query }, signal }));
};
export const reviewInbound = (id: string) => dataOf(client.POST('/api/v1/inbound/{id}/reviewed', byId(id)));

export const getSending = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/sending', { signal }));
export const changeSending = (body: { enabled?: boolean; resendUnknown?: boolean }) =>
  dataOf(client.PATCH('/api/v1/sending', { body }));
export const holdSending = (because: string) => dataOf(client.POST('/api/v1/sending/holds', { body: { because } }));
export const releaseHold = (id: string, because: string) =>
  dataOf(client.POST('/api/v1/sending/holds/{id}/release', { ...byId(id), body: { because } }));

export const getPlaybook = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/playbook', { signal }));
export const approveTemplate = (id: string) => dataOf(client.POST('/api/v1/templates/{id}/approve', byId(id)));
export const approveSequence = (id: string) => dataOf(client.POST('/api/v1/sequences/{id}/approve', byId(id)));

export const getChannels = async (signal?: AbortSignal) =>
  (await dataOf(client.GET('/api/v1/channels', { signal }))).items;
export const putChannel = (channel: ChannelSetting['channel'], body: ChannelChange) =>
  dataOf(client.PUT('/api/v1/channels/{channel}', { params: { path: { channel } }, body }));
export const getPractice = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/practice', { signal }));
export const changePracticeSettings = (body: PracticeChange) => dataOf(client.PATCH('/api/v1/practice', { body }));
