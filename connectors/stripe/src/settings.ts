import { SettingsWrong, type ConnectorContext, type SettingsSchema } from '@keepwell/connector-sdk';

export const settingsSchema: SettingsSchema = {
  type: 'object',
  properties: {
    api_key: {
      type: 'string',
      title: 'API key',
      description:
        'A restricted key (rk_live_…) that may read and nothing else: Developers, API keys, Create restricted key',
      maxLength: 300,
      secret: true,
    },
    patient_field: {
      type: 'string',
      title: 'Metadata field with the patient’s id',
      description:
        'Where the practice writes its own id of the patient: in the metadata of customers, subscriptions or payments',
      default: 'patient_id',
      maxLength: 40,
    },
    webhook_secret: {
      type: 'string',
      title: 'Signing secret of the webhook',
      description: 'whsec_…, as shown when the endpoint is made. While it is being rolled, two separated by a space',
      maxLength: 300,
      secret: true,
    },
    account: {
      type: 'string',
      title: 'Connected account',
      description: 'Only where the key is a platform’s: acct_…',
      maxLength: 100,
    },
    url: {
      type: 'string',
      title: 'Address',
      description: 'Only for tests. Ends in /v1',
      format: 'uri',
      default: 'https://api.stripe.com/v1',
    },
  },
  required: ['api_key'],
};

export interface StripeSettings {
  apiKey: string;
  patientField: string;
  webhookSecrets: string[];
  account: string | null;
  baseUrl: string;
}

export function stripeSettings({ settings }: Pick<ConnectorContext, 'settings'>): StripeSettings {
  const text = (name: string) => (typeof settings[name] === 'string' ? settings[name].trim() : '');
  const apiKey = text('api_key');
  if (apiKey.startsWith('pk_')) {
    throw new SettingsWrong('api_key', 'This key is for web pages (pk_): Keepwell needs a restricted key (rk_).');
  }
  if (!/^(rk|sk)_(live|test)_[A-Za-z0-9_]+$/.test(apiKey)) {
    throw new SettingsWrong('api_key', 'The API key must be copied whole from Stripe: it begins with rk_live_.');
  }
  const account = text('account');
  if (account !== '' && !/^acct_[A-Za-z0-9]+$/.test(account)) {
    throw new SettingsWrong('account', 'A connected account begins with acct_.');
  }
  const patientField = text('patient_field') || 'patient_id';
  if (!/^[\w .:-]+$/.test(patientField)) {
    throw new SettingsWrong('patient_field', 'A metadata field is made of letters, digits, spaces and . : - _');
  }
  const webhookSecrets = text('webhook_secret')
    .split(/[\s,]+/)
    .filter(Boolean);
  if (webhookSecrets.some((secret) => !secret.startsWith('whsec_'))) {
    throw new SettingsWrong('webhook_secret', 'The signing secret of a webhook begins with whsec_.');
  }
  return {
    ...{ apiKey, patientField, webhookSecrets },
    account: account === '' ? null : account,
    baseUrl: text('url').replace(/\/+$/, '') || 'https://api.stripe.com/v1',
  };
}
