import type { Instant, Specialty } from '../records.js';
import type { RuleParameters } from '../settings.js';
import { addMonths, type EpochDay } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';

export type WindowUnit = 'BD' | 'd' | 'months';

/** How long a rule waits: business days, calendar days or months, counted from a local date. */
export interface Window {
  count: number;
  unit: WindowUnit;
  /** As written in the settings and shown with the finding. */
  text: string;
}

export class RuleParameterWrong extends Error {
  override readonly name = 'RuleParameterWrong';
  constructor(
    readonly rule: string,
    readonly parameter: string,
    value: string | number,
  ) {
    super(
      `${rule} has ${parameter} = "${value}": write a window as a whole number and a unit, "2 BD", "30 d" or "12 months".`,
    );
  }
}

const WINDOW = /^(\d{1,4}) (BD|d|months)$/;

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
    case 'months':
      return opening.zone.startOf(addMonths(day, window.count));
  }
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
