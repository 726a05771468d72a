import { metricSets } from '../audit/metrics.js';
import { LIVE } from '../audit/metrics/share.js';
import type { Period } from '../audit/period.js';
import type { Timeline } from '../timeline/timeline.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Zone } from '../zones/zone.js';

/** One figure of RC 2 and who is behind it. */
export interface CareFigure {
  /** Of the dictionary: the audit's id, and its variant where it has several. */
  metric: string;
  numerator: number;
  denominator: number;
  people: { numerator: string[]; denominator: string[] };
}

export interface CareCount {
  add(personId: string, timeline: Timeline): void;
  figures(): CareFigure[];
}

export function careMetricId(id: string, variant: string): string {
  return variant === LIVE ? id : `${id}.${variant}`;
}

/** The audit's figures for another period; whoever moves a numerator or a denominator stands behind it. */
export function countCare(period: Period, zone: Zone, asOf: AsOf): CareCount {
  const sets = metricSets(period, zone, asOf);
  const shares = sets.flatMap((set) => set.shares());
  const figures = shares.map(({ id, variant }): CareFigure => ({
    metric: careMetricId(id, variant),
    numerator: 0,
    denominator: 0,
    people: { numerator: [], denominator: [] },
  }));
  return {
    add(personId, timeline) {
      for (const set of sets) set.add(timeline);
      shares.forEach(({ numerator, denominator }, place) => {
        const figure = figures[place]!;
        if (numerator !== figure.numerator) figure.people.numerator.push(personId);
        if (denominator !== figure.denominator) figure.people.denominator.push(personId);
        figure.numerator = numerator;
        figure.denominator = denominator;
      });
    },
    figures: () => figures,
  };
}
