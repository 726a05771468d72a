import { open, type FileHandle } from 'node:fs/promises';
import { type ConnectorContext, SettingsWrong, type UnreadableRecord } from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord, ZoneId } from '@keepwell/domain/records';
import { ZoneClock } from './instants.js';
import { readRecord } from './map.js';
import { type CsvRow, type Position, readRows } from './rows.js';
import { Row, type ZoneFinder } from './row.js';
import { putAside } from './put-aside.js';
import { type Source, surveyFolder, type Survey } from './survey.js';
import { RowUnreadable, ZoneMissing } from './unreadable.js';

const LOOKUP_PAGE_ROWS = 2000;

export interface SourcePage {
  records: SourceRecord[];
  unreadable: UnreadableRecord[];
  next: Position;
  done: boolean;
}

/**
 * A folder as one caller sees it. Besides one page of rows it keeps only what rows of other files refer to:
 * the ids of the patients with their location, and the zones of the locations.
 */
export class CsvFolder {
  private readonly zones = new Map<string, ZoneId>();
  private readonly patients = new Map<string, string | null>();
  private readonly finder: ZoneFinder & { firstZone: ZoneId | null };
  /** Filled cells that count as unknown, by file and column, of the walk under way. */
  private readonly unknownCells = new Map<RecordKind, Map<string, number>>();

  private readonly shortRows = new Map<RecordKind, number>();

  private constructor(private readonly survey: Survey) {
    this.finder = {
      clock: new ZoneClock(),
      firstZone: null,
      zoneOf: (locationId, patientId) => this.zoneOf(locationId, patientId),
    };
  }

  static async open(context: ConnectorContext): Promise<CsvFolder> {
    const survey = await surveyFolder(context);
    const [problem] = survey.problems;
    if (problem !== undefined) throw new SettingsWrong('dir', problem);
    const folder = new CsvFolder(survey);
    await folder.learn(context, 'location');
    await folder.learn(context, 'patient');
    return folder;
  }

  get sources(): Source[] {
    return [...this.survey.sources.values()];
  }

  /** First location's zone, else the stated one. */
  get timezone(): ZoneId | null {
    return this.survey.timezone ?? this.finder.firstZone;
  }

  source(streamName: string): Source | undefined {
    return this.sources.find((source) => source.format.name === streamName);
  }

  /** Forgets and returns what was counted since the last call for this file. */
  takeUnknownCells(kind: RecordKind): Map<string, number> {
    const counted = this.unknownCells.get(kind) ?? new Map<string, number>();
    this.unknownCells.delete(kind);
    return counted;
  }

  /** Forgets and returns how many rows of this file ended before its header does, and were read as far as they go. */
  takeShortRows(kind: RecordKind): number {
    const counted = this.shortRows.get(kind) ?? 0;
    this.shortRows.delete(kind);
    return counted;
  }

  async read(source: Source, from: Position, limit: number): Promise<SourcePage> {
    if (source.header === null) return { records: [], unreadable: [], next: from, done: true };
    const file = await open(source.path, 'r');
    try {
      const width = source.header.names.length;
      const page = await readRows(file, { delimiter: source.header.delimiter, width }, from, limit);
      const records: SourceRecord[] = [];
      const unreadable: UnreadableRecord[] = [];
      for (const row of page.rows) {
        try {
          if (row.broken !== null) throw new RowUnreadable(...BROKEN[row.broken]);
          const isShort = row.cells.length < width;
          if (isShort && (await isCutOff(file, source, row))) throw new RowUnreadable(CUT_OFF, SAYS_CUT_OFF);
          records.push(this.toRecord(source, row.cells));
          if (isShort) this.shortRows.set(source.format.kind, (this.shortRows.get(source.format.kind) ?? 0) + 1);
        } catch (error) {
          if (error instanceof ZoneMissing) throw zoneSetting(source, row.line, error);
          if (!(error instanceof RowUnreadable)) throw error;
          unreadable.push(await putAside(file, source, row, error));
        }
      }
      return { records, unreadable, next: page.next, done: page.done };
    } finally {
      await file.close();
    }
  }

  private toRecord(source: Source, cells: string[]): SourceRecord {
    const { kind } = source.format;
    const width = source.header?.names.length ?? 0;
    if (cells.slice(width).some((cell) => cell.trim() !== '')) {
      throw new RowUnreadable(
        'cells_too_many',
        `the row has ${cells.length} cells and the header ${width}: is a cell with a delimiter missing its quotes?`,
      );
    }
    if (source.missing.length > 0) {
      throw new RowUnreadable(
        'column_missing',
        `the file has no column ${source.missing.join(', ')}, which every row needs`,
      );
    }
    const ownZone = kind === 'location' ? cells[source.columns.get('timezone') ?? -1]?.trim() : undefined;
    const onUnknown = (column: string) => this.countUnknown(kind, column);
    const row = new Row(source.columns, cells, this.finder, source.values, onUnknown, ownZone, source.dates);
    // Before its times: the zone of a patient who is not there cannot be known, and the row is put aside anyway.
    const patientId = source.format.kind === 'patient' ? null : row.text('patient_id');
    if (patientId !== null && !this.patients.has(patientId)) {
      throw new RowUnreadable('patient_unknown', 'patient_id names nobody of patients.csv');
    }
    try {
      return readRecord(kind, row);
    } catch (error) {
      // A row that cannot be read for another reason is put aside; only one that lacks nothing but a zone stops the run.
      if (error instanceof ZoneMissing)
        readRecord(kind, new Row(source.columns, cells, this.finder, source.values, undefined, 'UTC', source.dates));
      throw error;
    }
  }

  private zoneOf(locationId: string | null, patientId: string | null): ZoneId | null {
    const own = locationId === null ? undefined : this.zones.get(locationId);
    if (own !== undefined) return own;
    const patientLocation = patientId === null ? null : (this.patients.get(patientId) ?? null);
    const patients = patientLocation === null ? undefined : this.zones.get(patientLocation);
    if (patients !== undefined) return patients;
    const [only] = this.zones.values();
    if (this.zones.size === 1 && only !== undefined) return only;
    return this.survey.timezone;
  }

  private async learn(context: ConnectorContext, kind: 'location' | 'patient'): Promise<void> {
    const source = this.survey.sources.get(kind);
    if (!source?.header) return;
    let position = source.header.body;
    for (let done = false; !done;) {
      context.signal.throwIfAborted();
      const page = await this.read(source, position, LOOKUP_PAGE_ROWS);
      for (const record of page.records) this.remember(record);
      ({ next: position, done } = page);
    }
    // They are read again when their stream is pulled, and counted then.
    this.takeUnknownCells(kind);
    this.takeShortRows(kind);
  }

  private remember(record: SourceRecord): void {
    if (record.op !== 'upsert') return;
    if (record.kind === 'patient') this.patients.set(record.id, record.data.locationId);
    if (record.kind === 'location') {
      this.zones.set(record.id, record.data.timezone);
      this.finder.firstZone ??= record.data.timezone;
    }
  }

  private countUnknown(kind: RecordKind, column: string): void {
    let columns = this.unknownCells.get(kind);
    if (columns === undefined) this.unknownCells.set(kind, (columns = new Map()));
    columns.set(column, (columns.get(column) ?? 0) + 1);
  }
}

/** The file ends in the middle of this row: what should come after it may be missing, too. */
export const CUT_OFF = 'row_cut_off';
const SAYS_CUT_OFF =
  'the file ends inside this row, which has fewer cells than the header and no line end: was it still being written? Export it again';

async function isCutOff(file: FileHandle, source: Source, row: CsvRow): Promise<boolean> {
  if (row.end < source.bytes) return false;
  const last = Buffer.alloc(1);
  const { bytesRead } = await file.read(last, 0, 1, row.end - 1);
  return bytesRead === 1 && !['\n', '\r'].includes(last.toString('latin1'));
}

/** One sentence where rows end early, for logs and for the check. */
export function shortRowsSentence(source: Source, count: number): string[] {
  if (count === 0) return [];
  const rows = count === 1 ? '1 row ends' : `${count} rows end`;
  return [`${source.fileName}: ${rows} before the header does; what the last columns would say counts as unknown`];
}

const BROKEN: Record<'quoting' | 'too_long', [code: string, message: string]> = {
  quoting: [
    'quoting_broken',
    'a quote is opened, closed or left open where none may stand; reading goes on with the next line',
  ],
  too_long: [
    'row_too_long',
    'more than 1 MiB without an end of row: a quote is probably never closed; reading goes on with the next line',
  ],
};

function zoneSetting(source: Source, line: number, error: ZoneMissing): SettingsWrong {
  const message = `${source.fileName} line ${line}: ${error.message}; give the zone of the practice (timezone=Area/City) or a location_id that locations.csv knows`;
  return new SettingsWrong('timezone', message, { cause: error });
}
