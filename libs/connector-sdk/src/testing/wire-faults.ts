import type { ServerResponse } from 'node:http';
import { PATIENT_WORDS } from './sample-practice.js';
import { keyOf, type Fault } from './nasty-proxy.js';
import type { ErrorKind, WireHabits } from './scenarios.js';

/** Bodies in the kit's contexts may be this long (safety V-01 in small). */
export const LARGEST_BODY = 1 << 20;

export interface WireFault {
  check: string;
  title: string;
  fault: Fault;
  /** How many requests meet it. */
  times: number;
  /** Where a particular error is demanded; else any of the four will do. */
  error?: ErrorKind;
  /** The wait that must be handed on; null: any. */
  afterMs?: { from: number; to: number };
  /** Nothing may be noticed at all: the run heals itself. */
  heals?: boolean;
  /** While it lasts, no more requests than these. */
  mostRequests?: number;
  /** Tried at the first request and at the last as well, not only in the middle. */
  everywhere?: boolean;
  /** Only that reading ends is asked: what such a vendor withholds nobody can know. */
  onlyEnds?: boolean;
}

const json = { 'content-type': 'application/json' };
const answers =
  (status: number, body: string, headers: Record<string, string> = json): Fault =>
  (response) =>
    void response.writeHead(status, headers).end(body);

const HTML = '<!doctype html><html><body><h1>We are down for maintenance</h1></body></html>';

export const WIRE = {
  slowDown: 'V-02 "slow down" is handed on with the wait that was asked for',
  storm: 'V-03 a storm of 5xx is a reason to come back later',
  html: 'a web page with status 200 is no answer',
  nothing: 'null or nothing with status 200 is no answer',
  inside: 'an error inside status 200 is no answer',
  cut: 'an answer that breaks off loses nothing',
  endless: 'V-01 an answer without end is given up',
  large: 'V-01 an answer that is too large is given up',
  redirect: 'X-12 a redirect is not followed',
  expired: 'V-04 a token that ran out is renewed once',
  refused: 'V-04 a refused sign-in stops and asks a person',
  deep: 'X-28 JSON nested without end is refused within a second',
  circle: 'reading ends although the vendor serves one page for ever',
  silent: 'no sentence repeats what the vendor said, a secret or a patient',
} as const;

/** Every fault of the wire. `trap` is an address that must never be asked. */
export function wireFaults(habits: WireHabits, trap: string, now: () => number, secrets: string[]): WireFault[] {
  const later = (seconds: number) => new Date(now() + seconds * 1000).toUTCString();
  return [
    {
      check: WIRE.slowDown,
      title: '429 for 7 s',
      fault: answers(429, '{}', { ...json, 'retry-after': '7' }),
      times: 1,
      error: 'RetryLater',
      afterMs: { from: 7_000, to: 7_000 },
    },
    {
      check: WIRE.slowDown,
      title: '429 until a date',
      fault: (response) => void response.writeHead(429, { 'retry-after': later(90) }).end('{}'),
      times: 1,
      error: 'RetryLater',
      afterMs: { from: 85_000, to: 95_000 },
    },
    {
      check: WIRE.slowDown,
      title: '429 without a word',
      fault: answers(429, 'Too many requests', {}),
      times: 1,
      error: 'RetryLater',
    },
    ...(habits.busyAnswers ?? []).map(({ title, status, headers, body, afterMs }): WireFault => ({
      check: WIRE.slowDown,
      title,
      fault: answers(status, JSON.stringify(body ?? {}), { ...json, ...headers }),
      times: 1,
      error: 'RetryLater',
      ...(afterMs === undefined ? {} : { afterMs: { from: afterMs - 2_000, to: afterMs + 2_000 } }),
    })),
    {
      check: WIRE.storm,
      title: '503 three times',
      fault: answers(503, HTML, { 'content-type': 'text/html' }),
      everywhere: true,
      times: 3,
      error: 'RetryLater',
    },
    { check: WIRE.storm, title: '500 once', fault: answers(500, '{"error":"boom"}'), times: 1, error: 'RetryLater' },
    { check: WIRE.storm, title: '502 and no end', fault: answers(502, '', {}), times: Infinity, error: 'RetryLater' },
    {
      check: WIRE.html,
      title: 'a web page once',
      fault: answers(200, HTML, { 'content-type': 'text/html' }),
      everywhere: true,
      times: 1,
    },
    { check: WIRE.html, title: 'a web page that calls itself JSON', fault: answers(200, HTML), times: 1 },
    { check: WIRE.nothing, title: 'null', fault: answers(200, 'null'), everywhere: true, times: 1 },
    { check: WIRE.nothing, title: 'an empty body', fault: answers(200, ''), times: 1 },
    { check: WIRE.nothing, title: 'a bare word', fault: answers(200, '"ok"'), times: 1 },
    ...(habits.errorsInside ?? []).map(({ title, body }): WireFault => ({
      check: WIRE.inside,
      title,
      fault: answers(200, JSON.stringify(body)),
      times: 1,
    })),
    {
      check: WIRE.cut,
      title: 'a socket that dies before the answer',
      fault: (response) => void response.socket?.destroy(),
      everywhere: true,
      times: 1,
    },
    { check: WIRE.cut, title: 'a socket that dies within the answer', fault: cutShort, times: 1 },
    { check: WIRE.endless, title: 'no answer at all', fault: () => undefined, times: 1 },
    { check: WIRE.endless, title: 'an answer that trickles', fault: trickle, times: 1 },
    {
      check: WIRE.large,
      title: 'a body larger than allowed',
      fault: answers(200, `{"data":["${'x'.repeat(LARGEST_BODY + 1_000)}"]}`),
      times: 1,
    },
    {
      check: WIRE.redirect,
      title: 'a redirect to a private address',
      fault: answers(302, '', { location: trap }),
      times: 1,
    },
    ...(habits.tokensExpire
      ? [
          {
            check: WIRE.expired,
            title: '401 once',
            fault: answers(401, '{"error":"token expired"}'),
            times: 1,
            heals: true,
          },
        ]
      : []),
    {
      check: WIRE.refused,
      title: '401 from now on',
      fault: answers(401, '{"error":"unauthorized"}'),
      everywhere: true,
      times: Infinity,
      error: 'SettingsWrong',
      mostRequests: 4,
    },
    {
      check: WIRE.deep,
      title: '100,000 levels',
      fault: answers(200, `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      times: 1,
    },
    {
      check: WIRE.deep,
      title: '100,000 levels inside an object',
      fault: answers(200, `{"data":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`),
      times: 1,
    },
    { check: WIRE.circle, title: 'the first page, for ever', fault: firstPageAgain, times: Infinity, onlyEnds: true },
    {
      check: WIRE.silent,
      title: 'a refusal that quotes a patient and a secret',
      fault: answers(
        400,
        JSON.stringify({ error: `${PATIENT_WORDS.join(' ')} ${secrets.join(' ')}`, message: PATIENT_WORDS[0] }),
      ),
      times: 1,
    },
  ];
}

const cutShort: Fault = async (response, { pass }) => {
  const { status, headers, body } = await pass();
  response.writeHead(status, { ...headers, 'content-length': String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
};

const trickle: Fault = (response: ServerResponse) => {
  response.writeHead(200, json);
  response.write('[');
  const more = setInterval(() => {
    if (response.destroyed) clearInterval(more);
    else response.write(' ');
  }, 20);
  more.unref();
};

const firstPageAgain: Fault = async (response, { pass, request, body, earlier }) => {
  const { status, headers, body: given } = earlier.get(keyOf(request, body)) ?? (await pass());
  response.writeHead(status, headers).end(given);
};
