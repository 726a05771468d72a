import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Json } from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import { FILE_FORMATS, type FileFormat } from './columns.js';
import { type Header, readHeader } from './header.js';
import { FILE_WORDS, headingsFor, squeeze } from './headings.js';
import { readRows } from './rows.js';
import type { Survey } from './survey.js';
import { guessedColumns, knownWords } from './words.js';

/** Enough rows to meet every word a practice uses. */
const SAMPLED_ROWS = 5000;
/** A column with more different words than this is not a list of words. */
const MOST_WORDS = 40;

export interface Guess {
  /** What a mapping file would hold; shown to a person, who reads it through before it is used. */
  proposal: { [file: string]: Json };
  /** What could not be guessed, in sentences. */
  notes: string[];
}

interface Candidate {
  format: FileFormat;
  fileName: string;
  path: string;
  header: Header;
  /** Their heading → our column. */
  columns: Map<string, string>;
  missing: string[];
  score: number;
}

/** Proposes how the files of a folder could be read as ours, from file names, headings and words. */
export async function guessMapping(survey: Survey): Promise<Guess> {
  const wanted = FILE_FORMATS.filter(({ kind }) => (survey.sources.get(kind)?.missing.length ?? 1) > 0);
  const incomplete = [...survey.sources.values()]
    .filter((source) => source.missing.length > 0)
    .map((source) => source.fileName);
  const candidates: Candidate[] = [];
  const notes: string[] = [];
  for (const fileName of [...survey.otherFiles, ...incomplete]) {
    const filePath = path.join(survey.dir, fileName);
    const header = await readHeader(filePath, fileName);
    if (header === null) continue;
    for (const format of wanted) candidates.push(matchHeadings(format, fileName, filePath, header));
  }
  const proposal: Guess['proposal'] = {};
  for (const candidate of choose(candidates)) {
    const key = candidate.format.name.replace('.csv', '');
    const values = await guessWords(candidate, notes);
    proposal[key] = {
      file: candidate.fileName,
      columns: Object.fromEntries(candidate.columns),
      ...(values === null ? {} : { values }),
    };
    if (candidate.missing.length > 0) {
      notes.push(
        `${candidate.fileName} looks like ${candidate.format.name}, and nothing in it looks like ${candidate.missing.join(', ')}: add the line yourself`,
      );
    }
  }
  return { proposal, notes };
}

function matchHeadings(format: FileFormat, fileName: string, filePath: string, header: Header): Candidate {
  const columns = new Map<string, string>();
  const free = new Map(header.names.filter(Boolean).map((name) => [squeeze(name), name]));
  const wanted = headingsFor(format.kind);
  // A column's likeliest heading wins before any column takes its second choice.
  const deepest = Math.max(...[...wanted.values()].map((headings) => headings.length));
  for (let choice = 0; choice < deepest; choice++) {
    for (const [column, headings] of wanted) {
      const heading = headings[choice];
      const name = heading === undefined ? undefined : free.get(heading);
      if (heading === undefined || name === undefined || [...columns.values()].includes(column)) continue;
      columns.set(name, column);
      free.delete(heading);
    }
  }
  const found = new Set(columns.values());
  const missing = format.required.filter((column) => !found.has(column));
  const named = squeeze(fileName.replace(/\.[^.]*$/, ''));
  const bestWord = FILE_WORDS[format.kind].some((word) => named.includes(word)) ? 6 : 0;
  const score = bestWord + found.size + (missing.length === 0 ? 4 : -3 * missing.length);
  return { format, fileName, path: filePath, header, columns, missing, score };
}

/** The best pairing first; each file is one kind and each kind one file. Weak likenesses are left out: no guess is honest, too. */
function choose(candidates: Candidate[]): Candidate[] {
  const chosen = new Map<RecordKind, Candidate>();
  const files = new Set<string>();
  for (const candidate of candidates.sort((a, b) => b.score - a.score)) {
    const named = FILE_WORDS[candidate.format.kind].some((word) => squeeze(candidate.fileName).includes(word));
    const convincing = named
      ? candidate.columns.size >= 2
      : candidate.missing.length === 0 && candidate.columns.size >= 4;
    if (!convincing || chosen.has(candidate.format.kind) || files.has(candidate.fileName)) continue;
    chosen.set(candidate.format.kind, candidate);
    files.add(candidate.fileName);
  }
  return FILE_FORMATS.flatMap(({ kind }) => chosen.get(kind) ?? []);
}

/** Their words for our lists, read from the rows: `{ status: { 'Did not arrive': 'no_show' } }`. */
async function guessWords(candidate: Candidate, notes: string[]): Promise<{ [column: string]: Json } | null> {
  const heard = await wordsHeard(candidate);
  const values: { [column: string]: Json } = {};
  for (const [column, words] of heard) {
    const known = knownWords(candidate.format.kind, column);
    const table: { [word: string]: string } = {};
    const strange: string[] = [];
    for (const word of words) {
      const ours = known?.get(squeeze(word));
      if (ours === undefined) strange.push(word);
      else if (ours !== word) table[word] = ours;
    }
    if (Object.keys(table).length > 0) values[column] = table;
    if (strange.length > 0) {
      notes.push(
        `${candidate.fileName}: ${column} also holds ${strange.map((word) => `"${word}"`).join(', ')}; say what each means`,
      );
    }
  }
  return Object.keys(values).length > 0 ? values : null;
}

async function wordsHeard({ format, path: filePath, header, columns }: Candidate): Promise<Map<string, string[]>> {
  const listed = new Set(guessedColumns(format.kind));
  const places = [...columns].flatMap(([name, column]) =>
    listed.has(column) ? [{ column, index: header.names.indexOf(name) }] : [],
  );
  const heard = new Map(places.map(({ column }) => [column, new Set<string>()]));
  const file = await open(filePath, 'r');
  try {
    const { rows } = await readRows(
      file,
      { delimiter: header.delimiter, width: header.names.length },
      header.body,
      SAMPLED_ROWS,
    );
    for (const { cells } of rows) {
      for (const { column, index } of places) {
        const word = cells[index]?.trim();
        if (word) heard.get(column)?.add(word);
      }
    }
  } finally {
    await file.close();
  }
  // Free text is not a list: naming its cells would show what patients wrote.
  return new Map(
    [...heard].filter(([, words]) => words.size <= MOST_WORDS).map(([column, words]) => [column, [...words].sort()]),
  );
}
