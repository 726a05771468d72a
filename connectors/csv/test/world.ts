import { mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { VendorWorld } from '@keepwell/connector-sdk/testing';
import type { Instant, RecordKind, SourceRecord, ZoneId } from '@keepwell/domain/records';
import { columnsOf, FILE_FORMATS, type FileFormat } from '../src/columns.js';

interface Line {
  id: string;
  createdAt: Instant;
  updatedAt: Instant;
  data: Record<string, unknown>;
}

/** Somebody who writes the whole folder anew whenever anything changes, as a nightly export does. */
export function folderWorld({ from, timezone }: { from: Instant; timezone: ZoneId }): VendorWorld {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'keepwell-csv-world-')));
  const tables = new Map<RecordKind, Map<string, Line>>(FILE_FORMATS.map(({ kind }) => [kind, new Map()]));
  let now = from;
  let repeated = false;

  const write = (format: FileFormat) => {
    const columns = columnsOf(format).filter((column) => column !== 'body');
    const lines = [...tables.get(format.kind)!.values()].map((line) =>
      columns.map((column) => cell(line, column)).join(','),
    );
    const all = [columns.join(','), ...lines, ...(repeated ? lines.slice(-1) : [])];
    const whole = path.join(dir, format.name);
    writeFileSync(`${whole}.part`, `${all.join('\n')}\n`);
    renameSync(`${whole}.part`, whole);
  };
  const writeKind = (kind: RecordKind) => FILE_FORMATS.filter((format) => format.kind === kind).forEach(write);
  const change = (kind: RecordKind, id: string, more: Record<string, unknown>) => {
    const table = tables.get(kind)!;
    const before = table.get(id);
    table.set(id, { id, createdAt: before?.createdAt ?? now, updatedAt: now, data: { ...before?.data, ...more } });
    writeKind(kind);
  };
  const remove = (kind: RecordKind, id: string) => {
    tables.get(kind)!.delete(id);
    writeKind(kind);
  };
  FILE_FORMATS.forEach(write);
  return {
    settings: { dir, timezone },
    origin: dir,
    now: () => now,
    advance: (ms) => void (now += ms),
    setHabits({ repeatedRow = false }) {
      repeated = repeatedRow;
      FILE_FORMATS.forEach(write);
    },
    put: (records: SourceRecord[]) =>
      records.map((record) => {
        if (record.op === 'delete') remove(record.kind, record.id);
        else change(record.kind, record.id, { ...record.data });
        return record.id;
      }),
    remove,
    merge: (loser, winner) => change('patient', loser, { mergedInto: winner }),
    setStatusWord: (id, word) => change('appointment', id, { status: word }),
    requests: () => [],
    close: async () => rmSync(dir, { recursive: true, force: true }),
  };
}

function cell({ id, createdAt, updatedAt, data }: Line, column: string): string {
  if (column === 'id') return id;
  if (column === 'created_at') return new Date(createdAt).toISOString();
  if (column === 'updated_at') return new Date(updatedAt).toISOString();
  const field = column.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  const minor = data[`${field}Minor`];
  if (typeof minor === 'number') return (minor / 100).toFixed(2);
  const value = data[field];
  if (Array.isArray(value)) return value.join(' ');
  if (typeof value === 'number')
    return /(^at|At|pausedUntil)$/.test(field) ? new Date(value).toISOString() : String(value);
  return typeof value === 'string'
    ? `"${value.replaceAll('"', '""')}"`
    : typeof value === 'boolean'
      ? String(value)
      : '';
}
