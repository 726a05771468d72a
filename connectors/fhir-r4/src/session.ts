import type { ConnectorContext } from '@keepwell/connector-sdk';
import { readCapability } from './capability.js';
import { indexFolder } from './folder-index.js';
import { appointmentStatuses } from './map/appointment.js';
import type { Mapping } from './map/mapping.js';
import type { FolderSource } from './pull-folder.js';
import type { ServerSource } from './pull-server.js';
import { locateBelow } from './references.js';
import { fhirServer } from './server.js';
import { fhirSettings, type FhirSettings } from './settings.js';

export type Source = ({ from: 'server' } & ServerSource) | ({ from: 'folder' } & FolderSource);

/** What a context has opened: token, capabilities, index of a folder. Dropped by `closeSource`, or with the context. */
const sessions = new WeakMap<ConnectorContext, Promise<Source>>();

export function sourceOf(context: ConnectorContext): Promise<Source> {
  let source = sessions.get(context);
  if (source === undefined) {
    source = openSource(context);
    sessions.set(context, source);
    // A failure is not remembered: the next call tries again.
    source.catch(() => sessions.delete(context));
  }
  return source;
}

export async function closeSource(context: ConnectorContext): Promise<void> {
  const pending = sessions.get(context);
  sessions.delete(context);
  if (pending === undefined) return;
  const source = await pending;
  if (source.from === 'folder') {
    for (const open of source.open.values()) await open.rest.return(undefined);
    source.open.clear();
  }
}

async function openSource(context: ConnectorContext): Promise<Source> {
  const settings = fhirSettings(context);
  const known = {
    zone: settings.zone,
    specialty: settings.specialty,
    statuses: appointmentStatuses(context.statusMap),
  };
  return settings.dir === null ? openServer(context, settings, known) : openFolder(context, settings.dir, known);
}

async function openServer(
  context: ConnectorContext,
  settings: FhirSettings,
  known: Omit<Mapping, 'locate'>,
): Promise<Source> {
  const base = settings.url ?? '';
  const server = fhirServer(context, base, settings);
  const capability = readCapability(await server.capability());
  return {
    from: 'server',
    server,
    capability,
    settings,
    mapping: { ...known, locate: locateBelow(base) },
    brought: new Map(),
    memories: new Map(),
  };
}

async function openFolder(context: ConnectorContext, dir: string, known: Omit<Mapping, 'locate'>): Promise<Source> {
  const folder = await context.folders.resolve('dir', dir);
  const index = await indexFolder(folder, known, context.signal);
  return { from: 'folder', index, mapping: { ...known, locate: index.locate }, open: new Map() };
}
