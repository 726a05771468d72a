import {
  ConnectorBroken,
  vendorHttp,
  type ConnectorContext,
  type VendorAnswer,
  type VendorHttp,
} from '@keepwell/connector-sdk';
import { isRow, text, type Row } from './row.js';
import { stripeSettings, type StripeSettings } from './settings.js';

/**
 * The last version in which a charge names its invoice. Later shapes are understood as well, since an account may be held to one; webhooks
 * come in the version of their endpoint and are only hints.
 */
export const API_VERSION = '2025-02-24.acacia';

export interface Session {
  settings: StripeSettings;
  http: VendorHttp;
  /** What a product is called; asked for once each. Null where the key may not see it. */
  productName(id: string): Promise<string | null>;
}

const sessions = new WeakMap<ConnectorContext, Session>();

export function sessionOf(context: ConnectorContext): Session {
  let session = sessions.get(context);
  if (session === undefined) sessions.set(context, (session = openSession(context)));
  return session;
}

function openSession(context: ConnectorContext): Session {
  const settings = stripeSettings(context);
  const http = vendorHttp(context, {
    ...{ vendor: 'Stripe', baseUrl: settings.baseUrl, urlField: 'url', signInField: 'api_key' },
    headers: () => ({
      authorization: `Bearer ${settings.apiKey}`,
      'stripe-version': API_VERSION,
      ...(settings.account === null ? {} : { 'stripe-account': settings.account }),
    }),
  });
  const products = new Map<string, Promise<string | null>>();
  return {
    settings,
    http,
    productName(id) {
      let name = products.get(id);
      if (name === undefined) {
        name = nameOf(http, id);
        products.set(id, name);
        // A failure is not remembered: the next call asks again.
        name.catch(() => products.delete(id));
      }
      return name;
    },
  };
}

async function nameOf(http: VendorHttp, id: string): Promise<string | null> {
  const answer = await http.getOne(`products/${encodeURIComponent(id)}`, { what: 'look at a product' });
  return typeof answer === 'string' || !isRow(answer.body) ? null : text(answer.body, 'name');
}

export interface Rows {
  rows: Row[];
  more: boolean;
}

/** The objects of a list. An answer without them is not an empty account. */
export function rowsOf({ body }: VendorAnswer, what: string): Rows {
  const data = isRow(body) ? body['data'] : null;
  if (!isRow(body) || !Array.isArray(data) || !data.every(isRow) || typeof body['has_more'] !== 'boolean') {
    throw new ConnectorBroken(`Stripe answered the list of ${what} with something that is not a list.`);
  }
  return { rows: data, more: body['has_more'] };
}
