import { OutboundError, type GuardedHttp } from '@keepwell/outbound';

export interface ExchangeSettings {
  /** Scheme, host and port to speak to, whatever the request names. */
  baseUrl: string;
  timeoutMs: number;
  signal: AbortSignal | null;
  /** Called when the connection stands, before the first byte of the request is written; what it throws prevents the writing. */
  beforeWrite: (() => void) | null;
}

/** A request of the vendor's client. */
export interface ExchangeRequest {
  method: string;
  uri: string;
  username?: string;
  password?: string;
  headers?: Record<string, string | undefined>;
  params?: object;
  data?: object;
}

export interface Answer {
  statusCode: number;
  body: unknown;
  headers: Record<string, string>;
}

/**
 * One request and what is known of it afterwards: whether a byte of it can have left is what the outcome hangs on (O-01). Goes through the
 * guarded dispatcher, because it tells the moment before writing; the connection is used once, since one that the other side has meanwhile
 * closed would look like a message that may have left.
 */
export class Exchange {
  written = false;
  answer: Answer | null = null;
  /** Why there is no answer. */
  failure: unknown = null;
  /** What `beforeWrite` threw. */
  prevented: unknown = null;

  constructor(
    private readonly http: GuardedHttp,
    private readonly settings: ExchangeSettings,
  ) {}

  /** As the vendor's client wants it: resolves to any answer, rejects without one. */
  async request(request: ExchangeRequest): Promise<Answer> {
    try {
      this.answer = await this.#ask(request);
      return this.answer;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  async #ask({ method, uri, username, password, headers = {}, params, data }: ExchangeRequest): Promise<Answer> {
    const { baseUrl, timeoutMs, signal } = this.settings;
    const url = new URL(uri);
    for (const [name, value] of formOf(params)) url.searchParams.append(name, value);
    const timeout = AbortSignal.timeout(timeoutMs);
    const sent = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
    const response = await this.#watched().request({
      origin: new URL(baseUrl).origin,
      path: `${url.pathname}${url.search}`,
      method: method.toUpperCase() as 'GET' | 'POST',
      headers: {
        ...(Object.fromEntries(sent) as Record<string, string>),
        ...(username === undefined ? {} : { authorization: basic(username, password ?? '') }),
      },
      body: data === undefined ? null : new URLSearchParams(formOf(data)).toString(),
      signal: signal === null ? timeout : AbortSignal.any([timeout, signal]),
      reset: true,
    });
    const text = await response.body.text();
    return { statusCode: response.statusCode, body: parsed(text), headers: singly(response.headers) };
  }

  #watched() {
    return this.http.dispatcher.compose(
      (dispatch) => (options, handler) =>
        dispatch(options, {
          onRequestStart: (controller, context) => {
            if (this.written) return controller.abort(new Error('A message is written once.'));
            handler.onRequestStart?.(controller, context);
            if (controller.aborted) return;
            try {
              this.settings.beforeWrite?.();
            } catch (error) {
              this.prevented = error;
              return controller.abort(error instanceof Error ? error : new Error('prevented'));
            }
            this.written = true;
          },
          onRequestUpgrade: (...given) => handler.onRequestUpgrade?.(...given),
          onResponseStart: (...given) => handler.onResponseStart?.(...given),
          onResponseData: (...given) => handler.onResponseData?.(...given),
          onResponseEnd: (...given) => handler.onResponseEnd?.(...given),
          onResponseError: (...given) => handler.onResponseError?.(...given),
        }),
    );
  }
}

/** A refusal by the guard: trying again cannot help. */
export function isRefusal(error: unknown): boolean {
  return error instanceof OutboundError && error.refused;
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** The client hands over texts, numbers and lists of them; what is undefined is not sent. */
function formOf(fields: object | undefined): [string, string][] {
  return Object.entries(fields ?? {}).flatMap(([name, value]: [string, unknown]) =>
    [value].flat().flatMap((one): [string, string][] => {
      if (typeof one === 'string') return [[name, one]];
      return typeof one === 'number' || typeof one === 'boolean' ? [[name, String(one)]] : [];
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function singly(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
}
