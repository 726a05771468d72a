import type { Connector } from '../connector.js';
import type { WebhookReading, WebhookRequest } from '../ways-in.js';
import type { WebhookScenario } from './scenarios.js';
import type { Telling } from './telling.js';

export const WEBHOOKS = {
  genuine: 'a genuine webhook is read',
  forged: 'X-30 a webhook with a wrong signature is refused',
  host: 'X-31 the Host of a webhook is not believed',
  account: 'X-32 a webhook signed for another account is refused',
  old: 'X-32 a webhook signed long ago is refused',
  dedupe: 'X-32 a repeated webhook has the key of the first, another event has another',
  huge: 'X-28 a webhook that is too large or too deep is no harm',
  handshake: 'a handshake is answered',
  missing: 'there is a scenario for each way in and out',
} as const;

const MEBIBYTE = 1 << 20;

/** What must hold of `readWebhook`; nobody is asked, so no vendor is needed. */
export async function checkWebhook(
  connector: Connector,
  scenario: WebhookScenario,
  { tell, isExcused }: Telling,
): Promise<void> {
  const opened = await scenario.open();
  const at = opened.context.now();
  const read = async (request: WebhookRequest): Promise<WebhookReading | Error> => {
    try {
      return await connector.readWebhook!(opened.context, { ...request, receivedAt: at });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  const verdict = async (check: string, judge: () => Promise<string | null>) => {
    if (!isExcused(check)) tell(check, await judge());
  };
  const sign = (body: string, more: Partial<Parameters<WebhookScenario['sign']>[1]> = {}) =>
    scenario.sign(Buffer.from(body), { at, secret: 'ours', ...more });

  try {
    const genuine = sign(scenario.body);
    await verdict(WEBHOOKS.genuine, async () => genuineProblem(await read(genuine), scenario));
    await verdict(WEBHOOKS.forged, async () => {
      for (const [title, request] of forgeries(genuine, scenario)) {
        const problem = refusedProblem(await read(request));
        if (problem !== null) return `${title}: ${problem}`;
      }
      return null;
    });
    await verdict(WEBHOOKS.host, async () => {
      const forged = {
        ...genuine,
        headers: { ...genuine.headers, host: 'evil.example', 'x-forwarded-host': 'evil.example' },
      };
      const same = JSON.stringify(await read(forged)) === JSON.stringify(await read(genuine));
      return same ? null : 'it is read otherwise when the Host is another';
    });
    await verdict(WEBHOOKS.account, async () => refusedProblem(await read(sign(scenario.body, { secret: 'another' }))));
    await verdict(WEBHOOKS.old, async () => {
      if (scenario.toleranceMs === null) return null;
      for (const away of [-scenario.toleranceMs - 60_000, scenario.toleranceMs + 60_000]) {
        const problem = refusedProblem(await read(sign(scenario.body, { at: at + away })));
        if (problem !== null) return problem;
      }
      return null;
    });
    await verdict(WEBHOOKS.dedupe, async () => {
      const [first, again, other] = await Promise.all(
        [genuine, sign(scenario.body), sign(scenario.otherBody)].map(read),
      );
      const key = (reading: WebhookReading | Error | undefined) =>
        reading instanceof Error ? null : reading?.dedupeKey;
      if (!key(first)) return 'it has no dedupeKey';
      if (key(first) !== key(again)) return 'the same event has two keys';
      return key(first) === key(other) ? 'two events have one key' : null;
    });
    await verdict(WEBHOOKS.huge, async () => {
      for (const body of [
        `{"a":"${'x'.repeat(MEBIBYTE)}"}`,
        '['.repeat(100_000),
        `{"a":`.repeat(100_000),
        'null',
        '',
      ]) {
        const from = performance.now();
        const reading = await read(sign(body));
        if (performance.now() - from > 1_000) return `${body.slice(0, 5)}… took more than a second`;
        const known = ['RetryLater', 'SettingsWrong', 'RecordUnreadable', 'ConnectorBroken'];
        if (reading instanceof Error && !known.includes(reading.name))
          return `${body.slice(0, 5)}… is told as ${reading.name}`;
        if (!(reading instanceof Error) && reading.hints.length > 0) return `${body.slice(0, 5)}… gives hints`;
      }
      return null;
    });
    for (const { title, request, status, body } of scenario.handshakes ?? []) {
      await verdict(WEBHOOKS.handshake, async () => {
        const reading = await read(request);
        if (reading instanceof Error) return `${title}: ${reading.message}`;
        if (reading.reply?.status !== status)
          return `${title}: ${reading.reply?.status ?? 'no reply'} instead of ${status}`;
        return body === undefined || reading.reply.body === body ? null : `${title}: another body`;
      });
    }
  } finally {
    await opened.close();
  }
}

function genuineProblem(reading: WebhookReading | Error, { verified, expect }: WebhookScenario): string | null {
  if (reading instanceof Error) return reading.message;
  if (reading.verified !== verified) return `it is verified "${reading.verified}", expected "${verified}"`;
  const got = reading.hints.map(({ kind, id }) => `${kind} ${id}`).sort();
  const wanted = expect.map(({ kind, id }) => `${kind} ${id}`).sort();
  if (JSON.stringify(got) !== JSON.stringify(wanted))
    return `it hints at ${got.join(', ') || 'nothing'}, expected ${wanted.join(', ')}`;
  const records = (reading.records ?? []).length;
  return verified === 'weak' && records > 0 ? 'it brings records although nothing is signed' : null;
}

function refusedProblem(reading: WebhookReading | Error): string | null {
  if (reading instanceof Error) return `it throws (${reading.message}) instead of answering "no"`;
  if (reading.verified !== 'no') return `it is verified "${reading.verified}"`;
  return reading.hints.length > 0 || (reading.records ?? []).length > 0 ? 'it gives hints all the same' : null;
}

function forgeries(genuine: WebhookRequest, { signedBy, verified }: WebhookScenario): [string, WebhookRequest][] {
  const without = { ...genuine.headers };
  for (const name of signedBy) delete without[name];
  const each = signedBy.flatMap((name): [string, WebhookRequest][] => {
    const value = genuine.headers[name] ?? '';
    const with_ = (text: string) => ({ ...genuine, headers: { ...genuine.headers, [name]: text } });
    return [
      [`an empty ${name}`, with_('')],
      [`half a ${name}`, with_(value.slice(0, Math.floor(value.length / 2)))],
      [`another ${name}`, with_(otherText(value))],
    ];
  });
  const body = Buffer.from(genuine.body);
  const last = body.lastIndexOf('"');
  body[Math.max(last - 1, 0)] = body[Math.max(last - 1, 0)] === 0x31 ? 0x32 : 0x31;
  return [
    ['no signature', { ...genuine, headers: without }],
    ...each,
    // A static secret says nothing of the body.
    ...(verified === 'strong' ? [['another body', { ...genuine, body }] as [string, WebhookRequest]] : []),
  ];
}

/** The same length and alphabet, other signs. */
function otherText(text: string): string {
  const at = text.length - 4;
  const sign = text[at] === 'a' ? 'b' : 'a';
  return `${text.slice(0, at)}${sign}${text.slice(at + 1)}`;
}
