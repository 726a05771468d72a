import { SettingsWrong, type ConnectorContext, type SettingsSchema } from '@keepwell/connector-sdk';
import { SPECIALTIES, type Specialty } from '@keepwell/domain/records';

export const settingsSchema: SettingsSchema = {
  type: 'object',
  properties: {
    api_key: { type: 'string', title: 'API key', maxLength: 500, secret: true },
    subdomain: {
      type: 'string',
      title: 'Subdomain',
      description: 'The name NexHealth gave the practice, for example harbour-dental',
      maxLength: 100,
    },
    location_ids: {
      type: 'string',
      title: 'Locations',
      description: 'Numbers, separated by commas; empty: every active location of the practice',
      maxLength: 500,
    },
    specialty: {
      type: 'string',
      title: 'Specialty',
      description: 'What the appointment types belong to',
      enum: [...SPECIALTIES],
      default: 'DE',
    },
    webhook_secret: {
      type: 'string',
      title: 'Webhook secret',
      description: 'The secret_key that NexHealth answered when the webhook endpoint was made',
      maxLength: 500,
      secret: true,
    },
    past_days: { type: 'integer', title: 'Days back', default: 730, minimum: 1, maximum: 3650 },
    future_days: { type: 'integer', title: 'Days ahead', default: 730, minimum: 1, maximum: 1095 },
    url: {
      type: 'string',
      title: 'Address',
      description: 'Only for tests against a simulator',
      format: 'uri',
      default: 'https://nexhealth.info',
    },
  },
  required: ['api_key', 'subdomain'],
};

export interface NexHealthSettings {
  url: string;
  apiKey: string;
  subdomain: string;
  /** Empty: every active location. */
  locations: string[];
  specialty: Specialty | null;
  webhookSecret: string | null;
  pastDays: number;
  futureDays: number;
}

export function nexHealthSettings({ settings }: Pick<ConnectorContext, 'settings'>): NexHealthSettings {
  const text = (name: string) => (typeof settings[name] === 'string' ? settings[name].trim() : '');
  const whole = (name: string, fallback: number) => (typeof settings[name] === 'number' ? settings[name] : fallback);
  const apiKey = text('api_key');
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new SettingsWrong('api_key', 'The API key must be one word, as NexHealth shows it.');
  }
  const subdomain = text('subdomain');
  if (!/^[a-z0-9][a-z0-9_-]*$/i.test(subdomain)) {
    throw new SettingsWrong('subdomain', 'The subdomain is one word of letters, digits and hyphens.');
  }
  const locations = text('location_ids')
    .split(/[\s,;]+/)
    .filter((part) => part !== '');
  if (locations.some((part) => !/^\d{1,18}$/.test(part))) {
    throw new SettingsWrong('location_ids', 'Locations are numbers, separated by commas.');
  }
  const url = new URL(text('url') || 'https://nexhealth.info');
  if (url.search !== '') throw new SettingsWrong('url', 'The address must not hold a question mark.');
  return {
    url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''),
    apiKey,
    subdomain,
    locations: [...new Set(locations)],
    specialty: SPECIALTIES.find((specialty) => specialty === settings.specialty) ?? null,
    webhookSecret: text('webhook_secret') || null,
    pastDays: whole('past_days', 730),
    futureDays: whole('future_days', 730),
  };
}
