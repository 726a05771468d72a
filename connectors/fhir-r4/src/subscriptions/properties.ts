import type { SettingsSchema } from '@keepwell/connector-sdk';

/** The settings of being told by subscriptions, for the schema of the connector. */
export const subscriptionProperties: SettingsSchema['properties'] = {
  subscription_secret: {
    type: 'string',
    title: 'Secret of subscriptions',
    description: 'Any long text; the server sends it back with each notification, as "Authorization: Bearer …"',
    maxLength: 500,
    secret: true,
  },
};
