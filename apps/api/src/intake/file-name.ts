import { Problem } from '../http/problem.js';

const LONGEST = 120;
const READABLE = /\.(csv|tsv|txt|json|ndjson|yaml|yml)$/i;

/** The name a file is kept under: letters, digits, dot, dash and underscore. Throws a sentence for what is no plain name. */
export function fileName(given: string): string {
  const name = given.normalize('NFC').trim();
  if (name === '') throw new Problem('file_refused', 'Say what the file is called: ?name=patients.csv.');
  // Not cut off but refused: whoever sends a path means another place than ours.
  if (/[/\\]/.test(name) || name.includes('\u0000') || name.startsWith('.') || name.includes('..'))
    throw new Problem('file_refused', 'A file name holds no folders: send patients.csv, not a path to it.');
  if (/\.(zip|gz|tgz|7z|rar|bz2|xz)$/i.test(name))
    throw new Problem('file_refused', 'The file is packed; unpack it and upload what is in it.');
  if (!READABLE.test(name))
    throw new Problem('file_refused', 'Send a CSV, JSON or NDJSON file, with an ending that says which.');
  const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, '_');
  if (plain.length > LONGEST) throw new Problem('file_refused', `A file name has ${LONGEST} characters at most.`);
  return plain;
}
