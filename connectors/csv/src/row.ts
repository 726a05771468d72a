import type { Instant, LocalDate, PlanPhase, ZoneId } from '@keepwell/domain/records';
import { isoOfDayFirst } from './day-first.js';
import { isZone, readDate, readTime, type ZoneClock } from './instants.js';
import type { DateOrder } from './mapping.js';
import { readCurrency, readMinorUnits } from './money.js';
import { RowUnreadable, ZoneMissing } from './unreadable.js';

/** Where a row's local times belong (rules-decisions Q17). */
export interface ZoneFinder {
  readonly clock: ZoneClock;
  /** The zone of a clock time; `null` when none is known. */
  zoneOf(locationId: string | null, patientId: string | null): ZoneId | null;
  /** A plain date may also take the zone of the folder's first location. */
  firstZone: ZoneId | null;
}

/** One row of one file: its cells by the names of the format. An empty cell is `null`: not said. */
export class Row {
  private zone: ZoneId | null | undefined;

  constructor(
    private readonly columns: ReadonlyMap<string, number>,
    private readonly cells: readonly string[],
    private readonly zones: ZoneFinder,
    /** Their word → our word, by column. */
    private readonly values?: ReadonlyMap<string, ReadonlyMap<string, string>>,
    /** Told of each filled cell that counts as unknown, so that a file full of them does not go unnoticed. */
    private readonly onUnknown?: (column: string) => void,
    /** A location's own zone, for the instants in its own row. */
    private readonly ownZone?: ZoneId | null,
    private readonly dates: DateOrder = 'iso',
  ) {}

  /** The cell in the source's own words. */
  written(column: string): string | null {
    const index = this.columns.get(column);
    return (index === undefined ? null : this.cells[index]?.trim()) || null;
  }

  text(column: string): string | null {
    const cell = this.written(column);
    if (cell === null) return null;
    const words = this.values?.get(column);
    if (words === undefined) return cell;
    const word = words.get(cell) ?? words.get(cell.toLowerCase());
    return word === undefined ? cell : word === '' ? null : word;
  }

  required(column: string): string {
    const text = this.text(column);
    if (text === null) throw new RowUnreadable('required_missing', `${column} is empty and every row needs it`);
    return text;
  }

  flag(column: string): boolean | null {
    const text = this.text(column)?.toLowerCase();
    if (text === undefined) return null;
    return text === 'true' ? true : text === 'false' ? false : this.unknown(column);
  }

  /** A word outside its list is unknown (Q35). */
  oneOf<T extends string>(column: string, words: readonly T[]): T | null {
    const text = this.text(column);
    if (text === null) return null;
    return words.find((word) => word === text) ?? this.unknown(column);
  }

  /** A required word outside its list puts the row aside (Q35). */
  requiredOneOf<T extends string>(column: string, words: readonly T[]): T {
    const text = this.required(column);
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) {
      throw new RowUnreadable(`${column}_unknown`, `${column} holds a word that is not one of ${words.join(', ')}`);
    }
    return word;
  }

  /** A number of at least zero; anything else is unknown. */
  count(column: string): number | null {
    const number = this.number(column);
    return number !== null && number < 0 ? this.unknown(column) : number;
  }

  whole(column: string): number | null {
    const number = this.count(column);
    return number === null || Number.isSafeInteger(number) ? number : this.unknown(column);
  }

  number(column: string): number | null {
    const text = this.text(column);
    if (text === null) return null;
    return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : this.unknown(column);
  }

  date(column: string): LocalDate | null {
    const text = this.text(column);
    if (text === null) return null;
    const date = readDate(this.inIso(text));
    if (date === null)
      throw new RowUnreadable('date_unreadable', `${column} is not a date written YYYY-MM-DD${this.hint(text)}`);
    return date;
  }

  /** A cell of several dates, in the words of ISO 8601. */
  datesIn(column: string): string | null {
    const parts = this.text(column)?.split(/[\s,]+/) ?? null;
    return parts === null ? null : parts.map((part) => this.inIso(part)).join(' ');
  }

  instant(column: string): Instant | null {
    const text = this.text(column);
    return text === null ? null : this.instantOf(column, text);
  }

  requiredInstant(column: string): Instant {
    return this.instantOf(column, this.required(column));
  }

  currency(column = 'currency'): string | null {
    const text = this.text(column);
    return text === null ? null : (readCurrency(text) ?? this.unknown(column));
  }

  minorUnits(column: string): number | null {
    const text = this.text(column);
    return text === null ? null : (readMinorUnits(text, this.currency()) ?? this.unknown(column));
  }

  requiredMinorUnits(column: string): number {
    const minor = readMinorUnits(this.required(column), this.currency());
    if (minor === null)
      throw new RowUnreadable('amount_unreadable', `${column} is not a decimal number such as 120.50`);
    return minor;
  }

  zoneId(column: string): ZoneId | null {
    const text = this.text(column);
    return text === null || isZone(text) ? text : this.unknown(column);
  }

  requiredZone(column: string): ZoneId {
    const zone = this.required(column);
    if (!isZone(zone)) throw new RowUnreadable('zone_unknown', `${column} is not an IANA zone such as Europe/London`);
    return zone;
  }

  /** `6@3 4@7 2@14` (Q32); unknown unless every phase can be read. */
  phases(column: string): PlanPhase[] | null {
    const text = this.text(column);
    if (text === null) return null;
    const phases = text.split(/[\s,]+/).map((part) => /^(\d+)@(\d+(?:\.\d+)?)$/.exec(part));
    if (phases.some((match) => match === null || Number(match[1]) < 1 || Number(match[2]) <= 0)) {
      return this.unknown(column);
    }
    return phases.map((match) => ({ visits: Number(match?.[1]), days: Number(match?.[2]) }));
  }

  private unknown(column: string): null {
    this.onUnknown?.(column);
    return null;
  }

  private instantOf(column: string, text: string): Instant {
    const written = readTime(this.inIso(text));
    if (written === null) {
      throw new RowUnreadable(
        'instant_unreadable',
        `${column} is not a date or time written as ISO 8601${this.hint(text)}`,
      );
    }
    if (written.shape === 'instant') return written.at;
    if (written.shape === 'clock') return this.zones.clock.at(this.zoneFor(column, false), written);
    return this.zones.clock.startOfDay(this.zoneFor(column, true), written.date, written.dayMs);
  }

  private inIso(text: string): string {
    return this.dates === 'day-first' ? (isoOfDayFirst(text) ?? text) : text;
  }

  /** 01/02/2026 is one of two days: nobody but the practice can say which. */
  private hint(text: string): string {
    if (this.dates === 'day-first') return ', nor day first';
    return isoOfDayFirst(text) === null ? '' : '; if the day stands first, say "dates: day-first" in the mapping file';
  }

  private zoneFor(column: string, plainDate: boolean): ZoneId {
    this.zone ??= this.ownZone ?? this.zones.zoneOf(this.text('location_id'), this.text('patient_id'));
    const zone = this.zone ?? (plainDate ? this.zones.firstZone : null);
    if (zone === null) throw new ZoneMissing(column);
    return zone;
  }
}
