import { createHmac, randomBytes } from 'node:crypto';
import { ChannelQueries, SecretStore } from '@keepwell/database';
import type { ApiUnderTest } from './api-under-test.js';

/** Calls as Twilio makes them, to an API under test whose practice sends by Twilio. */
export const ACCOUNT = `AC${'1'.repeat(32)}`;
export const TOKEN = 'the token of this practice';

export async function useTwilio(
  { database }: Pick<ApiUnderTest, 'database'>,
  practiceId: string,
  authToken = TOKEN,
  settings: { answersOptOut?: boolean } = {},
): Promise<void> {
  const channels = new ChannelQueries();
  const secrets = new SecretStore(database.masterKey);
  await database.db.inPractice(practiceId, async (tx) => {
    const row = {
      channel: 'sms',
      provider: 'twilio',
      settings: { accountSid: ACCOUNT, from: '+442079460999', ...settings },
    } as const;
    await channels.put(tx, practiceId, row, { byUserId: null, at: new Date() });
    await channels.putSecrets(tx, practiceId, 'sms', { authToken }, secrets);
  });
}

export const aSid = (): string => `SM${randomBytes(16).toString('hex')}`;

/** Over the address it called and each field in the order of their names. */
export function signature(url: string, params: Record<string, string>, token = TOKEN): string {
  const text = Object.keys(params)
    .toSorted()
    .reduce((whole, name) => whole + name + (params[name] ?? ''), url);
  return createHmac('sha1', token).update(text, 'utf8').digest('base64');
}

export const textFrom = (from: string, body: string): Record<string, string> => ({
  ...{ MessageSid: aSid(), AccountSid: ACCOUNT, From: from, To: '+442079460999', Body: body, NumMedia: '0' },
});

export interface HookCall {
  token?: string;
  signature?: string;
  method?: string;
}

/** `kind`: `inbound`, or `status?attempt=…`. */
export function callHook(
  url: string,
  practiceId: string,
  kind: string,
  params: Record<string, string>,
  call: HookCall = {},
): Promise<Response> {
  const address = `${url}/api/hooks/twilio/${practiceId}/${kind}`;
  return fetch(address, {
    method: call.method ?? 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': call.signature ?? signature(address, params, call.token),
    },
    ...(call.method === 'GET' ? {} : { body: new URLSearchParams(params).toString() }),
  });
}
