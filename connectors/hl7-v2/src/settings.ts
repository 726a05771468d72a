import { type ConnectorContext, SettingsWrong, type SettingsSchema } from '@keepwell/connector-sdk';
import type { AppointmentStatus, ZoneId } from '@keepwell/domain/records';
import { CHARSETS } from './characters.js';
import { REASONS, type ReasonMeaning } from './words.js';

/** The names below `port` are those the platform's listener reads; see docs/connectors.md. */
export const settingsSchema: SettingsSchema = {
  type: 'object',
  properties: {
    port: {
      type: 'integer',
      title: 'Port to listen on',
      description: 'MLLP: where the interface engine connects to',
      minimum: 1,
      maximum: 65_535,
    },
    bind_address: { type: 'string', title: 'Address to listen on', default: '127.0.0.1', maxLength: 45 },
    security: {
      type: 'string',
      title: 'Protection of the line',
      description: 'tls: TLS 1.2 or newer. plain: readable by everybody on the way; only inside a VPN',
      enum: ['tls', 'plain'],
      default: 'tls',
    },
    allow_addresses: {
      type: 'string',
      title: 'Addresses that may connect',
      description: 'One address or range (10.1.2.0/24) a line. Needed unless client certificates are',
      format: 'textarea',
      maxLength: 10_000,
    },
    tls_certificate: {
      type: 'string',
      title: 'Certificate (PEM)',
      description: 'Ours, with its chain',
      format: 'textarea',
      maxLength: 50_000,
    },
    tls_key: {
      type: 'string',
      title: 'Key of the certificate (PEM)',
      format: 'textarea',
      maxLength: 20_000,
      secret: true,
    },
    tls_client_ca: {
      type: 'string',
      title: 'Who signs client certificates (PEM)',
      description: 'When given, nobody connects without a certificate of theirs',
      format: 'textarea',
      maxLength: 50_000,
    },
    max_frame_mib: { type: 'integer', title: 'Largest message (MiB)', default: 1, minimum: 1, maximum: 16 },
    dir: {
      type: 'string',
      title: 'Folder',
      description: 'Instead of a port: messages and batches (*.hl7) are read from here',
      format: 'folder',
    },
    processing_id: {
      type: 'string',
      title: 'Processing id (MSH-11)',
      description: 'P production, T test, D debugging: messages of another are refused',
      enum: ['P', 'T', 'D'],
      default: 'P',
    },
    timezone: {
      type: 'string',
      title: 'Time zone of the sender',
      description: 'For times without an offset; the practice’s own when empty',
      format: 'timezone',
    },
    charset: {
      type: 'string',
      title: 'Character set',
      description: 'Only where MSH-18 is missing or wrong',
      enum: [...CHARSETS],
    },
    patient_number: {
      type: 'string',
      title: 'Which patient number counts',
      description: 'Authority (PID-3.4) or type (PID-3.5) of the number that stays. Empty: MR, PI, else the first',
      maxLength: 200,
    },
    facilities: {
      type: 'string',
      title: 'Names of sending facilities',
      description: 'One “sent = ours” a line: names in MSH-4 that mean the same place',
      format: 'textarea',
      maxLength: 10_000,
    },
    reasons: {
      type: 'string',
      title: 'Reasons of changes (SCH-6)',
      description: `One “word = meaning” a line; meanings: ${REASONS.join(', ')}`,
      format: 'textarea',
      maxLength: 20_000,
    },
    deleted_means: {
      type: 'string',
      title: 'What S17 means',
      description: 'void: it was entered in error and never happened. cancelled: this sender cancels so',
      enum: ['void', 'cancelled'],
      default: 'void',
    },
    visits: {
      type: 'string',
      title: 'Visits told by ADT',
      description:
        'match: they change bookings of the same number. make: there are no SIU messages, bookings are made of A05 and A04',
      enum: ['match', 'make', 'ignore'],
      default: 'match',
    },
    currency: {
      type: 'string',
      title: 'Currency of charges',
      description: 'Where FT1 names none. For example GBP',
      maxLength: 3,
    },
  },
  anyOf: [{ required: ['port'] }, { required: ['dir'] }],
};

/** The settings that reading messages asks for, in the shapes it asks them in. */
export interface FeedSettings {
  processingId: string;
  zone: ZoneId | null;
  charset: string | null;
  patientNumber: string | null;
  facilities: ReadonlyMap<string, string>;
  reasons: ReadonlyMap<string, ReasonMeaning>;
  deletedMeans: 'void' | 'cancelled';
  visits: 'match' | 'make' | 'ignore';
  currency: string | null;
  statusWords: ReadonlyMap<string, AppointmentStatus>;
}

const known = new WeakMap<ConnectorContext, FeedSettings>();

/** Throws `SettingsWrong`. Read once per context: each message asks. */
export function feedSettings(context: ConnectorContext): FeedSettings {
  let settings = known.get(context);
  if (settings === undefined) known.set(context, (settings = readSettings(context)));
  return settings;
}

function readSettings({ settings, timezone, statusMap }: ConnectorContext): FeedSettings {
  if (settings.port !== undefined && settings.dir !== undefined) {
    throw new SettingsWrong('dir', 'Give a port to listen on or a folder to read, not both.');
  }
  const text = (field: string): string | null => {
    const value = settings[field];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const currency = text('currency')?.toUpperCase() ?? null;
  if (currency !== null && !/^[A-Z]{3}$/.test(currency)) {
    throw new SettingsWrong('currency', 'The currency (currency) must be three letters, such as GBP.');
  }
  const reasons = pairs('reasons', text('reasons'));
  for (const meaning of reasons.values()) {
    if (!REASONS.some((one) => one === meaning)) {
      throw new SettingsWrong('reasons', `"${meaning}" is no meaning of a reason; there are: ${REASONS.join(', ')}.`);
    }
  }
  return {
    processingId: text('processing_id') ?? 'P',
    zone: text('timezone') ?? timezone,
    charset: text('charset'),
    patientNumber: text('patient_number'),
    facilities: pairs('facilities', text('facilities')),
    reasons: reasons as Map<string, ReasonMeaning>,
    deletedMeans: text('deleted_means') === 'cancelled' ? 'cancelled' : 'void',
    visits: (text('visits') ?? 'match') as FeedSettings['visits'],
    currency,
    statusWords: statusMap ?? new Map(),
  };
}

/** Lines of `word = meaning`; words compare in lower case. */
function pairs(field: string, text: string | null): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of (text ?? '').split(/[\r\n;]+/)) {
    if (line.trim() === '') continue;
    const at = line.indexOf('=');
    const [word, meaning] = [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    if (at === -1 || word === '' || meaning === '') {
      throw new SettingsWrong(field, `Each line of ${field} must read "word = meaning".`);
    }
    found.set(word, meaning);
  }
  return found;
}
