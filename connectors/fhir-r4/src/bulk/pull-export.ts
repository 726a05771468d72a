import { ConnectorBroken, type ConnectorContext, type Cursor, type PullPage } from '@keepwell/connector-sdk';
import type { MappedResource } from '../map.js';
import type { ServerSource } from '../pull-server.js';
import type { TokenSource } from '../token.js';
import { withoutRepeatedServices } from '../joined.js';
import { OVERLAP_MS } from '../steps.js';
import type { ExportDesk } from './ask.js';
import { readManifest, type ExportManifest } from './manifest.js';
import { openExportOf } from './open-exports.js';
import { exportCursor, NOWHERE, type ExportPosition, type ExportWalk, type Reading } from './position.js';
import { readSome } from './read-some.js';
import type { BulkSettings } from './settings.js';

export const EXPORT = 'Export';

export interface BulkSource extends ServerSource {
  base: string;
  bulk: BulkSettings;
  desk: ExportDesk;
  tokens: TokenSource | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An export that takes longer than this does not come any more. */
export const LONGEST_MS = DAY_MS;
/** Where the server does not say when to ask again: 15 s, doubled, up to ten minutes. */
const FIRST_LOOK_MS = 15_000;
const LONGEST_LOOK_MS = 10 * 60_000;
/** Exports that come to nothing, one after the other: then it is left alone for an hour. */
const MOST_IN_VAIN = 3;
const REST_MS = HOUR_MS;

/** One page of the export: it is asked for, waited for without waiting, and read file by file. */
export async function pullExport(
  context: ConnectorContext,
  source: BulkSource,
  cursor: Cursor | null,
  limit: number,
): Promise<PullPage> {
  const position = exportCursor.read(cursor) ?? NOWHERE;
  const { walk } = position;
  if (walk === null) return kickOff(context, source, position);
  if (walk.reading === null) return lookAt(context, source, position, walk, limit);
  return readOn(context, source, position, walk, limit);
}

async function kickOff(context: ConnectorContext, source: BulkSource, position: ExportPosition): Promise<PullPage> {
  const now = context.now();
  if (position.gaveUpAt !== null && now - position.gaveUpAt < REST_MS && now >= position.gaveUpAt) {
    throw new ConnectorBroken(
      position.vain >= MOST_IN_VAIN
        ? `The server prepared ${position.vain} exports that came to nothing; another one is asked for after an hour.`
        : 'The export was not ready after 24 hours and was given up; another one is asked for after an hour.',
    );
  }
  const restMs = source.bulk.hours * HOUR_MS;
  if (position.askedAt !== null && now - position.askedAt < restMs && now >= position.askedAt && position.vain === 0) {
    return { ...nothing(position), done: true };
  }
  const due = position.fullAt === null || now - position.fullAt >= source.settings.fullReadDays * DAY_MS;
  const full = due || position.since === null;
  const { status, afterMs } = await source.desk.kickOff(full ? null : position.since! - OVERLAP_MS);
  context.log('An export was asked for', { full });
  const walk: ExportWalk = {
    ...{ id: `${EXPORT} ${new Date(now).toISOString()}`, startedAt: now, full, status },
    ...{ askAt: now + (afterMs ?? 0), asked: 0, reading: null },
  };
  return nothing({ ...position, gaveUpAt: null, askedAt: now, walk });
}

async function lookAt(
  context: ConnectorContext,
  source: BulkSource,
  position: ExportPosition,
  walk: ExportWalk,
  limit: number,
): Promise<PullPage> {
  const now = context.now();
  // Never more often than the server likes, however often we are asked.
  if (now < walk.askAt) {
    return { ...nothing(position), waits: { says: 'The server prepares the export.', afterMs: walk.askAt - now } };
  }
  const state = await source.desk.stateOf(walk.status);
  if (state.is === 'lost') return inVain(context, position, walk, state.because);
  if (state.is === 'preparing') {
    if (now - walk.startedAt > LONGEST_MS) {
      await source.desk.forget(walk.status);
      return nothing({ ...position, walk: null, gaveUpAt: now });
    }
    const afterMs = state.afterMs ?? Math.min(FIRST_LOOK_MS * 2 ** walk.asked, LONGEST_LOOK_MS);
    const says = `The server prepares the export${state.progress === null ? '' : ` (${state.progress})`}.`;
    const waiting: ExportWalk = { ...walk, asked: walk.asked + 1, askAt: now + afterMs };
    return { ...nothing({ ...position, walk: waiting }), waits: { says, afterMs } };
  }
  const manifest = readManifest(state.manifest, source.bulk, source.base);
  openExportOf(context).manifest = { status: walk.status, read: manifest };
  return readOn(context, source, position, { ...walk, reading: begin(manifest) }, limit);
}

async function readOn(
  context: ConnectorContext,
  source: BulkSource,
  position: ExportPosition,
  given: ExportWalk,
  limit: number,
): Promise<PullPage> {
  const manifest = await manifestOf(context, source, given);
  if (manifest === 'forgotten' || manifest === 'failed') return inVain(context, position, given, manifest);
  // Another list than the one that was being read: what was handed over already comes once more and changes nothing.
  const reading = given.reading?.mark === manifest.mark ? given.reading : begin(manifest);
  const walk = { ...given, reading };
  const some = await readSome(context, source, walk, manifest, Math.max(limit, 1));
  if (some.is === 'forgotten') return inVain(context, position, walk, 'forgotten');
  const after: ExportWalk = { ...walk, reading: some.reading };
  const page = pageOf(source, manifest, walk, some.mapped);
  if (some.reading.file < manifest.files.length) {
    const next = { ...page, nextCursor: exportCursor.write({ ...position, walk: after }), done: false };
    return some.breaksOff === null ? next : { ...next, waits: some.breaksOff };
  }
  await source.desk.forget(walk.status);
  openExportOf(context).manifest = null;
  source.brought.delete(walk.id);
  return { ...page, ...finished(context, position, walk, some.reading) };
}

/** What a whole export proves: up to when everything has been read. One that lacks something proves nothing. */
function finished(
  context: ConnectorContext,
  position: ExportPosition,
  walk: ExportWalk,
  { lacks, transactionTime }: Reading,
): Pick<PullPage, 'nextCursor' | 'done' | 'watermark'> {
  if (lacks) {
    context.log('The export lacked something: the next one begins where it did', { full: walk.full });
    return { nextCursor: exportCursor.write({ ...position, walk: null, vain: 0 }), done: true };
  }
  const fullAt = walk.full ? walk.startedAt : position.fullAt;
  const after: ExportPosition = {
    ...position,
    since: Math.min(transactionTime, context.now()),
    fullAt,
    vain: 0,
    walk: null,
  };
  return { nextCursor: exportCursor.write(after), done: true, watermark: transactionTime - OVERLAP_MS };
}

function pageOf(
  source: BulkSource,
  manifest: ExportManifest,
  walk: ExportWalk,
  mapped: MappedResource,
): Omit<PullPage, 'nextCursor' | 'done'> {
  const counts = manifest.files.map(({ count }) => count);
  const told = counts.every((count) => count !== null) ? counts.reduce<number>((sum, count) => sum + count, 0) : null;
  const brought = source.bulk.courses.filter(({ types }) =>
    manifest.files.some(({ type }) => type !== null && types.includes(type)),
  );
  const kinds = [...new Set(brought.flatMap(({ complete }) => complete))];
  return {
    records: withoutRepeatedServices(mapped.records),
    unreadable: mapped.unreadable,
    ignored: mapped.ignored,
    total: told,
    // A type without a file is one that the server may not export: of it nothing is known.
    ...(walk.full && kinds.length > 0 ? { sweep: { walk: walk.id, kinds } } : {}),
  };
}

async function manifestOf(
  context: ConnectorContext,
  source: BulkSource,
  walk: ExportWalk,
): Promise<ExportManifest | 'forgotten' | 'failed'> {
  const held = openExportOf(context);
  if (held.manifest?.status === walk.status) return held.manifest.read;
  const state = await source.desk.stateOf(walk.status);
  if (state.is === 'lost') return state.because;
  if (state.is === 'preparing') {
    throw new ConnectorBroken('The server prepares an export again that it had finished.');
  }
  const read = readManifest(state.manifest, source.bulk, source.base);
  held.manifest = { status: walk.status, read };
  return read;
}

/** An export that came to nothing: another one is asked for, and after three of them none for a while. */
function inVain(
  context: ConnectorContext,
  position: ExportPosition,
  walk: ExportWalk,
  because: 'forgotten' | 'failed',
): PullPage {
  openExportOf(context).manifest = null;
  context.log('An export came to nothing', { because, full: walk.full, again: position.vain + 1 });
  const vain = position.vain + 1;
  const gaveUpAt = vain % MOST_IN_VAIN === 0 ? context.now() : null;
  return nothing({ ...position, walk: null, vain, gaveUpAt });
}

function begin({ mark, transactionTime }: ExportManifest): Reading {
  return { mark, transactionTime, file: 0, byte: 0, lines: 0, breaks: 0, lacks: false };
}

function nothing(position: ExportPosition): PullPage {
  return { records: [], unreadable: [], ignored: 0, nextCursor: exportCursor.write(position), done: false };
}
