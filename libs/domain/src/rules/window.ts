import type { Instant, Specialty } from '../records.js';
import type { RuleParameters } from '../settings.js';
import { addMonths, type EpochDay } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';

export type WindowUnit = 'BD' | 'd' | 'weeks' | 'months';

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
  return parts === null ? null : { count: Number(parts[1]), unit: parts[2] as WindowUnit, text };
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
      return opening.zone.startOf(addMonths(day, window.count));
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

/** Windows by specialty, parsed once per practice. `all` counts for every other specialty and for an `unknown` one. */
export function windowsBySpecialty(rule: string, parameters: RuleParameters): WindowOf {
  const windows = new Map<string, Window>();
  for (const [name, value] of Object.entries(parameters)) {
    const window = parseWindow(String(value));
    if (window === null) throw new RuleParameterWrong(rule, name, value);
    windows.set(name, window);
  }
  const all = windows.get('all') ?? null;
  return (specialty) => windows.get(specialty ?? 'unknown') ?? all;
}
