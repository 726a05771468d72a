import { SettingsWrong, type ConnectorContext, type SettingsSchema } from '@keepwell/connector-sdk';
import type { ZoneId } from '@keepwell/domain/records';

export const settingsSchema: SettingsSchema = {
  type: 'object',
  properties: {
    api_key: {
      type: 'string',
      title: 'API key',
      description: 'Of the developer account',
      maxLength: 200,
      secret: true,
    },
    site_id: {
      type: 'string',
      title: 'Site',
      description: 'The number of the practice at Mindbody; -99 is the sandbox',
      maxLength: 20,
    },
    username: {
      type: 'string',
      title: 'Staff user',
      description: 'Without a staff user Mindbody leaves out contact details and says nothing about it',
      maxLength: 200,
    },
    password: { type: 'string', title: 'Password of the staff user', maxLength: 200, secret: true },
    timezone: {
      type: 'string',
      title: 'Time zone of the practice',
      description:
        'Mindbody writes local times. Only where the site does not say its zone. For example America/New_York',
      format: 'timezone',
    },
    webhook_key: {
      type: 'string',
      title: 'Signature key of the webhook subscription',
      description: 'messageSignatureKey, shown once when the subscription is made',
      maxLength: 300,
      secret: true,
    },
    history_months: {
      type: 'integer',
      title: 'Months to read at first',
      description: 'Each month costs some of the thousand requests a day',
      default: 12,
      minimum: 1,
      maximum: 60,
    },
    sweep_minutes: {
      type: 'integer',
      title: 'Minutes between readings of the diary',
      description: 'Nothing says what changed in the diary: it is read whole, a month back and three ahead',
      default: 120,
      minimum: 0,
      maximum: 1440,
    },
    class_visits: {
      type: 'boolean',
      title: 'Read who comes to classes',
      description: 'Each class with somebody in it costs a request: from three days back to two weeks ahead',
      default: false,
    },
    class_minutes: {
      type: 'integer',
      title: 'Minutes between readings of classes',
      default: 1440,
      minimum: 0,
      maximum: 10_080,
    },
    contracts: {
      type: 'boolean',
      title: 'Read contracts',
      description:
        'Memberships with what is paid when, and what is suspended. Each client with one costs a request, once a week',
      default: false,
    },
    contract_days: {
      type: 'integer',
      title: 'Days between readings of contracts',
      default: 7,
      minimum: 0,
      maximum: 31,
    },
    url: {
      type: 'string',
      title: 'Address',
      description: 'Only for tests. Ends in /public/v6',
      format: 'uri',
      default: 'https://api.mindbodyonline.com/public/v6',
    },
  },
  required: ['api_key', 'site_id'],
};

export interface MindbodySettings {
  apiKey: string;
  siteId: string;
  /** Null: reads are partial. */
  staff: { username: string; password: string } | null;
  zone: ZoneId | null;
  webhookKey: string | null;
  historyMonths: number;
  sweepMs: number;
  /** Null: not read. */
  classesEveryMs: number | null;
  contractsEveryMs: number | null;
  baseUrl: string;
}

export function mindbodySettings({
  settings,
  timezone,
}: Pick<ConnectorContext, 'settings' | 'timezone'>): MindbodySettings {
  const text = (name: string) => (typeof settings[name] === 'string' ? settings[name].trim() : '');
  const count = (name: string, usual: number) => (typeof settings[name] === 'number' ? settings[name] : usual);
  const apiKey = text('api_key');
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw new SettingsWrong('api_key', 'The API key must be copied whole, without spaces.');
  const siteId = text('site_id');
  if (!/^-?\d{1,10}$/.test(siteId)) throw new SettingsWrong('site_id', 'The site is a number, such as 12345 or -99.');
  const [username, password] = [text('username'), text('password')];
  if ((username === '') !== (password === '')) {
    const lacking = username === '' ? 'username' : 'password';
    throw new SettingsWrong(lacking, 'The staff user and their password belong together: give both.');
  }
  return {
    ...{ apiKey, siteId, staff: username === '' ? null : { username, password } },
    zone: text('timezone') || timezone,
    webhookKey: text('webhook_key') || null,
    historyMonths: count('history_months', 12),
    classesEveryMs: settings['class_visits'] === true ? count('class_minutes', 1440) * 60_000 : null,
    contractsEveryMs: settings['contracts'] === true ? count('contract_days', 7) * 86_400_000 : null,
    sweepMs: count('sweep_minutes', 120) * 60_000,
    baseUrl: text('url').replace(/\/+$/, '') || 'https://api.mindbodyonline.com/public/v6',
  };
}
