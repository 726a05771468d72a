import { SettingsWrong, type ConnectorContext, type SettingsSchema } from '@keepwell/connector-sdk';
import type { ZoneId } from '@keepwell/domain/records';

export const REMOTE = 'https://api.opendental.com/api/v1';

/**
 * What the office's key is worth, as Open Dental sells it: how fast it may ask and how many rows come at once. `office`: an API Service in the
 * office, which is not held back at all.
 */
export const TIERS = ['free', 'paid', 'enterprise', 'office'] as const;
export type Tier = (typeof TIERS)[number];

export const MOST_ROWS: Record<Tier, number> = { free: 100, paid: 100, enterprise: 1000, office: 1000 };

export const settingsSchema: SettingsSchema = {
  type: 'object',
  properties: {
    developer_key: {
      type: 'string',
      title: 'Developer key',
      description: 'From Open Dental, once for your organisation',
      maxLength: 200,
      secret: true,
    },
    customer_key: {
      type: 'string',
      title: 'Customer key',
      description: 'One for each office database; the office allows it under Setup, Advanced, API',
      maxLength: 200,
      secret: true,
    },
    url: {
      type: 'string',
      title: 'Address',
      description: `${REMOTE} reaches the office through its eConnector; an API Service in the office answers at http://HOST:30223/api/v1`,
      format: 'uri',
      default: REMOTE,
    },
    key_tier: {
      type: 'string',
      title: 'What the key is worth',
      description:
        'free: one question in five seconds; paid: one a second; enterprise: two a second, 1,000 rows at once; office: an API Service in the office, not held back',
      enum: [...TIERS],
      default: 'paid',
    },
    timezone: {
      type: 'string',
      title: 'Time zone of the office server',
      description: 'Open Dental writes local times without it. For example America/Chicago',
      format: 'timezone',
    },
    operatory: {
      type: 'integer',
      title: 'Operatory for bookings',
      description: 'Number of the chair (OperatoryNum) in which Keepwell may book; without it nothing is booked',
      minimum: 1,
      maximum: 2_147_483_647,
    },
  },
  required: ['developer_key', 'customer_key'],
};

export interface OpenDentalSettings {
  authorization: string;
  baseUrl: string;
  tier: Tier;
  zone: ZoneId;
  operatory: number | null;
}

export function openDentalSettings({
  settings,
  timezone,
}: Pick<ConnectorContext, 'settings' | 'timezone'>): OpenDentalSettings {
  const text = (name: string) =>
    typeof settings[name] === 'string' && settings[name] !== '' ? settings[name].trim() : null;
  const key = (field: string, title: string) => {
    const value = text(field) ?? '';
    if (!/^[\w.=+-]{1,200}$/.test(value))
      throw new SettingsWrong(field, `The ${title} must be copied whole, without spaces.`);
    return value;
  };
  const zone = text('timezone') ?? timezone;
  if (zone === null) {
    throw new SettingsWrong(
      'timezone',
      'Open Dental does not tell its time zone: set timezone, for example America/Chicago.',
    );
  }
  const { operatory } = settings;
  return {
    authorization: `ODFHIR ${key('developer_key', 'developer key')}/${key('customer_key', 'customer key')}`,
    baseUrl: (text('url') ?? REMOTE).replace(/\/+$/, ''),
    tier: TIERS.find((tier) => tier === text('key_tier')) ?? 'paid',
    zone,
    operatory: typeof operatory === 'number' ? operatory : null,
  };
}
