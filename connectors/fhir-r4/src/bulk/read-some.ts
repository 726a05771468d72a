import { RetryLater, type ConnectorContext, type PullPage } from '@keepwell/connector-sdk';
import { errorOfAnswer, errorOfSilence } from '../failures.js';
import { together } from '../joined.js';
import type { MappedResource } from '../map.js';
import { openLines, type Line } from './lines.js';
import { mapLines, type ReadLine } from './map-lines.js';
import type { ExportFile, ExportManifest } from './manifest.js';
import { openExportOf } from './open-exports.js';
import type { ExportWalk, Reading } from './position.js';
import type { BulkSource } from './pull-export.js';

export type Some =
  | { is: 'read'; mapped: MappedResource; reading: Reading; breaksOff: PullPage['waits'] | null }
  /** The server no longer has the file. */
  | { is: 'forgotten' };

/** A page ends after so long or so much, however few lines it has by then (safety V-01). */
const PAGE_MS = 20_000;
const PAGE_BYTES = 8 * 1024 * 1024;
/** A file that breaks off at the same byte again and again is cut off. */
const MOST_BREAKS = 3;
const AFTER_BREAK_MS = 30_000;

/** Reads on in the files of an export until a page is full; where it stands then is proven by what was handed over, never ahead of it. */
export async function readSome(
  context: ConnectorContext,
  source: BulkSource,
  walk: ExportWalk & { reading: Reading },
  manifest: ExportManifest,
  limit: number,
): Promise<Some> {
  const from = performance.now();
  const reading = { ...walk.reading };
  const made: MappedResource[] = [];
  let wanted = limit;
  let bytes = 0;
  while (
    reading.file < manifest.files.length &&
    wanted > 0 &&
    bytes < PAGE_BYTES &&
    performance.now() - from < PAGE_MS
  ) {
    const file = manifest.files[reading.file]!;
    const lines = await linesAt(context, source, manifest, file, reading);
    if (lines === 'forgotten') return { is: 'forgotten' };
    const taken = await take(context, lines, { wanted, until: from + PAGE_MS, bytes: PAGE_BYTES - bytes }, reading);
    bytes += taken.byte - reading.byte;
    wanted -= taken.lines.length;
    if (taken.lines.length > 0) made.push(await mapLines(context, source, { walk, manifest, file }, taken.lines));
    if (taken.byte > reading.byte) reading.breaks = 0;
    Object.assign(reading, { byte: taken.byte, lines: taken.read });
    if (taken.ended === 'not yet') {
      openExportOf(context).file = { place: placeOf(reading), lines };
      continue;
    }
    if (taken.ended === 'broken off') {
      reading.breaks += 1;
      if (reading.breaks < MOST_BREAKS) {
        const says = `${file.name} of the export ended in the middle of a line; it is read on from there.`;
        return { is: 'read', mapped: together(made), reading, breaksOff: { says, afterMs: AFTER_BREAK_MS } };
      }
      made.push(cutOff(file, reading, taken.rest));
      reading.lacks = true;
    } else if (file.count !== null && reading.lines < file.count) {
      made.push(tooFew(file, reading.lines, file.count));
      reading.lacks = true;
    }
    Object.assign(reading, { file: reading.file + 1, byte: 0, lines: 0, breaks: 0 });
  }
  return { is: 'read', mapped: together(made), reading, breaksOff: null };
}

interface Taken {
  lines: ReadLine[];
  byte: number;
  /** Lines with something in them, of the whole file. */
  read: number;
  ended: 'not yet' | 'well' | 'broken off';
  /** Of a file that broke off: what stood in its last, unfinished line. */
  rest: string | null;
}

async function take(
  context: ConnectorContext,
  lines: AsyncGenerator<Line>,
  most: { wanted: number; until: number; bytes: number },
  reading: Reading,
): Promise<Taken> {
  const taken: Taken = { lines: [], byte: reading.byte, read: reading.lines, ended: 'not yet', rest: null };
  while (taken.lines.length < most.wanted && performance.now() < most.until && taken.byte - reading.byte < most.bytes) {
    context.signal.throwIfAborted();
    let next: IteratorResult<Line>;
    try {
      next = await lines.next();
    } catch (error) {
      context.signal.throwIfAborted();
      const told = errorOfSilence(error, 'file of the export');
      if (!(told instanceof RetryLater)) throw told;
      return { ...taken, ended: 'broken off' };
    }
    if (next.done) return { ...taken, ended: 'well' };
    const { text, end, last, tooLarge } = next.value;
    // A last line without a line break is whole when it can be read.
    if (last && !tooLarge && !isJson(text)) return { ...taken, ended: 'broken off', rest: text };
    taken.byte = end;
    if (text.trim() === '' && !tooLarge) continue;
    taken.read += 1;
    taken.lines.push({ number: taken.read, text, tooLarge });
  }
  return taken;
}

/** The open file where it stands at this place, else the file opened anew at that byte. */
async function linesAt(
  context: ConnectorContext,
  source: BulkSource,
  manifest: ExportManifest,
  file: ExportFile,
  reading: Reading,
): Promise<AsyncGenerator<Line> | 'forgotten'> {
  const held = openExportOf(context);
  const open = held.file;
  held.file = null;
  if (open?.place === placeOf(reading)) return open.lines;
  await open?.lines.return(undefined);
  for (let attempt = 1; ; attempt += 1) {
    const token = manifest.requiresAccessToken ? ((await source.tokens?.token()) ?? null) : null;
    const answer = await openLines(context, file.url, reading.byte, token).catch((error: unknown) => {
      context.signal.throwIfAborted();
      throw errorOfSilence(error, 'file of the export');
    });
    if ('lines' in answer) {
      held.signedAnew = false;
      return answer.lines;
    }
    if (answer.status === 401 && token !== null && attempt === 1) {
      source.tokens?.drop(token);
      continue;
    }
    // Nothing stands behind the last byte that was read.
    if (answer.status === 416 && reading.byte > 0) return none();
    // An address that was signed for a while answers 403 when that is over: the list gives it anew.
    if (answer.status === 403 && token === null && !held.signedAnew) {
      held.signedAnew = true;
      held.manifest = null;
      throw new RetryLater('An address of a file of the export has run out; the list is asked for again.');
    }
    if (answer.status === 404 || answer.status === 410) return 'forgotten';
    const { status, retryAfter } = answer;
    throw errorOfAnswer({ status, retryAfter, body: null }, 'file of the export', context.now());
  }
}

async function* none(): AsyncGenerator<Line> {
  // No line.
}

function placeOf({ mark, file, byte }: Reading): string {
  return `${mark} ${file} ${byte}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return text.trim() === '';
    throw error;
  }
}

function cutOff(file: ExportFile, reading: Reading, rest: string | null): MappedResource {
  const reason = `${file.name} of the export breaks off after ${reading.lines} lines, however often it is read: the next export begins where this one did.`;
  const where = `${file.name}, line ${reading.lines + 1}`;
  return {
    records: [],
    unreadable: [{ kind: null, id: null, code: 'file_truncated', reason, where, raw: rest }],
    ignored: 0,
  };
}

function tooFew({ name }: ExportFile, lines: number, count: number): MappedResource {
  const reason = `${name} of the export holds ${lines} lines where the server told of ${count}: the next export begins where this one did.`;
  return {
    records: [],
    unreadable: [{ kind: null, id: null, code: 'count_differs', reason, where: name, raw: null }],
    ignored: 0,
  };
}
