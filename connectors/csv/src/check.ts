import {
  type CheckResult,
  type ConnectorContext,
  missingParts,
  SettingsWrong,
  type UnreadableRecord,
} from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import { CsvFolder, shortRowsSentence } from './folder.js';
import { guessMapping } from './guess.js';
import { noticesOf, type Source, type Survey, surveyFolder } from './survey.js';

const PAGE_ROWS = 5000;

/** Reads the whole folder once, keeping nothing: what is there, what cannot be read, what the rules will miss. */
export async function checkFolder(context: ConnectorContext): Promise<CheckResult> {
  const result: CheckResult = {
    ok: true,
    sourceName: null,
    timezone: null,
    problems: [],
    missing: [],
    counts: {},
    notes: [],
  };
  let survey: Survey;
  try {
    survey = await surveyFolder(context);
  } catch (error) {
    if (!(error instanceof SettingsWrong)) throw error;
    return { ...result, ok: false, problems: [error.message] };
  }
  const sources = [...survey.sources.values()];
  result.notes.push(...sources.flatMap(noticesOf));
  await propose(survey, result);
  if (survey.problems.length > 0) return { ...result, ok: false, problems: survey.problems };
  result.missing = missingOf(survey);
  try {
    const folder = await CsvFolder.open(context);
    result.timezone = folder.timezone;
    for (const source of folder.sources) await readThrough(context, folder, source, result);
  } catch (error) {
    if (!(error instanceof SettingsWrong)) throw error;
    return { ...result, ok: false, problems: [error.message] };
  }
  return result;
}

async function propose(survey: Survey, result: CheckResult): Promise<void> {
  const guess = await guessMapping(survey);
  result.notes.push(...guess.notes);
  if (Object.keys(guess.proposal).length > 0) result.proposal = guess.proposal;
  const named = new Set(Object.values(guess.proposal).flatMap((entry) => fileOf(entry)));
  const unread = survey.otherFiles.filter((file) => !named.has(file));
  if (unread.length > 0) result.notes.push(`not part of the format and not read: ${unread.join(', ')}`);
}

function fileOf(entry: unknown): string[] {
  return typeof entry === 'object' && entry !== null && 'file' in entry ? [String(entry.file)] : [];
}

/** S2-29: booking, payments and client data, or exactly what is missing. */
function missingOf({ sources }: Survey): CheckResult['missing'] {
  const missing = missingParts(
    [...sources.values()].flatMap(({ format, missing: lacking }) => (lacking.length > 0 ? [] : [format.kind])),
  );
  const patients = sources.get('patient')?.columns;
  if (!patients?.has('phone') && !patients?.has('email')) {
    const says =
      'patients.csv has neither phone nor email: people can be found off-track, and nobody can be contacted.';
    missing.push({ part: 'client_data', says });
  }
  return missing;
}

async function readThrough(
  context: ConnectorContext,
  folder: CsvFolder,
  source: Source,
  result: CheckResult,
): Promise<void> {
  const reasons = new Map<string, { count: number; first: UnreadableRecord }>();
  let position = source.header?.body ?? { offset: 0, line: 1 };
  let count = 0;
  for (let done = false; !done;) {
    context.signal.throwIfAborted();
    const page = await folder.read(source, position, PAGE_ROWS);
    count += page.records.length;
    for (const row of page.unreadable) {
      const seen = reasons.get(row.code);
      if (seen === undefined) reasons.set(row.code, { count: 1, first: row });
      else seen.count += 1;
    }
    ({ next: position, done } = page);
  }
  result.notes.push(...shortRowsSentence(source, folder.takeShortRows(source.format.kind)));
  result.counts = addCount(result.counts, source.format.kind, count);
  for (const { count: rows, first } of reasons.values()) {
    result.notes.push(
      `${rows} ${rows === 1 ? 'row' : 'rows'} of ${source.fileName} put aside; the first: ${first.reason}`,
    );
  }
  for (const [column, cells] of folder.takeUnknownCells(source.format.kind)) {
    result.notes.push(
      `${source.fileName}: ${cells} ${cells === 1 ? 'cell' : 'cells'} of ${column} cannot be read as this column's kind of value and count as unknown`,
    );
  }
}

const addCount = (counts: CheckResult['counts'], kind: RecordKind, count: number): CheckResult['counts'] => ({
  ...counts,
  [kind]: count,
});
