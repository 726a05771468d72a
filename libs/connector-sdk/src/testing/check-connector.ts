import type { Connector, Stream } from '../connector.js';
import { ConnectorBroken, RecordUnreadable, RetryLater, SettingsWrong } from '../errors.js';
import { parseSettings, secretFields } from '../settings.js';
import { checkManifest } from './check-manifest.js';
import { checkMessages } from './check-messages.js';
import { checkSource } from './check-source.js';
import { checkWebhook, WEBHOOKS } from './check-webhooks.js';
import { checkWire, wireOf } from './check-wire.js';
import { checkWorld } from './check-worlds.js';
import { checkWrite } from './check-writes.js';
import type { ConnectorScenarios, ErrorScenario, KitReport } from './scenarios.js';
import { Report, type Tell } from './telling.js';
import { openTestContext, type OpenedContext } from './test-context.js';
import { throughJson } from './walk.js';

/**
 * The suite every connector must pass; needs no credentials of any vendor.
 *
 * @example
 * it('passes the conformance kit', async () => {
 *   expect((await checkConnector(acme, scenarios)).failures).toEqual([]);
 * });
 */
export async function checkConnector(connector: Connector, scenarios: ConnectorScenarios): Promise<KitReport> {
  const report = new Report(scenarios.excused ?? {});
  checkScenarios(connector, scenarios, report.in('scenarios').tell);
  checkDescription(connector, report.in(connector.id).tell);
  for (const { title, settings, field } of scenarios.wrongSettings) {
    await checkRefusal(connector, settings, field, report.in(title).tell);
  }
  const streams: Stream[] = [];
  for (const scenario of scenarios.sources) {
    streams.push(...(await checkSource(connector, scenario, report.in(scenario.title).tell)));
  }
  for (const scenario of scenarios.errors) await checkError(connector, scenario, report.in(scenario.title).tell);
  if (!report.failed) checkManifest(connector, streams, report.in(connector.id).tell);
  await checkMoving(connector, scenarios, report);
  return report.whole();
}

/** What costs more, and says little while the basics do not hold. */
async function checkMoving(connector: Connector, scenarios: ConnectorScenarios, report: Report): Promise<void> {
  const { worlds = [], wire = [], webhooks = [], messages = [], writes = [] } = scenarios;
  if (report.failed) {
    for (const { title } of [...worlds, ...wire, ...webhooks, ...messages, ...writes]) {
      report
        .in(title)
        .skip('worlds, wire, webhooks, messages and writes', 'waits until what is said above is put right');
    }
    return;
  }
  const overWire = [...wire];
  for (const world of worlds) {
    const holds = await checkWorld(connector, world, report.in(world.title));
    if (holds && world.wire !== null) overWire.push(wireOf(connector, world));
  }
  for (const scenario of overWire) await checkWire(connector, scenario, report.in(scenario.title));
  for (const scenario of webhooks) await checkWebhook(connector, scenario, report.in(scenario.title));
  for (const scenario of messages) await checkMessages(connector, scenario, report.in(scenario.title));
  for (const scenario of writes) await checkWrite(connector, scenario, report.in(scenario.title));
}

function checkScenarios(connector: Connector, scenarios: ConnectorScenarios, tell: Tell): void {
  for (const list of ['wrongSettings', 'sources', 'errors'] as const) {
    tell('no expectation is empty', scenarios[list].length > 0 ? null : `${list} is empty`);
  }
  for (const { title, expect } of scenarios.sources) {
    const some = Object.values(expect.records).some((count) => count > 0);
    tell('no expectation is empty', some ? null : `"${title}" expects no record`);
  }
  for (const { title, says } of scenarios.errors) {
    tell('no expectation is empty', says.trim() !== '' ? null : `"${title}" expects no sentence`);
  }
  for (const { title, faithful } of scenarios.worlds ?? []) {
    const some = Object.values(faithful).some((fields) => fields.length > 0);
    tell('no expectation is empty', some ? null : `"${title}" compares nothing`);
  }
  const ways: [string, boolean, unknown[] | undefined][] = [
    ['webhooks', connector.readWebhook !== undefined, scenarios.webhooks],
    ['messages', connector.readMessage !== undefined, scenarios.messages],
    ['writes', connector.write !== undefined, scenarios.writes],
  ];
  for (const [list, needed, given] of ways) {
    const lacking = needed && (given ?? []).length === 0 && scenarios.excused?.[list] === undefined;
    tell(WEBHOOKS.missing, lacking ? `the connector has them, and scenarios.${list} is empty` : null);
  }
}

function checkDescription(connector: Connector, tell: Tell): void {
  tell('its id is short and stable', /^[a-z0-9]+(-[a-z0-9]+)*$/.test(connector.id) ? null : `"${connector.id}"`);
  tell(
    'it has a version',
    Number.isInteger(connector.version) && connector.version >= 1 ? null : `${connector.version}`,
  );
  tell('S3-62 it says what it keeps', Object.keys(connector.keeps).length > 0 ? null : 'keeps is empty');
  const open = Object.entries(connector.settings.properties).filter(
    ([field, property]) => /secret|password|private_key|api_key|token$/.test(field) && !property.secret,
  );
  tell('secrets are marked', open.length === 0 ? null : open.map(([field]) => field).join(', '));
  const defaulted = secretFields(connector.settings).filter((field) => connector.settings.properties[field]?.default);
  tell('secrets have no default', defaulted.length === 0 ? null : defaulted.join(', '));
}

/** By the schema, or by the connector itself when it is first asked. */
async function checkRefusal(
  connector: Connector,
  settings: Record<string, unknown>,
  field: string,
  tell: Tell,
): Promise<void> {
  const check = 'wrong settings are refused';
  let opened: OpenedContext | null = null;
  try {
    parseSettings(connector.settings, settings);
    opened = openTestContext(connector, { settings });
    await connector.streams(opened.context);
    tell(check, 'they were accepted');
  } catch (error) {
    if (!(error instanceof SettingsWrong)) tell(check, `not as SettingsWrong but as ${nameOf(error)}`);
    else if (error.field !== field) tell(check, `the field named is ${error.field ?? 'none'}, not ${field}`);
    else tell(check, null);
  } finally {
    await opened?.close();
  }
}

const KINDS = { RetryLater, SettingsWrong, RecordUnreadable, ConnectorBroken };
const MOST_PAGES = 100;

async function checkError(connector: Connector, scenario: ErrorScenario, tell: Tell): Promise<void> {
  const opened = await scenario.open();
  const said: string[] = [];
  let thrown: unknown = null;
  let unreadable = 0;
  try {
    for (const stream of await connector.streams(opened.context)) {
      let cursor = null;
      for (let pages = 0; pages < MOST_PAGES; pages += 1) {
        const page = await connector.pull(opened.context, stream.name, cursor, { limit: 10 });
        unreadable += page.unreadable.length;
        said.push(...page.unreadable.map(({ reason, where }) => `${reason} ${where ?? ''}`));
        if (page.done) break;
        cursor = throughJson(page.nextCursor);
      }
    }
  } catch (error) {
    thrown = error;
    said.push(error instanceof Error ? error.message : String(error));
  } finally {
    await opened.close();
  }
  const check = 'each failure is one of the four errors';
  if (scenario.error === 'RecordUnreadable' && thrown === null) {
    tell(check, unreadable > 0 ? null : 'nothing was put aside');
  } else {
    tell(check, thrown instanceof KINDS[scenario.error] ? null : `${nameOf(thrown)} instead of ${scenario.error}`);
  }
  const told = said.some((sentence) => sentence.includes(scenario.says));
  tell('each failure says what is wrong', told ? null : `"${said.join(' ')}" does not say "${scenario.says}"`);
  const leaks = (scenario.neverSays ?? []).filter((word) => [...said, ...opened.logged].join(' ').includes(word));
  tell('no sentence and no log holds patient data', leaks.length === 0 ? null : `${leaks.length} of the words appear`);
}

function nameOf(error: unknown): string {
  if (error === null) return 'no error';
  return error instanceof Error ? `${error.name} (${error.message})` : 'something that is no error';
}
