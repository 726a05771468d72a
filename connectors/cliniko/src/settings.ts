import { SettingsWrong, type ConnectorContext, type SettingsSchema } from '@keepwell/connector-sdk';
import type { ZoneId } from '@keepwell/domain/records';

export const settingsSchema: SettingsSchema = {
  type: 'object',
  properties: {
    api_key: {
      type: 'string',
      title: 'API key',
      description: 'Of a user who may see everything: My info, Manage API keys. It ends in the shard, for example -au2',
      maxLength: 500,
      secret: true,
    },
    contact: {
      type: 'string',
      title: 'Contact e-mail',
      description: 'Cliniko wants to know whom to write to when something goes wrong; sent with every request',
      maxLength: 200,
    },
    timezone: {
      type: 'string',
      title: 'Time zone of the practice',
      description: 'Only where the businesses in Cliniko do not say theirs. For example Australia/Sydney',
      format: 'timezone',
    },
    url: {
      type: 'string',
      title: 'Address',
      description: 'Only where Cliniko names another than the one in the key. Ends in /v1',
      format: 'uri',
    },
    recalls: {
      type: 'boolean',
      title: 'Read recalls',
      description: 'Cliniko answers them without describing them',
      default: true,
    },
  },
  required: ['api_key', 'contact'],
};

export interface ClinikoSettings {
  apiKey: string;
  contact: string;
  zone: ZoneId | null;
  baseUrl: string;
  recalls: boolean;
}

/** The key is what a tenant typed: what becomes a name of a host is checked letter by letter. */
const SHARD = /^[a-z]{2}\d{1,2}$/;
const FIRST_SHARD = 'au1';

export function clinikoSettings({
  settings,
  timezone,
}: Pick<ConnectorContext, 'settings' | 'timezone'>): ClinikoSettings {
  const text = (name: string) => (typeof settings[name] === 'string' && settings[name] !== '' ? settings[name] : null);
  const apiKey = text('api_key')?.trim() ?? '';
  if (apiKey === '' || /[^\x21-\x7e]|:/.test(apiKey)) {
    throw new SettingsWrong('api_key', 'The API key must be copied whole from Cliniko, without spaces.');
  }
  const contact = text('contact') ?? '';
  if (!/^[^\s()<>@]+@[^\s()<>@]+$/.test(contact)) {
    throw new SettingsWrong('contact', 'The contact must be an e-mail address.');
  }
  return {
    apiKey,
    contact,
    zone: text('timezone') ?? timezone,
    baseUrl: text('url')?.replace(/\/+$/, '') ?? `https://api.${shardOf(apiKey)}.cliniko.com/v1`,
    recalls: settings['recalls'] !== false,
  };
}

/** The last part of the key says where the practice lives; keys from before there were shards live on the first. */
export function shardOf(apiKey: string): string {
  const dash = apiKey.lastIndexOf('-');
  if (dash === -1) return FIRST_SHARD;
  const shard = apiKey.slice(dash + 1);
  if (!SHARD.test(shard)) {
    throw new SettingsWrong('api_key', 'The API key must end in the shard of the practice, for example -au2 or -uk1.');
  }
  return shard;
}
