import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ConnectorContext,
  type PartialRecord,
  SettingsWrong,
  told,
  type ToldRecord,
  type UnreadableRecord,
  wholeRecord,
} from '@keepwell/connector-sdk';
import type { Instant, SourceRecord } from '@keepwell/domain/records';
import { type FiledMessage, messagesIn } from './batch.js';
import { readMessage } from './map.js';
import { type FeedSettings, feedSettings } from './settings.js';

/** A file is held in memory while it is cut into messages. */
const LARGEST_FILE = 256 * 1024 * 1024;

interface File {
  name: string;
  path: string;
  size: number;
  changedAt: Instant;
}

/** What came of one message. */
export interface FiledReading {
  type: string;
  outcome: 'records' | 'ignored' | 'unreadable';
  records: SourceRecord[];
  unreadable: UnreadableRecord[];
}

/** A folder of messages, read in the order of its file names as if they arrived one after the other. */
export class MessageFolder {
  private constructor(
    readonly files: File[],
    readonly settings: FeedSettings,
    private readonly now: () => Instant,
  ) {}

  /** Throws `SettingsWrong`. */
  static async open(context: ConnectorContext): Promise<MessageFolder> {
    const settings = feedSettings(context);
    const dir = await context.folders.resolve('dir', String(context.settings.dir));
    const names = (await readdir(dir)).filter((name) => /\.hl7$/i.test(name)).sort();
    if (names.length === 0)
      throw new SettingsWrong('dir', `There is no file ending in .hl7 in "${context.settings.dir}".`);
    const files: File[] = [];
    for (const name of names) {
      const { size, mtimeMs } = await stat(join(dir, name));
      if (size > LARGEST_FILE) {
        throw new SettingsWrong('dir', `The file ${name} is larger than 256 MiB: split it into several.`);
      }
      files.push({ name, path: join(dir, name), size, changedAt: Math.floor(mtimeMs) });
    }
    return new MessageFolder(files, settings, () => context.now());
  }

  /** The same as long as nothing in the folder has changed. */
  get fingerprint(): string {
    const told = this.files.map(({ name, size, changedAt }) => [name, size, changedAt]);
    return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 32);
  }

  /** Every message, and last what was told of records that never became whole. */
  async *readings(): AsyncGenerator<FiledReading> {
    const story = new Story();
    for (const file of this.files) {
      const { messages, problems } = messagesIn(await readFile(file.path));
      for (const message of messages) yield this.read(file, message, story);
      const unreadable = problems.map((reason) => put(file.name, 'batch_incomplete', reason, file.name));
      if (unreadable.length > 0) yield { type: 'file', outcome: 'unreadable', records: [], unreadable };
    }
    const unreadable = story.unfinished();
    if (unreadable.length > 0) yield { type: 'file', outcome: 'unreadable', records: [], unreadable };
  }

  private read(file: File, { bytes, line }: FiledMessage, story: Story): FiledReading {
    const heardAt = Math.min(file.changedAt, this.now());
    const reading = readMessage(bytes, this.settings, heardAt);
    const where = `${file.name}:${line}`;
    const at = reading.at ?? heardAt;
    const records = [
      ...reading.records,
      ...(reading.partials ?? []).flatMap((partial) => story.hear(partial, at, where)),
    ];
    const unreadable = reading.unreadable.map((one) => ({
      ...one,
      where: one.where === null ? where : `${where} ${one.where}`,
      raw: bytes.toString('latin1'),
    }));
    return { type: reading.type, outcome: reading.outcome, records, unreadable };
  }
}

/** What the messages so far have told, record by record. */
class Story {
  private readonly records = new Map<string, ToldRecord>();
  private readonly handedOver = new Map<string, string>();
  private readonly lacking = new Map<string, UnreadableRecord>();

  hear(partial: PartialRecord, at: Instant, where: string): SourceRecord[] {
    const key = `${partial.kind}/${partial.id}`;
    const known = told(this.records.get(key) ?? null, partial, at);
    this.records.set(key, known);
    const whole = wholeRecord(partial.kind, partial.id, known);
    if ('lacks' in whole) {
      if (partial.mayWait !== true) this.lacking.set(key, lacks(partial, whole.lacks, where));
      return [];
    }
    this.lacking.delete(key);
    const content = JSON.stringify([whole.record.op === 'upsert' ? whole.record.data : null, whole.record.createdAt]);
    if (this.handedOver.get(key) === content) return [];
    this.handedOver.set(key, content);
    return [whole.record];
  }

  unfinished(): UnreadableRecord[] {
    return [...this.lacking.values()];
  }
}

/** What no message has said yet and a record cannot be without. */
export function lacks({ kind, id }: PartialRecord, problems: string[], where: string | null): UnreadableRecord {
  const reason = `This ${kind} was only told in part so far: ${problems.join('; ')}.`;
  return { kind, id, code: 'record_incomplete', reason, where, raw: null };
}

function put(id: string, code: string, reason: string, where: string): UnreadableRecord {
  return { kind: null, id, code, reason, where, raw: null };
}
