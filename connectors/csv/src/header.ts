import { open } from 'node:fs/promises';
import { SettingsWrong } from '@keepwell/connector-sdk';
import { type Position, readRows } from './rows.js';

/** Longer first lines are not a header. */
const HEADER_BYTES = 64 * 1024;
const DELIMITERS = [',', ';', '\t'] as const;

export interface Header {
  names: string[];
  delimiter: string;
  /** False when the beginning of the file holds bytes that UTF-8 does not have. */
  isUtf8: boolean;
  /** Where the first row after it begins. */
  body: Position;
}

/** Reads the first row: byte-order mark, delimiter and names. `null`: the file holds no row at all. */
export async function readHeader(path: string, fileName: string): Promise<Header | null> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(buffer, 0, HEADER_BYTES, 0);
    const start = buffer.subarray(0, bytesRead);
    refuseOtherEncodings(start, fileName);
    const offset = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0;
    const delimiter = detectDelimiter(start.subarray(offset).toString('utf8'));
    const { rows, next } = await readRows(file, { delimiter, width: null }, { offset, line: 1 }, 1);
    const [row] = rows;
    if (row === undefined) return null;
    if (row.broken !== null) {
      throw new SettingsWrong(
        'dir',
        `${fileName} line ${row.line}: the header row has a quote that is not closed; nothing in this file can be read`,
      );
    }
    return { names: row.cells.map((name) => name.trim()), delimiter, isUtf8: isUtf8(start), body: next };
  } finally {
    await file.close();
  }
}

function refuseOtherEncodings(start: Buffer, fileName: string): void {
  const utf16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
  if (utf16) throw new SettingsWrong('dir', `${fileName} is UTF-16 ("Unicode text"): save it again as CSV UTF-8`);
  if (start.subarray(0, 2).toString('latin1') === 'PK') {
    throw new SettingsWrong(
      'dir',
      `${fileName} is a spreadsheet or ZIP file by its first bytes: save it again as CSV UTF-8`,
    );
  }
  if (start.includes(0))
    throw new SettingsWrong('dir', `${fileName} holds zero bytes and is not a text file: save it again as CSV UTF-8`);
}

/** The candidate that stands most often in the first line outside quotes; a comma where none does. */
function detectDelimiter(text: string): string {
  const counts = new Map<string, number>();
  let quoted = false;
  let seen = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) {
      if (seen) break;
      continue;
    } else if (!quoted) counts.set(character, (counts.get(character) ?? 0) + 1);
    seen = true;
  }
  const count = (delimiter: string) => counts.get(delimiter) ?? 0;
  return DELIMITERS.reduce<string>((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best), ',');
}

function isUtf8(start: Buffer): boolean {
  try {
    // As a stream: the sample may end inside a letter.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return true;
  } catch (error) {
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
}
