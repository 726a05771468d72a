import type { ChannelChange, ChannelSetting, Provider } from '../../api.outreach.types.js';
import type { SettingsSchema } from '../../api.types.js';
import { draftSettings, type Draft } from '../connections/settings-schema.js';

interface ProviderForm {
  provider: Provider;
  name: string;
  means: string;
  schema: SettingsSchema;
}

const local = (means: string): ProviderForm => ({
  ...{ provider: 'local', name: 'This computer alone', means },
  schema: { type: 'object', properties: {} },
});

/** By whom each kind of message can go, and what that needs. The server checks again. */
export const PROVIDERS: Record<ChannelSetting['channel'], ProviderForm[]> = {
  sms: [
    local('Nothing leaves. Texts end in the outbox, where you can read them and answer as the patient.'),
    {
      provider: 'twilio',
      name: 'Twilio',
      means: 'Texts leave from the practice’s own account at Twilio.',
      schema: {
        type: 'object',
        required: ['accountSid', 'authToken'],
        anyOf: [{ required: ['from'] }, { required: ['messagingServiceSid'] }],
        properties: {
          accountSid: {
            type: 'string',
            title: 'Account SID',
            description: 'AC followed by 32 characters.',
            maxLength: 34,
          },
          authToken: {
            ...{ type: 'string', title: 'Auth token', secret: true, maxLength: 500 },
            description: 'Stored sealed and never shown again. It proves that answers come from Twilio.',
          },
          previousAuthToken: {
            ...{ type: 'string', title: 'Previous auth token', secret: true, maxLength: 500 },
            description: 'While a token is being exchanged.',
          },
          apiKeySid: {
            ...{ type: 'string', title: 'API key SID', maxLength: 34 },
            description: 'SK followed by 32 characters, if texts are to be sent by a key.',
          },
          apiKeySecret: { type: 'string', title: 'API key secret', secret: true, maxLength: 500 },
          from: { type: 'string', title: 'Sender number', description: 'Such as +441632960100.', maxLength: 16 },
          messagingServiceSid: {
            ...{ type: 'string', title: 'Messaging service SID', maxLength: 34 },
            description: 'MG followed by 32 characters; instead of a sender number.',
          },
          answersOptOut: {
            ...{ type: 'boolean', title: 'Twilio itself confirms a STOP', default: false },
            description: 'Then Keepwell does not confirm a second time.',
          },
        },
      },
    },
  ],
  email: [
    local('Nothing leaves. Emails end in the outbox, where you can read them.'),
    {
      provider: 'smtp',
      name: 'Mail server (SMTP)',
      means: 'Emails leave by the practice’s own mail server.',
      schema: {
        type: 'object',
        required: ['host', 'port', 'from'],
        properties: {
          host: { type: 'string', title: 'Server', description: 'Such as mail.example.org.', maxLength: 253 },
          port: { type: 'integer', title: 'Port', default: 587, minimum: 1, maximum: 65_535 },
          secure: {
            ...{ type: 'boolean', title: 'TLS from the first byte', default: false },
            description: 'Usual on port 465. Without it, the connection is made safe by STARTTLS.',
          },
          user: { type: 'string', title: 'User', maxLength: 200 },
          password: { type: 'string', title: 'Password', secret: true, maxLength: 500 },
          from: { type: 'string', title: 'Sender address', description: 'Such as clinic@example.org.', maxLength: 254 },
        },
      },
    },
  ],
};

/** Secrets apart from the rest; what is empty is left out, so that what is stored stays. */
export function channelChange({ provider, schema }: ProviderForm, draft: Draft): ChannelChange {
  const filled = Object.entries(draftSettings(schema, draft));
  const isSecret = (field: string) => schema.properties[field]?.secret === true;
  return {
    provider,
    settings: Object.fromEntries(filled.filter(([field]) => !isSecret(field))),
    secrets: Object.fromEntries(
      filled.filter(([field]) => isSecret(field)).map(([field, value]) => [field, String(value)]),
    ),
  };
}
