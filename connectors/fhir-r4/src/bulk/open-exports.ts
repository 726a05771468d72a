import type { ConnectorContext } from '@keepwell/connector-sdk';
import type { Line } from './lines.js';
import type { ExportManifest } from './manifest.js';

/** What a context holds of exports between two pages; lost with it, which costs a look at the list and a skip within the file. */
export interface OpenExport {
  manifest: { status: string; read: ExportManifest } | null;
  /** An address had run out, and the list was asked for again because of it. */
  signedAnew: boolean;
  file: { place: string; lines: AsyncGenerator<Line> } | null;
}

const opened = new WeakMap<ConnectorContext, OpenExport>();

export function openExportOf(context: ConnectorContext): OpenExport {
  let held = opened.get(context);
  if (held === undefined) opened.set(context, (held = { manifest: null, signedAnew: false, file: null }));
  return held;
}

export async function closeExport(context: ConnectorContext): Promise<void> {
  const held = opened.get(context);
  opened.delete(context);
  await held?.file?.lines.return(undefined);
}
