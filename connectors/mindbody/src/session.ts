import {
  ConnectorBroken,
  isTimezone,
  SettingsWrong,
  statusWords,
  tokenSource,
  vendorHttp,
  type ConnectorContext,
  type NewToken,
  type StatusWords,
  type TokenSource,
  type VendorAnswer,
  type VendorHttp,
} from '@keepwell/connector-sdk';
import type { Instant, ZoneId } from '@keepwell/domain/records';
import { STATUSES } from './map.js';
import { isRow, rowsIn, text, type Row } from './row.js';
import { mindbodySettings, type MindbodySettings } from './settings.js';

/** A token is believed for a day, though it is said to hold for seven. */
const TOKEN_HOLDS_MS = 86_400_000;

export interface Site {
  name: string | null;
  zone: ZoneId | null;
  currency: string | null;
}

export interface Session {
  settings: MindbodySettings;
  http: VendorHttp;
  statuses: StatusWords;
  /** Asked for once. */
  site(): Promise<Site>;
  /** The zone local times are in. Throws where nobody says it. */
  zone(): Promise<ZoneId>;
}

const sessions = new WeakMap<ConnectorContext, Session>();

export function sessionOf(context: ConnectorContext): Session {
  let session = sessions.get(context);
  if (session === undefined) sessions.set(context, (session = openSession(context)));
  return session;
}

function openSession(context: ConnectorContext): Session {
  const settings = mindbodySettings(context);
  const names = { vendor: 'Mindbody', baseUrl: settings.baseUrl, urlField: 'url' } as const;
  const headers = () => ({ 'api-key': settings.apiKey, siteid: settings.siteId });
  const tokens = settings.staff === null ? undefined : staffTokens(context, settings, { ...names, headers });
  const http = vendorHttp(context, {
    ...{ ...names, signInField: settings.staff === null ? 'api_key' : 'username', headers },
    ...(tokens === undefined ? {} : { tokens }),
  });
  let site: Promise<Site> | null = null;
  const session: Session = {
    ...{ settings, http, statuses: statusWords(STATUSES, context.statusMap) },
    site() {
      site ??= readSite(http, settings);
      // A failure is not remembered: the next call asks again.
      site.catch(() => (site = null));
      return site;
    },
    async zone() {
      const zone = settings.zone ?? (await session.site()).zone;
      if (zone !== null) return zone;
      throw new SettingsWrong('timezone', 'Mindbody writes local times and its site names no zone: set timezone.');
    },
  };
  return session;
}

function staffTokens(
  context: ConnectorContext,
  { staff }: MindbodySettings,
  names: { vendor: string; baseUrl: string; urlField: string; headers: () => Record<string, string> },
): TokenSource {
  const door = vendorHttp(context, { ...names, signInField: 'username' });
  const signIn = async (): Promise<NewToken> => {
    const body = { Username: staff?.username, Password: staff?.password };
    const answer = await door.ask('usertoken/issue', body, { what: 'sign-in of the staff user' });
    const token = isRow(answer.body) ? text(answer.body, 'AccessToken') : null;
    if (token === null) throw new ConnectorBroken('Mindbody answered the sign-in without a token.');
    return { token, holdsMs: TOKEN_HOLDS_MS };
  };
  return tokenSource(context, { connector: 'mindbody', vendor: 'Mindbody', signInField: 'username', signIn });
}

async function readSite(http: VendorHttp, { siteId }: MindbodySettings): Promise<Site> {
  const answer = await http.get('site/sites', { what: 'list of sites', query: { 'request.siteIds': [siteId] } });
  const { rows } = rowsOf(answer, 'Sites', 'sites');
  const row: Row = rows.find((one) => text(one, 'Id') === siteId) ?? rows[0] ?? {};
  const [zone, currency] = [text(row, 'TimeZone'), text(row, 'CurrencyIsoCode')?.toUpperCase() ?? ''];
  return {
    name: text(row, 'Name'),
    zone: zone !== null && isTimezone(zone) ? zone : null,
    currency: /^[A-Z]{3}$/.test(currency) ? currency : null,
  };
}

export interface Rows {
  rows: Row[];
  total: number | null;
  at: Instant | null;
}

/** The rows of a list's envelope. An answer without them is not an empty practice. */
export function rowsOf({ body, at }: VendorAnswer, key: string, what: string): Rows {
  if (!isRow(body) || !Array.isArray(body[key]) || !body[key].every(isRow)) {
    throw new ConnectorBroken(`Mindbody answered the list of ${what} without ${key}.`);
  }
  const page = isRow(body['PaginationResponse']) ? body['PaginationResponse']['TotalResults'] : null;
  const total = typeof page === 'number' && Number.isSafeInteger(page) && page >= 0 ? page : null;
  return { rows: rowsIn(body, key), total, at };
}
