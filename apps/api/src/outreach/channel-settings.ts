import type { ChannelProvider, ChannelSettings } from '@keepwell/database';
import { Problem } from '../http/problem.js';

/** What a provider needs to know. `steers`: says where to, or as whom; with another one the stored secrets are asked for again. */
interface Field {
  title: string;
  type: 'string' | 'number' | 'boolean';
  pattern?: RegExp;
  example?: string;
  required?: boolean;
  steers?: boolean;
  range?: [number, number];
}

const E164 = /^\+[1-9]\d{6,14}$/;
const HOST =
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/;
const MAIL = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}$/;

interface ProviderShape {
  channels: readonly ('sms' | 'email')[];
  settings: Record<string, Field>;
  secrets: Record<string, { title: string; required?: boolean }>;
}

const PROVIDERS: Record<ChannelProvider, ProviderShape> = {
  local: { channels: ['sms', 'email'], settings: {}, secrets: {} },
  twilio: {
    channels: ['sms'],
    settings: {
      accountSid: {
        ...{ title: 'Account SID', type: 'string', pattern: /^AC[0-9a-f]{32}$/, required: true, steers: true },
        example: 'AC followed by 32 characters',
      },
      apiKeySid: {
        ...{ title: 'API key SID', type: 'string', pattern: /^SK[0-9a-f]{32}$/, steers: true },
        example: 'SK followed by 32 characters',
      },
      from: { title: 'Sender number', type: 'string', pattern: E164, example: '+441632960100' },
      messagingServiceSid: {
        ...{ title: 'Messaging service SID', type: 'string', pattern: /^MG[0-9a-f]{32}$/ },
        example: 'MG followed by 32 characters',
      },
      answersOptOut: { title: 'Twilio itself confirms a STOP', type: 'boolean' },
    },
    secrets: {
      authToken: { title: 'Auth token', required: true },
      previousAuthToken: { title: 'Previous auth token' },
      apiKeySecret: { title: 'API key secret' },
    },
  },
  smtp: {
    channels: ['email'],
    settings: {
      host: {
        title: 'Server',
        type: 'string',
        pattern: HOST,
        required: true,
        steers: true,
        example: 'mail.example.org',
      },
      port: { title: 'Port', type: 'number', required: true, range: [1, 65_535], steers: true },
      secure: { title: 'TLS from the first byte', type: 'boolean' },
      user: { title: 'User', type: 'string', pattern: /^[^\p{Cc}]{1,200}$/u, steers: true },
      from: { title: 'Sender address', type: 'string', pattern: MAIL, required: true, example: 'clinic@example.org' },
    },
    secrets: { password: { title: 'Password' } },
  },
};

const SECRET_TEXT = /^[^\p{Cc}]{0,500}$/u;

/** Checked by the provider's own list; a sentence that names the field else. */
export function checkedSettings(
  channel: 'sms' | 'email',
  provider: ChannelProvider,
  given: Record<string, unknown>,
): ChannelSettings {
  const shape = PROVIDERS[provider];
  if (!shape.channels.includes(channel)) {
    wrong('provider', `${provider} does not carry ${channel === 'sms' ? 'texts' : 'e-mail'}.`);
  }
  for (const field of Object.keys(given)) {
    if (!Object.hasOwn(shape.settings, field)) wrong(field, `${provider} has no setting "${field.slice(0, 40)}".`);
  }
  const checked: ChannelSettings = {};
  for (const [name, field] of Object.entries(shape.settings)) {
    const value = given[name];
    if (value === undefined || value === '') {
      if (field.required === true) wrong(name, `${field.title} (${name}) is missing.`);
      continue;
    }
    checked[name] = checkedValue(name, field, value);
  }
  if (provider === 'twilio' && (checked['from'] === undefined) === (checked['messagingServiceSid'] === undefined)) {
    wrong('from', 'Give either a sender number (from) or a messaging service (messagingServiceSid).');
  }
  return checked;
}

function checkedValue(
  name: string,
  { title, type, pattern, range, example }: Field,
  value: unknown,
): string | number | boolean {
  if (typeof value !== type) return wrong(name, `${title} (${name}) must be a ${type}.`);
  if (typeof value === 'string' && pattern?.test(value) === false) {
    return wrong(name, `${title} (${name}) must look like ${example ?? 'a plain text'}.`);
  }
  const isOutside =
    typeof value === 'number' &&
    range !== undefined &&
    !(Number.isInteger(value) && value >= range[0] && value <= range[1]);
  if (isOutside) return wrong(name, `${title} (${name}) must be a whole number from ${range[0]} to ${range[1]}.`);
  return value as string | number | boolean;
}

/**
 * The secrets to seal anew; null: to forget. One that is left out stays, as long as it goes to the same account: whoever changes where
 * it goes shows that they know it, else it could be sent to a server of theirs and read there.
 */
export function changedSecrets(
  provider: ChannelProvider,
  before: { provider: ChannelProvider; settings: ChannelSettings; secretsSet: readonly string[] },
  settings: ChannelSettings,
  given: Record<string, unknown>,
): Record<string, string | null> {
  const shape = PROVIDERS[provider];
  for (const [field, value] of Object.entries(given)) {
    if (!Object.hasOwn(shape.secrets, field)) wrong(field, `${provider} has no secret "${field.slice(0, 40)}".`);
    if (typeof value !== 'string' || !SECRET_TEXT.test(value)) wrong(field, `${field} must be one line of text.`);
  }
  const moved =
    before.provider !== provider ||
    Object.entries(shape.settings).some(
      ([name, { steers }]) => steers === true && before.settings[name] !== settings[name],
    );
  const changes: Record<string, string | null> = {};
  for (const field of before.secretsSet) if (!Object.hasOwn(shape.secrets, field)) changes[field] = null;
  for (const [field, { title, required }] of Object.entries(shape.secrets)) {
    const value = given[field];
    const isSet = before.provider === provider && before.secretsSet.includes(field);
    if (typeof value === 'string' && value !== '') changes[field] = value;
    else if (value === '' || (moved && isSet && required !== true)) changes[field] = null;
    const isKept = isSet && !moved && value === undefined;
    if (required === true && !isKept && (value === undefined || value === '')) {
      wrong(
        field,
        moved && isSet
          ? `${title} (${field}) is needed again, because the account is another one now.`
          : `${title} (${field}) is missing.`,
      );
    }
  }
  return changes;
}

function wrong(field: string, sentence: string): never {
  throw new Problem('settings_wrong', sentence, { field });
}
