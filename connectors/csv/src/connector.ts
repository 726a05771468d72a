import { randomUUID } from 'node:crypto';
import {
  ConnectorBroken,
  type ConnectorContext,
  type Cursor,
  defineConnector,
  type Given,
  type PullOptions,
  type PullPage,
  SettingsWrong,
  type Stream,
} from '@keepwell/connector-sdk';
import { checkFolder } from './check.js';
import { FILE_FORMATS } from './columns.js';
import { CsvFolder, CUT_OFF, shortRowsSentence } from './folder.js';
import { KEPT_FIELDS } from './kept-fields.js';
import type { Position } from './rows.js';
import { hasChanged, noticesOf, type Source } from './survey.js';

interface Walk {
  v: 1;
  walk: string;
  fingerprint: string;
  rows: number;
  /** A row without a readable id was put aside, or the file ends inside a row: what this walk did not bring may still be there. */
  blind: boolean;
  position: Position;
}

const folders = new WeakMap<ConnectorContext, Promise<CsvFolder>>();

function folderOf(context: ConnectorContext): Promise<CsvFolder> {
  let folder = folders.get(context);
  if (folder === undefined) {
    folder = CsvFolder.open(context);
    folders.set(context, folder);
    // A folder that could not be opened is looked at afresh the next time; the caller is told by the promise itself.
    folder.catch(() => folders.delete(context));
  }
  return folder;
}

function toStream(source: Source): Stream {
  return {
    name: source.format.name,
    // A file without a required column brings nothing: its rows are put aside, its rules say "no data".
    kinds: source.missing.length > 0 ? [] : [source.format.kind],
    mode: 'snapshot',
    deletes: 'absence',
    merges: source.format.kind === 'patient' ? 'pointer' : 'none',
    confidence: 'verified',
    // A folder is read whole each time: the usual walk is the comparison.
    compares: source.missing.length === 0,
  };
}

async function pull(
  context: ConnectorContext,
  stream: string,
  cursor: Cursor | null,
  options: PullOptions,
): Promise<PullPage> {
  context.signal.throwIfAborted();
  const { folder, source } = await asItIsNow(context, stream);
  if (source === undefined) throw new SettingsWrong('dir', `${stream} is no longer in the folder`);
  const walk = resume(cursor, source) ?? begin(context, source);
  const page = await folder.read(source, walk.position, Math.max(1, options.limit));
  const rows = walk.rows + page.records.length + page.unreadable.length;
  const blind = walk.blind || page.unreadable.some(({ id, code }) => id === null || code === CUT_OFF);
  if (page.done) reportUnknownCells(context, folder, source);
  const next: Walk = { ...walk, rows, blind, position: page.next };
  return {
    records: page.records,
    unreadable: page.unreadable,
    nextCursor: page.done ? null : { ...next, position: { ...next.position } },
    done: page.done,
    total: page.done ? rows : expectedRows(source, next),
    watermark: null,
    ...(page.done && blind ? {} : { sweep: { walk: walk.walk } }),
  };
}

/** A folder in which this file was written anew is looked at afresh: positions in the old one mean nothing in the new. */
async function asItIsNow(context: ConnectorContext, stream: string) {
  const folder = await folderOf(context);
  const source = folder.source(stream);
  if (source === undefined || !(await hasChanged(source))) return { folder, source };
  folders.delete(context);
  const fresh = await folderOf(context);
  return { folder: fresh, source: fresh.source(stream) };
}

/** A cursor goes on only in the file it was made for; a file that has changed meanwhile is read from the start. */
function resume(cursor: Cursor | null, source: Source): Walk | null {
  if (cursor === null) return null;
  if (!isWalk(cursor))
    throw new ConnectorBroken(`The stored position of ${source.format.name} was not made by this connector`);
  return cursor.fingerprint === source.fingerprint ? cursor : null;
}

function isWalk(cursor: unknown): cursor is Walk {
  return typeof cursor === 'object' && cursor !== null && 'v' in cursor && cursor.v === 1 && 'position' in cursor;
}

function begin(context: ConnectorContext, source: Source): Walk {
  for (const notice of noticesOf(source)) context.log(notice, { file: source.fileName });
  const position = source.header?.body ?? { offset: 0, line: 1 };
  return { v: 1, walk: randomUUID(), fingerprint: source.fingerprint, rows: 0, blind: false, position };
}

function reportUnknownCells(context: ConnectorContext, folder: CsvFolder, source: Source): void {
  const count = folder.takeShortRows(source.format.kind);
  for (const says of shortRowsSentence(source, count)) context.log(says, { file: source.fileName, count });
  for (const [column, count] of folder.takeUnknownCells(source.format.kind)) {
    const cells = count === 1 ? '1 cell' : `${count} cells`;
    context.log(
      `${source.fileName}: ${cells} of ${column} cannot be read as this column's kind of value and count as unknown`,
      {
        file: source.fileName,
        column,
        count,
      },
    );
  }
}

function expectedRows(source: Source, { rows, position }: Walk): number | null {
  const start = source.header?.body.offset ?? 0;
  const read = position.offset - start;
  return read > 0 ? Math.max(rows, Math.round((rows * (source.bytes - start)) / read)) : null;
}

const GIVES = Object.fromEntries(
  FILE_FORMATS.map(({ kind }) => [
    kind,
    {
      ...{ mode: 'snapshot', deletes: 'absence', confidence: 'verified' },
      merges: kind === 'patient' ? 'pointer' : 'none',
    } satisfies Given,
  ]),
);

export const csv = defineConnector({
  id: 'csv',
  version: 1,
  name: 'CSV folder',
  description: 'A folder of CSV files, in Keepwell’s own exchange format or mapped to it.',
  settings: {
    type: 'object',
    properties: {
      dir: {
        type: 'string',
        title: 'Folder',
        description: 'The folder that holds patients.csv and its companions.',
        format: 'folder',
      },
      mapping: {
        type: 'string',
        title: 'Mapping file',
        description:
          'YAML that says which of your files and columns are which of ours; needed only for other headings.',
      },
      timezone: {
        type: 'string',
        title: 'Time zone',
        description: 'For times without offset when no location tells the zone, for example Europe/London.',
        format: 'timezone',
      },
    },
    required: ['dir'],
  },
  manifest: { waysIn: ['file'], gives: GIVES, writes: {}, throttle: null },
  keeps: KEPT_FIELDS,
  streams: async (context) => (await folderOf(context)).sources.map(toStream),
  check: checkFolder,
  pull,
  close: async (context) => {
    folders.delete(context);
  },
});
