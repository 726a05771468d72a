import { SettingsWrong, type ConnectorContext, type SettingsSchema } from '@keepwell/connector-sdk';
import { SPECIALTIES, type Specialty, type ZoneId } from '@keepwell/domain/records';
import { bulkProperties } from './bulk/properties.js';
import { subscriptionProperties } from './subscriptions/properties.js';
import { PROFILES, profileOf, type ServerProfile } from './profiles/index.js';

export const settingsSchema: SettingsSchema = {
  type: 'object',
  properties: {
    url: {
      type: 'string',
      title: 'Base address',
      description: 'For example https://example.org/fhir/R4',
      format: 'uri',
    },
    server: {
      type: 'string',
      title: 'Kind of server',
      description: 'Whose software it is: each lets itself be asked in ways of its own',
      enum: PROFILES.map(({ id }) => id),
      labels: PROFILES.map(({ choice }) => choice),
      default: 'generic',
    },
    dir: {
      type: 'string',
      title: 'Folder',
      description: 'Bundle (*.json) and NDJSON (*.ndjson) files',
      format: 'folder',
    },
    timezone: {
      type: 'string',
      title: 'Time zone of the practice',
      description: 'FHIR does not carry it. For example Europe/London',
      format: 'timezone',
    },
    specialty: {
      type: 'string',
      title: 'Specialty',
      description: 'Where a service does not say its own',
      enum: [...SPECIALTIES],
    },
    auth: {
      type: 'string',
      title: 'Sign-in',
      description: 'none, SMART Backend Services (signed), or client id and secret',
      enum: ['none', 'smart_backend', 'client_secret'],
      default: 'none',
    },
    client_id: { type: 'string', title: 'Client id', maxLength: 500 },
    private_key: {
      type: 'string',
      title: 'Private key (JWK)',
      description: 'RSA (RS384) or P-384 (ES384), with its kid',
      format: 'textarea',
      maxLength: 10_000,
      secret: true,
    },
    client_secret: { type: 'string', title: 'Client secret', maxLength: 2_000, secret: true },
    scope: {
      type: 'string',
      title: 'Scope',
      description: 'Empty: what this kind of server asks for',
      maxLength: 2_000,
    },
    token_url: {
      type: 'string',
      title: 'Token address',
      description: 'Only where the server does not publish it',
      format: 'uri',
    },
    patient_group: {
      type: 'string',
      title: 'Group of patients',
      description: 'Id of the Group that the organisation made for us, where patients cannot be listed (Epic)',
      maxLength: 200,
    },
    patient_ids: {
      type: 'string',
      title: 'Ids of patients',
      description: 'One in a line: where patients cannot be listed and there is no group',
      format: 'textarea',
      maxLength: 200_000,
    },
    place_ids: {
      type: 'string',
      title: 'Ids of places',
      description: 'With commas: patients are those with bookings there (Oracle Health)',
      maxLength: 2_000,
    },
    practice_id: {
      type: 'string',
      title: 'Number of the practice',
      description: 'Where the server holds many (athenahealth)',
      maxLength: 200,
    },
    past_days: { type: 'integer', title: 'Days back', default: 365, minimum: 1, maximum: 3650 },
    future_days: { type: 'integer', title: 'Days ahead', default: 365, minimum: 1, maximum: 1095 },
    ...bulkProperties,
    ...subscriptionProperties,
    full_read_days: { type: 'integer', title: 'Days between full reads', default: 7, minimum: 1, maximum: 90 },
  },
  anyOf: [{ required: ['url'] }, { required: ['dir'] }],
};

export interface FhirSettings {
  /** Without a slash at the end. */
  url: string | null;
  dir: string | null;
  profile: ServerProfile;
  patients: {
    group: string | null;
    ids: string[];
    places: string[];
  };
  practice: string | null;
  zone: ZoneId;
  specialty: Specialty | null;
  auth: Auth;
  pastDays: number;
  futureDays: number;
  fullReadDays: number;
}

export type Auth =
  | { kind: 'none' }
  | { kind: 'smart_backend'; clientId: string; privateKey: string; scope: string; tokenUrl: string | null }
  | { kind: 'client_secret'; clientId: string; clientSecret: string; scope: string; tokenUrl: string | null };

/** The settings as this connector uses them: what the schema cannot say is checked here. */
export function fhirSettings(context: ConnectorContext): FhirSettings {
  const { settings } = context;
  const text = (name: string) => (typeof settings[name] === 'string' && settings[name] !== '' ? settings[name] : null);
  const whole = (name: string, fallback: number) => (typeof settings[name] === 'number' ? settings[name] : fallback);
  const url = text('url');
  const dir = text('dir');
  if ((url === null) === (dir === null))
    throw new SettingsWrong('url', 'Name either a server (url) or a folder (dir), not both.');
  const zone = text('timezone') ?? context.timezone;
  if (zone === null) {
    throw new SettingsWrong(
      'timezone',
      'FHIR does not carry the time zone of a practice: set timezone, for example Europe/London.',
    );
  }
  const profile = profileOf(settings['server']);
  return {
    url: url === null ? null : baseOf(url),
    dir,
    profile,
    patients: {
      group: text('patient_group')?.replace(/^Group\//, '') ?? null,
      ids: idsIn(text('patient_ids'), 'patient_ids', 'Patient'),
      places: idsIn(text('place_ids'), 'place_ids', 'Location'),
    },
    practice: text('practice_id'),
    zone,
    specialty: SPECIALTIES.find((specialty) => specialty === settings.specialty) ?? null,
    auth: authOf(text, profile),
    pastDays: whole('past_days', 365),
    futureDays: whole('future_days', 365),
    fullReadDays: whole('full_read_days', 7),
  };
}

function baseOf(url: string): string {
  const parsed = new URL(url);
  if (parsed.search) throw new SettingsWrong('url', 'The base address must not hold a question mark.');
  return `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, '');
}

const ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** In order and each once, so that a walk knows where it stopped. */
function idsIn(list: string | null, field: string, type: string): string[] {
  const ids = (list ?? '').split(/[\r\n,;]+/).map((id) => id.trim().replace(`${type}/`, ''));
  const given = [...new Set(ids.filter((id) => id !== ''))].sort();
  const wrong = given.findIndex((id) => !ID.test(id));
  if (wrong !== -1) throw new SettingsWrong(field, `Entry ${wrong + 1} of ${field} is not the id of a ${type}.`);
  return given;
}

function authOf(text: (name: string) => string | null, profile: ServerProfile): Auth {
  const needed = (name: string, what: string) => {
    const value = text(name);
    if (value === null) throw new SettingsWrong(name, `${what} (${name}) is needed for this kind of sign-in.`);
    return value;
  };
  const shared = () => ({
    clientId: needed('client_id', 'The client id'),
    scope: text('scope') ?? profile.scope,
    tokenUrl: text('token_url'),
  });
  switch (text('auth') ?? 'none') {
    case 'smart_backend':
      return { kind: 'smart_backend', ...shared(), privateKey: needed('private_key', 'The private key') };
    case 'client_secret':
      return { kind: 'client_secret', ...shared(), clientSecret: needed('client_secret', 'The client secret') };
    default:
      return { kind: 'none' };
  }
}
