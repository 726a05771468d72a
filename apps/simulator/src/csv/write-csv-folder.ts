import { RECORD_KINDS, type Instant, type RecordKind } from '@keepwell/domain/records';
import type { Practice } from '../simulate-practice.js';
import { settingRecords } from '../simulate-practice.js';
import { Contacts } from '../persuasion.js';
import { truthEvents } from '../truth-events.js';
import { truthAt, type TruthAt } from '../truth.js';
import type { RecordHistory } from '../world.js';
import { cellsOf, csvFileOf } from './columns.js';
import { Dirt } from './dirt.js';
import { CsvSink, prepareFolder, TextFile } from './folder.js';

export interface CsvFolderReport {
  patients: number;
  offTrack: number;
  /** Data rows per file, unreadable ones included. */
  rows: Record<string, number>;
  /** Rows per file that a reader has to quarantine. */
  unreadable: Record<string, number>;
}

/**
 * Writes what the practice has on file at `asOf`: every version written by then, in the order of writing within a record.
 * One patient is in memory at a time. `truth.json` beside the files says how everybody stood at `asOf`, `events.jsonl` what really
 * happened one by one, the future and both outcomes of a contact included.
 */
export async function writeCsvFolder(
  practice: Practice,
  dir: string,
  options: { force?: boolean; onProgress?: (patients: number) => void } = {},
): Promise<CsvFolderReport> {
  await prepareFolder(dir, options.force ?? false);
  const { asOf } = practice.options;
  const writer = new FolderWriter(dir, new Dirt(String(practice.options.seed), practice.options.dirt), asOf);
  for (const record of settingRecords(practice.setting)) await writer.write(record);
  const truth = new TruthFile(dir, practice);
  const events = new TextFile(dir, 'events.jsonl');
  const contacts = new Contacts(String(practice.options.seed));
  for (const life of practice.people()) {
    const registered = life.records[0]?.versions[0]?.at ?? Infinity;
    if (registered > asOf) continue;
    for (const record of life.records) await writer.write(record);
    await truth.add(truthAt(life, asOf));
    for (const event of truthEvents(life, contacts)) await events.write(`${JSON.stringify(event)}\n`);
    options.onProgress?.(truth.patients);
  }
  const { rows, unreadable } = await writer.close();
  const report = { patients: truth.patients, offTrack: truth.offTrack, rows, unreadable };
  await truth.close(report);
  await events.close();
  return report;
}

class FolderWriter {
  private readonly sinks: Map<RecordKind, CsvSink>;
  private readonly unreadable: Record<string, number> = {};

  constructor(
    dir: string,
    private readonly dirt: Dirt,
    private readonly asOf: Instant,
  ) {
    this.sinks = new Map(
      RECORD_KINDS.map((kind) => {
        const { name, columns } = csvFileOf(kind);
        return [kind, new CsvSink(dir, name, Object.keys(columns))];
      }),
    );
  }

  async write<K extends RecordKind>(record: RecordHistory<K>): Promise<void> {
    const csvFile = csvFileOf(record.kind);
    const sink = this.sinks.get(record.kind);
    const createdAt = record.versions[0]?.at;
    if (sink === undefined || createdAt === undefined) return;
    for (const version of record.versions) {
      if (version.at > this.asOf) break;
      const cells = cellsOf(csvFile, record.id, createdAt, version);
      if (sink.add(cells)) await sink.flush();
      const spoilt = this.dirt.after(record.kind, Object.keys(csvFile.columns), cells);
      if (spoilt === null) continue;
      if (sink.add(spoilt)) await sink.flush();
      this.unreadable[csvFile.name] = (this.unreadable[csvFile.name] ?? 0) + 1;
    }
  }

  async close(): Promise<Pick<CsvFolderReport, 'rows' | 'unreadable'>> {
    const rows: Record<string, number> = {};
    for (const [kind, sink] of this.sinks) {
      await sink.close();
      rows[csvFileOf(kind).name] = sink.rows;
    }
    return { rows, unreadable: this.unreadable };
  }
}

/** One patient a line, so that a truth of any size can be read by line. */
class TruthFile {
  private readonly file: TextFile;
  private readonly head: string;
  patients = 0;
  offTrack = 0;

  constructor(dir: string, practice: Practice) {
    const { options, until } = practice;
    this.file = new TextFile(dir, 'truth.json');
    const settings = {
      ...options,
      asOf: new Date(options.asOf).toISOString(),
      toldUntil: new Date(until).toISOString(),
    };
    this.head = `{"practice":${JSON.stringify(settings)},\n"patients":[\n`;
  }

  async add(truth: TruthAt): Promise<void> {
    const before = this.patients === 0 ? this.head : ',\n';
    this.patients += 1;
    if (truth.offTrack) this.offTrack += 1;
    await this.file.write(before + JSON.stringify(truth));
  }

  async close(report: CsvFolderReport): Promise<void> {
    await this.file.write(`${this.patients === 0 ? this.head : '\n'}],\n"report":${JSON.stringify(report)}}\n`);
    await this.file.close();
  }
}
