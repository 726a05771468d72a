import type { Connector } from '../connector.js';
import type { WriteAnswer } from '../write-back.js';
import { Reader } from './bench.js';
import { startNastyProxy, type Fault, type NastyProxy } from './nasty-proxy.js';
import type { WriteScenario } from './scenarios.js';
import type { Telling } from './telling.js';
import type { VendorWorld } from './vendor-world.js';

export const WRITES = {
  found: 'what was written is found again, and nothing before',
  once: 'a write whose answer is lost is made once, and found',
  uncertain: 'a write that may have happened is none of the four errors',
  busy: 'a write that was refused as too early is RetryLater, and changes nothing',
} as const;

const OURS = ['RetryLater', 'SettingsWrong', 'RecordUnreadable', 'ConnectorBroken'];

/** Look, write, look again: with a good line, with an answer that gets lost, and with a vendor that is busy. */
export async function checkWrite(connector: Connector, scenario: WriteScenario, telling: Telling): Promise<void> {
  const { tell, isExcused } = telling;
  if (!isExcused(WRITES.found)) {
    tell(
      WRITES.found,
      await trial(connector, scenario, async ({ look, write, standing }) => {
        if ((await look()) !== null) return 'findWritten finds it before it is written';
        if (standing() !== 0) return 'it stands there before it is written';
        const answer = await write();
        if (answer instanceof Error) return `${answer.name}: ${answer.message}`;
        if (answer.state === 'refused') return `it is refused: ${answer.says}`;
        if (standing() !== 1) return `it stands there ${standing()} times`;
        const found = await look();
        if (found === null || found.state === 'refused') return 'findWritten does not find it afterwards';
        const other = answer.ref !== null && found.ref !== null && answer.ref !== found.ref;
        return other ? 'findWritten names another record than write did' : null;
      }),
    );
  }
  const lost: [string, Fault][] = [
    ['the answer is lost', lostAnswer],
    ['the vendor says 500 after it was done', failedAfterwards],
    ['the answer is a web page', webPageAfterwards],
  ];
  for (const [title, fault] of lost) {
    const outcome = await trial(connector, scenario, async ({ look, write, standing, proxy }) => {
      await look();
      proxy.plan(changing(fault), 1, Infinity);
      const answer = await write();
      proxy.relent();
      const told = answer instanceof Error && OURS.includes(answer.name) ? `it is told as ${answer.name}` : null;
      const sure = answer instanceof Error ? null : `it is told as ${answer.state}`;
      const found = await look();
      const twice = standing() === 1 ? null : `it stands there ${standing()} times`;
      return JSON.stringify([
        told ?? (sure === null || answer instanceof Error ? null : sure),
        twice ?? (found === null ? 'findWritten does not find it' : null),
      ]);
    });
    const [told, stands] = outcome?.startsWith('[') ? (JSON.parse(outcome) as (string | null)[]) : [outcome, outcome];
    if (!isExcused(WRITES.uncertain)) tell(WRITES.uncertain, told === null ? null : `${title}: ${told}`);
    if (!isExcused(WRITES.once)) tell(WRITES.once, stands === null ? null : `${title}: ${stands}`);
  }
  if (!isExcused(WRITES.busy)) {
    tell(
      WRITES.busy,
      await trial(connector, scenario, async ({ write, standing, proxy }) => {
        proxy.plan((response) => void response.writeHead(429, { 'retry-after': '3' }).end('{}'), 1, Infinity);
        const answer = await write();
        proxy.relent();
        if (!(answer instanceof Error) || answer.name !== 'RetryLater')
          return `it is told as ${answer instanceof Error ? answer.name : answer.state}`;
        return standing() === 0 ? null : 'it was written all the same';
      }),
    );
  }
}

interface Trial {
  proxy: NastyProxy;
  look: () => Promise<WriteAnswer | null>;
  write: () => Promise<WriteAnswer | Error>;
  standing: () => number;
}

async function trial(
  connector: Connector,
  scenario: WriteScenario,
  use: (trial: Trial) => Promise<string | null>,
): Promise<string | null> {
  const world: VendorWorld = await scenario.open();
  const proxy = await startNastyProxy(world.origin);
  try {
    const operation = scenario.prepare(world);
    const settings = Object.fromEntries(
      Object.entries(world.settings).map(([field, value]) => [
        field,
        typeof value === 'string' ? value.replaceAll(new URL(world.origin).origin, proxy.origin) : value,
      ]),
    );
    const source = { settings, origin: proxy.origin, now: () => world.now(), close: async () => undefined };
    const reader = new Reader(connector, source, { timezone: scenario.timezone });
    return await use({
      proxy,
      look: () => reader.inContext((context) => connector.findWritten!(context, operation)),
      write: () =>
        reader.inContext((context) =>
          connector.write!(context, operation).catch((error: unknown) =>
            error instanceof Error ? error : new Error(String(error)),
          ),
        ),
      standing: () => scenario.standing(world, operation),
    });
  } catch (error) {
    return `it stops with ${error instanceof Error ? `${error.name}: ${error.message}` : 'something that is no error'}`;
  } finally {
    await proxy.close();
    await world.close();
  }
}

/** Only what changes something meets the fault: a sign-in or a look before it passes. */
function changing(fault: Fault): Fault {
  return async (response, around) => {
    const { status, headers, body } =
      around.request.method === 'GET' || isSignIn(around)
        ? await around.pass()
        : { status: 0, headers: {}, body: null };
    if (body === null) return fault(response, around);
    response.writeHead(status, headers).end(body);
  };
}

function isSignIn({ request, body }: Parameters<Fault>[1]): boolean {
  return (
    /token|auth|login|session|usertoken/i.test(request.url ?? '') ||
    /^\s*\{?\s*"?query"?\s*:\s*"\s*(query\b|\{)/.test(body.toString('utf8'))
  );
}

const lostAnswer: Fault = async (response, { pass }) => {
  await pass();
  response.socket?.destroy();
};

const failedAfterwards: Fault = async (response, { pass }) => {
  await pass();
  response.writeHead(500, { 'content-type': 'application/json' }).end('{}');
};

const webPageAfterwards: Fault = async (response, { pass }) => {
  await pass();
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Gateway</html>');
};
