import { lineMedianDays as mediansOf } from '../audit/aggregates.js';
import type { PracticeFacts, RecordVersion } from '../facts.js';
import { preparePractice, type PreparedPractice } from '../prepared-practice.js';
import type { AppointmentStatus, Instant, Specialty } from '../records.js';
import type { EvaluationSettings, PracticeAggregates } from '../settings.js';
import { AsOf } from '../timeline/as-of.js';
import { gapsByLine } from '../timeline/gaps.js';
import { timelineOf } from '../timeline/timeline.js';
import { recordKey, seeRecord, versionsByRecord } from '../timeline/versions.js';
import type { AskedDays } from './ask.js';
import { END_OF_TIME, type PeopleThen } from './people-then.js';
import type { GapsPiece, LearnedPiece } from './piece.js';

const OUTCOMES: readonly AppointmentStatus[] = ['arrived', 'in_progress', 'completed', 'no_show'];
type GapCounts = Map<string, Map<number, number>>;

/**
 * What answers take from the whole practice, as it was known on every asked day: the medians of its lines, whether a source
 * keeps outcomes, which specialties its plans name. Nothing of it may be known earlier than it was (RC 1.1).
 *
 * Filled in two rounds over everybody: first `learn`, then, after `settle`, `measure`; after `settleMedians` it answers.
 */
export class PracticeThen {
  /** By source with appointments: since when an outcome was on record; `END_OF_TIME`: never. */
  private readonly outcomesSince = new Map<string, Instant>();
  private readonly specialtiesSince = new Map<Specialty, Instant>();
  private readonly deltas: (GapCounts | undefined)[];
  /** What was measured since it was last taken as a piece. */
  private fresh: (GapCounts | undefined)[] = [];
  private medians: Record<string, number>[] = [];
  /** By line: the asked days on which its median was another than the day before. */
  private readonly moved = new Map<string, number[]>();
  /** Asked days on which a source or a specialty came to be known. */
  private epochs: number[] = [];
  private readonly prepared = new Map<EvaluationSettings, (PreparedPractice | undefined)[]>();

  constructor(
    private readonly facts: PracticeFacts,
    private readonly asked: AskedDays,
  ) {
    this.deltas = asked.instants.map(() => undefined);
  }

  learn({ records }: PeopleThen): void {
    const known = patientsSince(records.patient ?? []);
    const withPatients = new Set((records.patient ?? []).map(({ source }) => source));
    // Rows of a patient who is not known yet do not count (Q95); a source without patients names those of another.
    const ofPatient = (source: string, id: string) =>
      withPatients.has(source) ? (known.get(recordKey(source, id)) ?? END_OF_TIME) : -END_OF_TIME;
    for (const { source, recordedAt, data } of records.appointment ?? []) {
      const isOutcome = OUTCOMES.includes(data.status);
      const since = isOutcome ? Math.max(recordedAt ?? -END_OF_TIME, ofPatient(source, data.patientId)) : END_OF_TIME;
      this.outcomesSince.set(source, Math.min(this.outcomesSince.get(source) ?? END_OF_TIME, since));
    }
    for (const { source, createdAt, recordedAt, data } of records.plan ?? []) {
      if (data.specialty === null) continue;
      const written = Math.min(createdAt ?? END_OF_TIME, recordedAt ?? -END_OF_TIME);
      const since = Math.max(written, ofPatient(source, data.patientId));
      this.specialtiesSince.set(
        data.specialty,
        Math.min(this.specialtiesSince.get(data.specialty) ?? END_OF_TIME, since),
      );
    }
  }

  learned(): LearnedPiece {
    return { outcomes: [...this.outcomesSince], specialties: [...this.specialtiesSince] };
  }

  /** What was learned of others. */
  addLearned({ outcomes, specialties }: LearnedPiece): void {
    for (const [source, since] of outcomes)
      this.outcomesSince.set(source, Math.min(this.outcomesSince.get(source) ?? END_OF_TIME, since));
    for (const [specialty, since] of specialties)
      this.specialtiesSince.set(specialty, Math.min(this.specialtiesSince.get(specialty) ?? END_OF_TIME, since));
  }

  settle(): void {
    const { instants } = this.asked;
    const epochs = new Set<number>();
    for (const since of [...this.outcomesSince.values(), ...this.specialtiesSince.values()]) {
      const index = instants.findIndex((instant) => instant >= since);
      if (index > 0) epochs.add(index);
    }
    this.epochs = [...epochs].sort((one, other) => one - other);
  }

  /** Counts these people's gaps between visits as they were known on every asked day. */
  measure(people: PeopleThen, settings: EvaluationSettings, everyDay = false): void {
    const { instants } = this.asked;
    let before: GapCounts = new Map();
    for (let index = 0; index < instants.length;) {
      const moment = new AsOf(instants[index]!);
      const view = this.preparedAt(settings, index).viewAt(moment);
      const now: GapCounts = new Map();
      for (const person of people.at(moment)) {
        for (const { line, days } of gapsByLine(timelineOf(person, view, moment)?.visits ?? []))
          for (const gap of days) count(now, line, gap, 1);
      }
      this.note(index, before, now);
      before = now;
      index = everyDay ? index + 1 : this.nextIndex(index, moment.nextChangeAt, []);
    }
  }

  /** What was measured since this was last asked. */
  takeGaps(): GapsPiece {
    const taken = gapsPieceOf(this.fresh);
    this.fresh = [];
    this.addGaps(taken);
    return taken;
  }

  /** All that was measured and taken. */
  gaps(): GapsPiece {
    return gapsPieceOf(this.deltas);
  }

  /** What was measured of others. */
  addGaps(piece: GapsPiece): void {
    for (const [index, lines] of piece) {
      const ofDay = (this.deltas[index] ??= new Map());
      for (const [line, gaps] of lines) for (const [days, by] of gaps) count(ofDay, line, days, by);
    }
  }

  settleMedians(): void {
    this.takeGaps();
    const histogram: GapCounts = new Map();
    let current: Record<string, number> = {};
    this.prepared.clear();
    this.medians = this.deltas.map((delta, index) => {
      if (delta === undefined) return current;
      for (const [line, gaps] of delta) for (const [gap, by] of gaps) count(histogram, line, gap, by);
      const next = mediansOf(histogram);
      for (const line of new Set([...Object.keys(current), ...Object.keys(next)])) {
        if (current[line] === next[line]) continue;
        const days = this.moved.get(line);
        if (days === undefined) this.moved.set(line, [index]);
        else days.push(index);
      }
      current = next;
      return current;
    });
  }

  preparedAt(settings: EvaluationSettings, index: number): PreparedPractice {
    let days = this.prepared.get(settings);
    if (days === undefined) this.prepared.set(settings, (days = []));
    return (days[index] ??= this.sameAsBefore(days, index) ?? this.prepare(settings, index));
  }

  /** As it is known in the end: what labels are read by. */
  atEnd(settings: EvaluationSettings, end: Instant): PreparedPractice {
    return preparePractice(this.facts, this.aggregatesAt(end, this.medians.at(-1) ?? {}), settings);
  }

  /** The next asked day on which an answer can be another one: by the passing of time, by news, or with the practice. */
  nextIndex(index: number, nextChangeAt: Instant | null, medianLines: Iterable<string>): number {
    const { instants } = this.asked;
    let next = nextChangeAt === null ? instants.length : firstAtOrAfter(instants, nextChangeAt, index + 1);
    next = Math.min(next, firstAfter(this.epochs, index) ?? next);
    for (const line of medianLines) next = Math.min(next, firstAfter(this.moved.get(line) ?? [], index) ?? next);
    return next;
  }

  private sameAsBefore(days: readonly (PreparedPractice | undefined)[], index: number): PreparedPractice | undefined {
    if (index === 0 || this.epochs.includes(index) || this.medians[index] !== this.medians[index - 1]) return undefined;
    return days[index - 1];
  }

  private prepare(settings: EvaluationSettings, index: number): PreparedPractice {
    const at = this.asked.instants[index]!;
    return preparePractice(this.facts, this.aggregatesAt(at, this.medians[index] ?? {}), settings);
  }

  private aggregatesAt(at: Instant, lineMedianDays: Record<string, number>): PracticeAggregates {
    const silent = [...this.outcomesSince].filter(([, since]) => since > at).map(([source]) => source);
    const named = [...this.specialtiesSince].filter(([, since]) => since <= at).map(([specialty]) => specialty);
    return { sourcesWithoutOutcomes: silent.sort(), planSpecialties: named.sort(), lineMedianDays };
  }

  private note(index: number, before: GapCounts, now: GapCounts): void {
    const delta: GapCounts = new Map();
    for (const [line, gaps] of now) for (const [gap, n] of gaps) count(delta, line, gap, n);
    for (const [line, gaps] of before) for (const [gap, n] of gaps) count(delta, line, gap, -n);
    for (const [line, gaps] of delta) {
      for (const [gap, by] of gaps) {
        if (by === 0) continue;
        const ofDay = (this.fresh[index] ??= new Map());
        count(ofDay, line, gap, by);
      }
    }
  }
}

function gapsPieceOf(deltas: readonly (GapCounts | undefined)[]): GapsPiece {
  const piece: GapsPiece = [];
  for (const [index, delta] of deltas.entries()) {
    if (delta === undefined) continue;
    const lines = [...delta].map(([line, gaps]): [string, [number, number][]] => [
      line,
      [...gaps].filter(([, by]) => by !== 0),
    ]);
    const moved = lines.filter(([, gaps]) => gaps.length > 0);
    if (moved.length > 0) piece.push([index, moved]);
  }
  return piece;
}

/** By patient record: the first instant at which it exists (Q01). */
function patientsSince(rows: readonly RecordVersion<'patient'>[]): Map<string, Instant> {
  const since = new Map<string, Instant>();
  for (const versions of versionsByRecord(rows)) {
    const { source, id } = versions[0]!;
    const news = versions.flatMap(({ createdAt, recordedAt }) => [
      createdAt ?? END_OF_TIME,
      recordedAt ?? -END_OF_TIME,
    ]);
    const first = news
      .sort((one, other) => one - other)
      .find((instant) => seeRecord(versions, new AsOf(instant, false)) !== null);
    since.set(recordKey(source, id), first ?? END_OF_TIME);
  }
  return since;
}

function count(counts: GapCounts, line: string, gap: number, by: number): void {
  let ofLine = counts.get(line);
  if (ofLine === undefined) counts.set(line, (ofLine = new Map()));
  ofLine.set(gap, (ofLine.get(gap) ?? 0) + by);
}

function firstAtOrAfter(instants: readonly Instant[], at: Instant, from: number): number {
  let [low, high] = [from, instants.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instants[middle]! >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}

function firstAfter(sorted: readonly number[], index: number): number | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > index) high = middle;
    else low = middle + 1;
  }
  return sorted[low];
}
