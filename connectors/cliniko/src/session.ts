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
  const rows = await everyRow(http, { path: 'appointment_types', key: 'appointment_types' }, []);
  return new Set(rows.filter((row) => row['telehealth_enabled'] === true).map((row) => text(row, 'id') ?? ''));
}

/** All rows of a list at once, by their ids: neither what is written meanwhile nor what is taken out moves the others. */
export async function everyRow(
  http: VendorHttp,
  list: Pick<List, 'key' | 'path'>,
  conditions: string[],
): Promise<Row[]> {
  const found: Row[] = [];
  for (let behind: string | null = null; ;) {
    const query = {
      'q[]': behind === null ? conditions : [...conditions, `id:>${behind}`],
      ...{ sort: 'id', per_page: MOST_ROWS },
    };
    const { rows } = rowsOf(await http.get(list.path, { what: `list of ${list.path}`, query }), list);
    found.push(...rows);
    const last = text(rows.at(-1) ?? {}, 'id');
    if (rows.length < MOST_ROWS || last === null) return found;
    if (behind !== null && !isBehind(last, behind))
      throw new ConnectorBroken(`Cliniko gives the list of ${list.path} in another order than it was asked for.`);
    behind = last;
  }
}

/** Whether an id is a later one. They are whole numbers of up to 64 bits. */
export function isBehind(id: string, before: string): boolean {
  return [id, before].every((one) => /^\d{1,19}$/.test(one)) && BigInt(id) > BigInt(before);
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
