import type { Instant, Specialty } from '../records.js';
import type { RuleParameters } from '../settings.js';
import type { EpochDay } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';

const UNITS = ['BD', 'd', 'weeks', 'months'] as const;
export type WindowUnit = (typeof UNITS)[number];

/** How long a rule waits: business days, calendar days, weeks or months, counted from a local date. */
export interface Window {
  count: number;
  unit: WindowUnit;
  /** As written in the settings and shown with the finding. */
  text: string;
}

const WINDOWS = 'write a window as a whole number and a unit, "2 BD", "30 d", "16 weeks" or "12 months"';

export class RuleParameterWrong extends Error {
  override readonly name = 'RuleParameterWrong';
  constructor(
    readonly rule: string,
    readonly parameter: string,
    value: string | number,
    how = WINDOWS,
  ) {
    super(`${rule} has ${parameter} = "${value}": ${how}.`);
  }
}
const WINDOW = /^(\d{1,4}) (BD|d|weeks|months)$/;

export function parseWindow(text: string): Window | null {
  const parts = WINDOW.exec(text);
  if (parts === null) return null;
  return { count: Number(parts[1]), unit: UNITS.find((unit) => unit === parts[2])!, text };
}

/** The instant at which a window counted from a local date has passed (Q03, Q11, K28); null: the place never opens again. */
export function windowEnd(window: Window, opening: OpeningDays, day: EpochDay): Instant | null {
  switch (window.unit) {
    case 'BD':
      return opening.endOfBusinessDays(day, window.count);
    case 'd':
      return opening.zone.startOf(day + window.count);
    case 'weeks':
      return opening.zone.startOf(day + 7 * window.count);
    case 'months':
      return opening.startMonthsAfter(day, window.count);
  }
}

/** A window in whole days: what is compared with a difference of dates. Throws `RuleParameterWrong`. */
export function daysOf(rule: string, name: string, value: string | number | undefined): number {
  const window = parseWindow(String(value));
  if (window === null || window.unit !== 'd') throw new RuleParameterWrong(rule, name, String(value));
  return window.count;
}

/** Whole hours, of no more than four digits: much longer ones reach no date at all. Throws `RuleParameterWrong`. */
export function hoursOf(rule: string, name: string, value: string | number | undefined, fewest = 0): number {
  const hours = /^\d{1,4}$/.test(String(value)) ? Number(value) : -1;
  if (hours < fewest) throw new RuleParameterWrong(rule, name, String(value), `write whole hours, ${fewest} to 9999`);
  return hours;
}

/** One window for everybody. Throws `RuleParameterWrong`. */
export function windowNamed(rule: string, parameters: RuleParameters, name: string): Window {
  const window = parseWindow(String(parameters[name]));
  if (window === null) throw new RuleParameterWrong(rule, name, String(parameters[name]));
  return window;
}

/** The window of a specialty. A specialty that is not named has none: the rule does not run there (Q13). */
export type WindowOf = (specialty: Specialty | null) => Window | null;

/** What holds for each specialty, looked up once: rules ask it of every episode. */
export function bySpecialty<Value>(
  look: (specialty: Specialty | 'unknown') => Value,
): (specialty: Specialty | null) => Value {
  const found = {
    ...{ PT: look('PT'), PR: look('PR'), MS: look('MS'), DE: look('DE'), MB: look('MB'), DPC: look('DPC') },
    unknown: look('unknown'),
  };
  return (specialty) => {
    switch (specialty) {
      case 'PT':
        return found.PT;
      case 'DE':
        return found.DE;
      case 'MS':
        return found.MS;
      case 'PR':
        return found.PR;
      case 'MB':
        return found.MB;
      case 'DPC':
        return found.DPC;
      default:
        return found.unknown;
    }
  };
}

/** Windows by specialty, parsed once per practice. `all` counts for every other specialty and for an `unknown` one. */
export function windowsBySpecialty(rule: string, parameters: RuleParameters): WindowOf {
  const windows: Record<string, Window> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const window = parseWindow(String(value));
    if (window === null) throw new RuleParameterWrong(rule, name, value);
    windows[name] = window;
  }
  return bySpecialty((specialty) => windows[specialty] ?? windows['all'] ?? null);
}
