import {
  ConnectorBroken,
  statusWords,
  vendorHttp,
  type ConnectorContext,
  type StatusWords,
  type VendorAnswer,
  type VendorHttp,
} from '@keepwell/connector-sdk';
import type { Instant, ZoneId } from '@keepwell/domain/records';
import { STATUSES } from './map.js';
import { isRow, text, type Row } from './row.js';
import { clinikoSettings, type ClinikoSettings } from './settings.js';
import { RECALLS, COURSES, type Course, type List } from './streams.js';

/** More than this Cliniko does not give at once. */
export const MOST_ROWS = 100;

export interface Session {
  settings: ClinikoSettings;
  http: VendorHttp;
  statuses: StatusWords;
  /** The zone of the settings, else of the first business; asked for once. */
  zone(): Promise<ZoneId | null>;
  /** Appointment types over the wire; asked for once, and only when an appointment has a link to one. */
  telehealth(): Promise<ReadonlySet<string>>;
}

const sessions = new WeakMap<ConnectorContext, Session>();

export function sessionOf(context: ConnectorContext): Session {
  let session = sessions.get(context);
  if (session === undefined) {
    session = openSession(context);
    sessions.set(context, session);
  }
  return session;
}

export function coursesOf({ settings }: Session): Course[] {
  return settings.recalls ? [...COURSES, RECALLS] : COURSES;
}

function openSession(context: ConnectorContext): Session {
  const settings = clinikoSettings(context);
  const http = vendorHttp(context, {
    ...{ vendor: 'Cliniko', baseUrl: settings.baseUrl, urlField: 'url', signInField: 'api_key' },
    headers: () => ({
      authorization: `Basic ${Buffer.from(`${settings.apiKey}:`).toString('base64')}`,
      'user-agent': `Keepwell (${settings.contact})`,
    }),
  });
  let zone: Promise<ZoneId | null> | null = null;
  let telehealth: Promise<ReadonlySet<string>> | null = null;
  return {
    ...{ settings, http, statuses: statusWords(STATUSES, context.statusMap) },
    zone() {
      if (settings.zone !== null) return Promise.resolve(settings.zone);
      zone ??= firstZone(http);
      // A failure is not remembered: the next call asks again.
      zone.catch(() => (zone = null));
      return zone;
    },
    telehealth() {
      telehealth ??= telehealthTypes(http);
      telehealth.catch(() => (telehealth = null));
      return telehealth;
    },
  };
}

async function firstZone(http: VendorHttp): Promise<ZoneId | null> {
  const answer = await http.get('businesses', { what: 'list of businesses', query: { per_page: MOST_ROWS } });
  const zones = rowsOf(answer, { key: 'businesses', path: 'businesses' }).rows.map((row) =>
    text(row, 'time_zone_identifier'),
  );
  return zones.find((one) => one !== null) ?? null;
}

async function telehealthTypes(http: VendorHttp): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let page = 1; ; page += 1) {
    const query = { per_page: MOST_ROWS, page, sort: 'id' };
    const answer = await http.get('appointment_types', { what: 'list of appointment_types', query });
    const { rows } = rowsOf(answer, { key: 'appointment_types', path: 'appointment_types' });
    for (const row of rows) if (row['telehealth_enabled'] === true) found.add(text(row, 'id') ?? '');
    if (rows.length < MOST_ROWS) return found;
  }
}

export interface Rows {
  rows: Row[];
  total: number | null;
  at: Instant | null;
}

/** The rows of a list's envelope. An answer without them is not an empty practice. */
export function rowsOf({ body, at }: VendorAnswer, { key, path }: Pick<List, 'key' | 'path'>): Rows {
  const rows = isRow(body) ? body[key] : null;
  if (!isRow(body) || !Array.isArray(rows) || !rows.every(isRow)) {
    throw new ConnectorBroken(`Cliniko answered the list of ${path} without ${key}.`);
  }
  const total = body['total_entries'];
  return { rows, total: typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : null, at };
}
