import { SettingsWrong, type ConnectorContext, type SettingsSchema } from '@keepwell/connector-sdk';
import { SPECIALTIES, type Specialty, type ZoneId } from '@keepwell/domain/records';

export const settingsSchema: SettingsSchema = {
  type: 'object',
  properties: {
    api_key: {
      type: 'string',
      title: 'API key',
      description: 'Of an account made for Keepwell that may see the whole organization, with its time zone set to UTC',
      maxLength: 500,
      secret: true,
    },
    timezone: {
      type: 'string',
      title: 'Time zone of the practice',
      description: 'For example America/New_York',
      format: 'timezone',
    },
    shard: { type: 'string', title: 'Shard', description: 'Only where Healthie gave one', maxLength: 100 },
    specialty: {
      type: 'string',
      title: 'Specialty',
      description: 'What the appointment types belong to',
      enum: [...SPECIALTIES],
      default: 'PR',
    },
    contact_type: {
      type: 'string',
      title: 'Contact type of bookings',
      description: 'How Healthie is to call what Keepwell books: In Person, Phone Call, Healthie Video Call',
      default: 'In Person',
      maxLength: 100,
    },
    webhook_secret: {
      type: 'string',
      title: 'Webhook secret',
      description: 'Begins with whsec_',
      maxLength: 500,
      secret: true,
    },
    past_days: { type: 'integer', title: 'Days back', default: 730, minimum: 1, maximum: 3650 },
    future_days: { type: 'integer', title: 'Days ahead', default: 730, minimum: 1, maximum: 1095 },
    url: {
      type: 'string',
      title: 'Address',
      description: 'For a sandbox: https://staging-api.gethealthie.com/graphql',
      format: 'uri',
      default: 'https://api.gethealthie.com/graphql',
    },
  },
  required: ['api_key'],
};

export interface HealthieSettings {
  url: URL;
  apiKey: string;
  shard: string | null;
  zone: ZoneId;
  specialty: Specialty | null;
  contactType: string;
  webhookSecret: string | null;
  pastDays: number;
  futureDays: number;
}

export function healthieSettings({
  settings,
  timezone,
}: Pick<ConnectorContext, 'settings' | 'timezone'>): HealthieSettings {
  const text = (name: string) => (typeof settings[name] === 'string' ? settings[name].trim() : '');
  const whole = (name: string, fallback: number) => (typeof settings[name] === 'number' ? settings[name] : fallback);
  const apiKey = text('api_key');
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new SettingsWrong('api_key', 'The API key must be one word, as Healthie shows it.');
  }
  const shard = text('shard');
  if (!/^[\w.-]*$/.test(shard)) throw new SettingsWrong('shard', 'The shard is one word.');
  const zone = text('timezone') || timezone;
  if (zone === null) {
    throw new SettingsWrong(
      'timezone',
      'Healthie does not say the time zone of a practice: set it, for example America/New_York.',
    );
  }
  const url = new URL(text('url') || 'https://api.gethealthie.com/graphql');
  if (url.search !== '') throw new SettingsWrong('url', 'The address must not hold a question mark.');
  return {
    ...{ url, apiKey, zone, shard: shard || null, contactType: text('contact_type') || 'In Person' },
    specialty: SPECIALTIES.find((specialty) => specialty === settings.specialty) ?? null,
    webhookSecret: text('webhook_secret') || null,
    pastDays: whole('past_days', 730),
    futureDays: whole('future_days', 730),
  };
}
