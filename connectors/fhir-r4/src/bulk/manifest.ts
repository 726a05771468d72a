import { createHash } from 'node:crypto';
import { ConnectorBroken } from '@keepwell/connector-sdk';
import { flag, isElement, many, number, text } from '../element.js';
import type { BulkSettings } from './settings.js';

export interface ExportFile {
  /** `error`: what the server could not export. `deleted`: what is no longer there. Else the type of the resources. */
  what: 'error' | 'deleted' | 'output';
  type: string | null;
  url: string;
  /** How many lines it holds, where the server says so. */
  count: number | null;
  /** For people: `Patient, file 2`. */
  name: string;
}

export interface ExportManifest {
  /** The server's time: everything written before is in it. */
  transactionTime: number;
  requiresAccessToken: boolean;
  /** In the order in which they are read: what failed, what is gone, then the types in ours. */
  files: ExportFile[];
  /** Files of types that were not asked for. */
  others: number;
  mark: string;
}

export function readManifest(body: unknown, { types, hosts }: BulkSettings, base: string): ExportManifest {
  const told = isElement(body) ? text(body, 'transactionTime') : null;
  const transactionTime = Date.parse(told ?? '');
  if (!isElement(body) || Number.isNaN(transactionTime)) {
    throw new ConnectorBroken('The server says that the export is ready and gives no list of its files.');
  }
  if (many(body, 'link').some((link) => text(link, 'relation') === 'next')) {
    throw new ConnectorBroken('The server gives the list of the export in parts although it was not asked to.');
  }
  const allowed = new Set([new URL(base).origin, ...hosts]);
  const filesOf = (what: ExportFile['what']) =>
    many(body, what).map((entry): ExportFile => {
      const type = what === 'output' ? text(entry, 'type') : null;
      const url = allowedAddress(text(entry, 'url'), base, allowed);
      return { what, type, url, count: number(entry, 'count'), name: '' };
    });
  const output = filesOf('output');
  const ours = types.flatMap((type) => output.filter((file) => file.type === type));
  const files = named([...filesOf('error'), ...filesOf('deleted'), ...ours]);
  return {
    transactionTime,
    requiresAccessToken: flag(body, 'requiresAccessToken') ?? false,
    files,
    others: output.length - ours.length,
    // Without queries: those of files may be signed anew each time they are told.
    mark: markOf([
      transactionTime,
      ...files.map(({ what, type, url, count }) => [what, type, url.replace(/\?.*$/, ''), count]),
    ]),
  };
}

/**
 * Files may lie on another server than the one that was asked, but only where somebody has said so: whoever can write a list could otherwise
 * have us call any address, with our token.
 */
function allowedAddress(said: string | null, base: string, allowed: ReadonlySet<string>): string {
  const url = said !== null && URL.canParse(said, `${base}/`) ? new URL(said, `${base}/`) : null;
  if (url === null || url.username || url.password) {
    throw new ConnectorBroken('The list of the export names a file without an address.');
  }
  if (!allowed.has(url.origin)) {
    throw new ConnectorBroken(
      `A file of the export lies on ${url.origin}, which is not this server: if the vendor keeps files there, name it in bulk_hosts.`,
    );
  }
  return url.href;
}

function named(files: ExportFile[]): ExportFile[] {
  const seen = new Map<string, number>();
  return files.map((file) => {
    const kind = file.type ?? file.what;
    const number_ = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, number_);
    return { ...file, name: `${kind}, file ${number_}` };
  });
}

function markOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);
}
