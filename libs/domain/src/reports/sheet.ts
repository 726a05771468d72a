import { compareText } from '../timeline/versions.js';
import { definitionOf } from './dictionary.js';
import type { ReportNumber, ReportPeople, ReportSpan, ReportVariant } from './report.js';

/** What a number is made of. `people`: everybody behind it, in any order, several times or once. */
export interface Counted {
  metric: string;
  /** Tells numbers of one metric apart: a rule, a class, a closing code. */
  key?: string;
  /** Beside the dictionary's label. */
  about?: string;
  span: ReportSpan;
  numerator: number | null;
  denominator?: number | null;
  /** Where it is not numerator by denominator. */
  value?: number;
  people?: { numerator: Iterable<string>; denominator?: Iterable<string> };
  says?: string;
}

/** Collects the numbers of one report and, apart from them, who is behind each. */
export class Sheet {
  readonly people: ReportPeople = {};

  constructor(private readonly variant: ReportVariant) {}

  number({ metric, key, about, span, numerator, denominator = null, value, people, says }: Counted): ReportNumber {
    const { label, unit } = definitionOf(metric);
    const id = [metric, ...(key === undefined ? [] : [key]), span].join('.');
    if (people !== undefined) {
      this.people[id] = { numerator: sorted(people.numerator), denominator: sorted(people.denominator ?? []) };
    }
    const divides = unit === 'share' || unit === 'average';
    const isBlind = value === undefined && (numerator === null || (divides && (denominator ?? 0) === 0));
    return {
      id,
      metric,
      label: about === undefined ? label : `${label}: ${about}`,
      variant: this.variant,
      span,
      numerator,
      denominator,
      value: isBlind ? null : (value ?? (divides ? (numerator ?? 0) / (denominator ?? 1) : numerator)),
      unit,
      says: says ?? (isBlind ? 'Nothing to count from in this stretch of time.' : null),
    };
  }

  /** As many as there are people. */
  persons(metric: string, span: ReportSpan, ids: Iterable<string>, more: { key?: string; about?: string } = {}) {
    const distinct = [...new Set(ids)];
    return this.number({ metric, span, numerator: distinct.length, people: { numerator: distinct }, ...more });
  }
}

function sorted(ids: Iterable<string>): string[] {
  return [...new Set(ids)].sort(compareText);
}
