import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A Twilio that misbehaves by the dice: what it accepts stands in a store of its own, one line per message, written before it
 * answers. The proofs compare that store with the database, never the database with itself.
 */
export interface Accepted {
  sid: string;
  to: string;
  body: string;
  at: number;
  /** Of the status callback: which attempt it was. */
  attempt: string | null;
}

export type Mode = 'accept' | 'accept_then_hang' | 'accept_then_500' | '500' | '429' | 'reset';
export type Dice = Partial<Record<Exclude<Mode, 'accept'>, number>>;

/** Of a hundred requests (safety O-02). */
export const USUAL_DICE: Dice = { accept_then_hang: 20, accept_then_500: 10, '500': 10, '429': 10, reset: 5 };

export interface FakeTwilio {
  url: string;
  accepted: Accepted[];
  /** What every request met, in order. */
  met: Mode[];
  close(): Promise<void>;
}

export interface FakeTwilioSettings {
  /** Appended to; absent: kept in memory only. */
  store?: string;
  seed: number;
  dice?: Dice;
  /** Instead of the dice. */
  next?: (request: number) => Mode;
}

export async function startFakeTwilio({ store, seed, dice = {}, next }: FakeTwilioSettings): Promise<FakeTwilio> {
  const accepted: Accepted[] = [];
  const met: Mode[] = [];
  const throwDice = diceOf(seed);
  const mode = (): Mode => {
    if (next !== undefined) return next(met.length);
    let left = throwDice() * 100;
    for (const [name, share] of Object.entries(dice)) {
      left -= share;
      if (left < 0) return name as Mode;
    }
    return 'accept';
  };
  const server: Server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await textOf(request));
    if (request.method === 'GET') return list(request, response);
    const met_ = mode();
    met.push(met_);
    if (met_ === 'reset') return void request.socket.resetAndDestroy();
    if (met_ === '500') return json(response, 500, { code: 20500, message: 'Internal' });
    if (met_ === '429') {
      response.setHeader('retry-after', '0');
      return json(response, 429, { code: 20429, message: 'Too many requests' });
    }
    const callback = form.get('StatusCallback');
    const message: Accepted = {
      ...{ sid: `SM${randomBytes(16).toString('hex')}`, to: form.get('To') ?? '', body: form.get('Body') ?? '' },
      ...{ at: Date.now(), attempt: callback === null ? null : new URL(callback).searchParams.get('attempt') },
    };
    accepted.push(message);
    if (store !== undefined) appendFileSync(store, `${JSON.stringify(message)}\n`);
    if (met_ === 'accept_then_hang') return;
    if (met_ === 'accept_then_500') return json(response, 500, { code: 20500, message: 'Internal' });
    json(response, 201, resource(message));
  }

  function list(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://fake');
    const to = url.searchParams.get('To');
    const messages = accepted.filter((message) => message.to === to).map(resource);
    json(response, 200, { messages, page: 0, page_size: 1000, next_page_uri: null, uri: url.pathname });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    accepted,
    met,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function resource({ sid, to, body, at }: Accepted) {
  const date = new Date(at).toUTCString().replace('GMT', '+0000');
  return {
    ...{ sid, to, body, status: 'queued', direction: 'outbound-api', num_segments: '1', num_media: '0', price: null },
    ...{ date_created: date, date_updated: date, date_sent: date, account_sid: ACCOUNT, from: null, error_code: null },
    ...{ error_message: null, api_version: '2010-04-01', price_unit: 'USD', messaging_service_sid: null },
    ...{ uri: `/2010-04-01/Accounts/${ACCOUNT}/Messages/${sid}.json`, subresource_uris: {} },
  };
}

export const ACCOUNT = `AC${'0'.repeat(32)}`;

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Numbers in [0, 1) that a seed decides. */
export function diceOf(seed: number): () => number {
  let count = 0;
  return () => {
    count += 1;
    return createHash('sha256').update(`${seed}/${count}`).digest().readUInt32BE() / 2 ** 32;
  };
}
