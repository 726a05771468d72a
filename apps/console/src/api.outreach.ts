import { problemOf, send } from './api.js';
import type {
  ChannelChange,
  ChannelSetting,
  InboundPage,
  MessageState,
  OutboxMessage,
  OutboxPage,
  Playbook,
  PlaybookSequence,
  PlaybookTemplate,
  Practice,
  PracticeChange,
  Sending,
} from './api.outreach.types.js';

/** What leaves the practice and what comes back; a part of the one door to the server (`api.ts`). */

export async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
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

/** Only what is stated stands in the address. */
export function addressOf(path: string, asked: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query === '' ? path : `${path}?${query}`;
}

export interface OutboxSearch {
  state?: MessageState;
  channel?: string;
  cursor?: string | null;
  limit?: number;
}
export const getOutbox = (search: OutboxSearch, signal?: AbortSignal) =>
  ask<OutboxPage>('GET', addressOf('/outbox', { ...search }), undefined, signal);
export const getMessage = (id: string, signal?: AbortSignal) =>
  ask<OutboxMessage>('GET', `/outbox/${id}`, undefined, signal);
export const cancelMessage = (id: string) => ask<OutboxMessage>('POST', `/outbox/${id}/cancel`);
export const resolveMessage = (id: string, as: 'left' | 'did_not_leave') =>
  ask<OutboxMessage>('POST', `/outbox/${id}/resolve`, { as });
export const simulateReply = (id: string, text: string) =>
  ask<{ inboundId: string; intent: string }>('POST', `/outbox/${id}/simulate-reply`, { text });

export const getInbound = (needsReview: boolean, cursor: string | null, signal?: AbortSignal) =>
  ask<InboundPage>(
    'GET',
    addressOf('/inbound', { needsReview: String(needsReview), cursor, limit: 50 }),
    undefined,
    signal,
  );
export const reviewInbound = (id: string) => ask<null>('POST', `/inbound/${id}/reviewed`);

export const getSending = (signal?: AbortSignal) => ask<Sending>('GET', '/sending', undefined, signal);
export const changeSending = (body: { enabled?: boolean; resendUnknown?: boolean }) =>
  ask<Sending>('PATCH', '/sending', body);
export const holdSending = (because: string) => ask<Sending>('POST', '/sending/holds', { because });
export const releaseHold = (id: string, because: string) =>
  ask<Sending>('POST', `/sending/holds/${id}/release`, { because });

export const getPlaybook = (signal?: AbortSignal) => ask<Playbook>('GET', '/playbook', undefined, signal);
export const approveTemplate = (id: string) => ask<PlaybookTemplate>('POST', `/templates/${id}/approve`);
export const approveSequence = (id: string) => ask<PlaybookSequence>('POST', `/sequences/${id}/approve`);

export const getChannels = async (signal?: AbortSignal) =>
  (await ask<{ items: ChannelSetting[] }>('GET', '/channels', undefined, signal)).items;
export const putChannel = (channel: ChannelSetting['channel'], body: ChannelChange) =>
  ask<ChannelSetting>('PUT', `/channels/${channel}`, body);
export const getPractice = (signal?: AbortSignal) => ask<Practice>('GET', '/practice', undefined, signal);
export const changePracticeSettings = (body: PracticeChange) => ask<Practice>('PATCH', '/practice', body);
