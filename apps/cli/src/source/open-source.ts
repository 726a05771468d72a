import { readFile } from 'node:fs/promises';
import type { Connector, ConnectorContext } from '@keepwell/connector-sdk';
import { codeOf, CommandFailed, UsageWrong } from '../failure.js';
import type { Io } from '../io.js';
import type { SourceOptions } from './source-options.js';

export interface OpenSource {
  connector: Connector;
  context: ConnectorContext;
  /** The zone that the person stated, by --timezone or as a setting (rules-decisions Q89). */
  statedZone: string | null;
  /** What the connector said while reading; each sentence once. */
  said: string[];
  close(): Promise<void>;
}

/** The connector and everything it may reach: any folder of this computer, and the network through the guarded client. */
export async function openSource(options: SourceOptions, io: Io): Promise<OpenSource> {
  const [{ CONNECTORS, findConnector }, sdk, { readEnv }, { createGuardedHttp }] = await Promise.all([
    import('@keepwell/connectors'),
    import('@keepwell/connector-sdk'),
    import('@keepwell/env'),
    import('@keepwell/outbound'),
  ]);
  const connector = findConnector(options.connector);
  if (connector === undefined) {
    const known = CONNECTORS.map(({ id }) => id).join(', ');
    throw new UsageWrong(`there is no connector "${options.connector}"; there are: ${known}`);
  }
  const statedZone = options.timezone ?? options.set['timezone'] ?? null;
  if (statedZone !== null && !sdk.isTimezone(statedZone)) {
    throw new sdk.SettingsWrong(
      'timezone',
      `"${statedZone}" is not a time zone; write it as in Europe/London or America/New_York`,
    );
  }
  const takesZone = 'timezone' in connector.settings.properties;
  const values = statedZone !== null && takesZone ? { ...options.set, timezone: statedZone } : options.set;
  const given = await readSecrets(connector, takesZone ? values : without(values, 'timezone'));
  const settings = sdk.parseSettings(connector.settings, given);
  const http = createGuardedHttp({ exceptions: readEnv(io.env).outboundExceptions });
  const said: string[] = [];
  const context: ConnectorContext = {
    settings,
    timezone: statedZone,
    http,
    folders: sdk.openFolders({ allow: 'any' }),
    now: () => io.now(),
    signal: io.signal,
    log: (message) => {
      if (!said.includes(message)) said.push(message);
    },
  };
  return {
    connector,
    context,
    statedZone,
    said,
    close: async () => {
      await connector.close?.(context);
      await http.close();
    },
  };
}

/** `--set client_secret=@FILE`: what stands on a command line is seen by others and kept in histories. */
async function readSecrets(connector: Connector, values: Record<string, string>): Promise<Record<string, string>> {
  const read: Record<string, string> = { ...values };
  for (const [key, value] of Object.entries(values)) {
    if (!connector.settings.properties[key]?.secret || !value.startsWith('@')) continue;
    try {
      read[key] = (await readFile(value.slice(1), 'utf8')).trim();
    } catch (cause) {
      throw new CommandFailed(
        `--set ${key}: the file ${value.slice(1)} cannot be read (${codeOf(cause) ?? 'unknown reason'})`,
        { cause },
      );
    }
  }
  return read;
}

function without(values: Record<string, string>, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}
