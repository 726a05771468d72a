import type { FileHandle } from 'node:fs/promises';
import { type CsvError, type Info, parse } from 'csv-parse';
import { ChunkReader } from './chunk-reader.js';

/** A quote that is never closed would otherwise swallow the rest of the file into memory. */
const LARGEST_ROW_BYTES = 1024 * 1024;
const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

/** Where the next row begins. Lines are counted from 1, as editors do. */
export interface Position {
  offset: number;
  line: number;
}

export interface CsvRow {
  cells: string[];
  line: number;
  start: number;
  end: number;
  /** Why the row cannot be split into cells; `cells` is then empty and the row is one physical line. */
  broken: 'quoting' | 'too_long' | null;
}

export interface RowsPage {
  rows: CsvRow[];
  next: Position;
  done: boolean;
}

/**
 * Reads up to `limit` rows from a position. Bounded memory whatever the file holds.
 *
 * A row whose quoting is broken costs one physical line: parsing starts again at the next one, so a forgotten quote
 * does not take the rows after it along (it would pair with the next quote of the file, however far down).
 */
export async function readRows(
  file: FileHandle,
  format: { delimiter: string; width: number | null },
  from: Position,
  limit: number,
): Promise<RowsPage> {
  const chunks = new ChunkReader(file);
  const rows: CsvRow[] = [];
  let position = from;
  while (rows.length < limit) {
    const stretch = await parseStretch(chunks, format, position, limit - rows.length);
    for (const row of stretch.rows) rows.push(row);
    position = stretch.next;
    if (stretch.broken === null) return { rows, next: position, done: stretch.ended };
    if (rows.length >= limit) break;
    const line = await physicalLine(chunks, position);
    if (line === null) return { rows, next: position, done: true };
    rows.push({ cells: [], line: line.line, start: line.start, end: line.end, broken: stretch.broken });
    position = { offset: line.end, line: line.line + 1 };
  }
  return { rows, next: position, done: false };
}

interface Stretch {
  rows: CsvRow[];
  next: Position;
  ended: boolean;
  broken: CsvRow['broken'];
}

/** Parses rows until the limit, the end of the file, or a row that cannot be split. */
async function parseStretch(
  chunks: ChunkReader,
  { delimiter, width }: { delimiter: string; width: number | null },
  from: Position,
  limit: number,
): Promise<Stretch> {
  const taken: Stretch = { rows: [], next: from, ended: false, broken: null };
  let emptyLines = 0;
  const take = (cells: string[], info: Info & { bytes: number }) => {
    if (taken.rows.length >= limit || taken.broken !== null) return;
    const line = taken.next.line + info.empty_lines - emptyLines;
    emptyLines = info.empty_lines;
    const linesInside = lineBreaksIn(cells);
    if (linesInside > 0 && width !== null && cells.length !== width) {
      // Two broken quotes that happen to pair up: the cells between them are not what was written.
      taken.broken = 'quoting';
      return;
    }
    const end = from.offset + info.bytes;
    taken.rows.push({ cells, line, start: taken.next.offset, end, broken: null });
    taken.next = { offset: end, line: line + linesInside + 1 };
  };
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LARGEST_ROW_BYTES,
    // Rows are taken here and not from the stream's readable side, which forgets what it holds when a later row is broken.
    on_record: (cells: string[], info: Info & { bytes: number }) => {
      take(cells, info);
      return null;
    },
  });
  let failure: CsvError | null = null;
  parser.on('error', (error: CsvError) => (failure = error));
  let offset = from.offset;
  while (failure === null && taken.broken === null && taken.rows.length < limit) {
    const chunk = await chunks.from(offset);
    offset += chunk.length;
    await new Promise<void>((resolve) => {
      if (chunk.length > 0) parser.write(chunk, () => resolve());
      else parser.end(() => resolve());
    });
    if (chunk.length === 0) break;
  }
  parser.destroy();
  if (taken.rows.length < limit && taken.broken === null) {
    if (failure === null) taken.ended = true;
    else taken.broken = brokenBy(failure);
  }
  return taken;
}

function brokenBy(failure: CsvError): 'quoting' | 'too_long' {
  switch (failure.code) {
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'quoting';
    case 'CSV_MAX_RECORD_SIZE':
      return 'too_long';
    default:
      throw failure;
  }
}

function lineBreaksIn(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) {
    if (cell.includes('\n') || cell.includes('\r')) breaks += cell.match(/\r\n|\n|\r/g)?.length ?? 0;
  }
  return breaks;
}

/** The first line at or after a position that is not empty; `null` at the end of the file. */
async function physicalLine(
  chunks: ChunkReader,
  from: Position,
): Promise<{ start: number; end: number; line: number } | null> {
  let { offset, line } = from;
  let start = offset;
  let afterReturn = false;
  for (;;) {
    const chunk = await chunks.from(offset);
    if (chunk.length === 0) return offset > start ? { start, end: offset, line } : null;
    for (const [index, byte] of chunk.entries()) {
      const at = offset + index;
      if (afterReturn && byte === LINE_FEED) {
        // Second half of a Windows line end that belonged to an empty line.
        afterReturn = false;
        start = at + 1;
        continue;
      }
      afterReturn = false;
      if (byte !== LINE_FEED && byte !== CARRIAGE_RETURN) continue;
      if (at > start) return { start, end: await endAfterBreak(chunks, at, byte), line };
      start = at + 1;
      line += 1;
      afterReturn = byte === CARRIAGE_RETURN;
    }
    offset += chunk.length;
  }
}

async function endAfterBreak(chunks: ChunkReader, at: number, byte: number): Promise<number> {
  if (byte === LINE_FEED) return at + 1;
  const [next] = await chunks.from(at + 1);
  return next === LINE_FEED ? at + 2 : at + 1;
}
