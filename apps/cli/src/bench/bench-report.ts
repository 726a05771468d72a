import { cpus } from 'node:os';

/** One measured line: ours beside a physical floor and beside what people would otherwise use, in the same run. */
export interface BenchCase {
  name: string;
  ours: number;
  floor: number | null;
  peer: number | null;
  unit: string;
  /** Ours as a share of the floor's speed; null without a floor. */
  ofFloor: number | null;
  /** How many times the peer's speed; null without a peer. */
  timesPeer: number | null;
}

export interface BenchReport {
  bench: string;
  cases: BenchCase[];
  machine: { cpu: string; cores: number; node: string };
  notes: string[];
}

export function machine(): BenchReport['machine'] {
  const [first] = cpus();
  return { cpu: first?.model.trim() ?? 'unknown', cores: cpus().length, node: process.version };
}

/** A line of speeds: more is better. */
export function speed(name: string, unit: string, ours: number, floor: number | null, peer: number | null): BenchCase {
  return {
    ...{ name, ours, floor, peer, unit },
    ofFloor: floor === null ? null : ours / floor,
    timesPeer: peer === null ? null : ours / peer,
  };
}

/** A line of durations: less is better. */
export function duration(
  name: string,
  ours: number,
  floor: number | null = null,
  peer: number | null = null,
): BenchCase {
  return {
    ...{ name, ours, floor, peer, unit: 'ms' },
    ofFloor: floor === null ? null : floor / ours,
    timesPeer: peer === null ? null : peer / ours,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const at = (place: number) => sorted[place] ?? Number.NaN;
  return sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
}

function shown(value: number | null, digits = 3): string {
  if (value === null) return '–';
  return value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(digits)));
}

export function reportText({ bench, cases, machine: where, notes }: BenchReport): string {
  const rows = [
    ['', 'ours', 'floor', 'peer', 'unit', 'of floor', '× peer'],
    ...cases.map(({ name, ours, floor, peer, unit, ofFloor, timesPeer }) => [
      ...[name, shown(ours), shown(floor), shown(peer), unit],
      ofFloor === null ? '–' : `${shown(ofFloor * 100)} %`,
      shown(timesPeer),
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  const head = `bench ${bench} · ${where.cores} × ${where.cpu} · node ${where.node}`;
  return [head, '', ...rows.map(line), '', ...notes.map((note) => `* ${note}`), ''].join('\n');
}
