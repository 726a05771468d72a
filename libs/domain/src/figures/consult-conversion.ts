import { CONVERSION_DAYS, isConverted } from '../audit/metrics/episodes.js';
import { isWithin, type Period } from '../audit/period.js';
import { newcombe } from '../proof/proportions.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Timeline } from '../timeline/timeline.js';
import { compareText } from '../timeline/versions.js';
import { noData, Tally, type Figure } from './figure.js';
import { percent } from './months.js';

const DAY_MS = 86_400_000;
/** Fewer consultations say nothing about a person who holds them. */
const FEWEST_CONSULTS = 5;

interface OfPractitioner {
  id: string;
  name: string | null;
  line: string;
  lineName: string;
  tally: Tally;
}

/**
 * How evenly consultations lead to treatment: within one service line each practitioner apart, and the best against the weakest. Lines are
 * not compared: an examination that ends with a plan for one kind of care ends with nothing due for another.
 */
export function consultConversion(period: Period, asOf: AsOf, keepsPeople: boolean) {
  const all = new Map<string, OfPractitioner>();
  return {
    add(personId: string, timeline: Timeline): void {
      for (const visit of timeline.visits) {
        const { practitionerId } = visit.row.data;
        if (practitionerId === null || visit.service?.kind !== 'consult' || !isWithin(period, visit.startsAt)) continue;
        if (!asOf.reached(visit.startsAt + CONVERSION_DAYS * DAY_MS)) continue;
        const { source } = visit.row;
        const key = JSON.stringify([visit.line, source, practitionerId]);
        let one = all.get(key);
        if (one === undefined) {
          const name = timeline.practice.practitioner(source, practitionerId)?.name ?? null;
          const lineName = visit.lineName ?? 'no service line';
          one = { id: practitionerId, name, line: visit.line, lineName, tally: new Tally(keepsPeople) };
          all.set(key, one);
        }
        one.tally.count(personId, isConverted(timeline, visit));
      }
    },
    figures(): Figure[] {
      const compared = [...all]
        .filter(([, { tally }]) => tally.of >= FEWEST_CONSULTS)
        .sort(([one], [other]) => compareText(one, other))
        .map(([, each]) => each);
      const lines = [...new Set(compared.map(({ line }) => line))];
      const figures = lines.flatMap((line) => ofLine(compared.filter((each) => each.line === line)));
      if (figures.length > 0) return figures;
      return [
        noData(
          'leak_uneven_conversion',
          `consultations of two practitioners of one service line or more, ${FEWEST_CONSULTS} each, with who held them`,
        ),
      ];
    },
  };
}

/** One person alone cannot be uneven. */
function ofLine(practitioners: readonly OfPractitioner[]): Figure[] {
  const [first] = practitioners;
  if (first === undefined || practitioners.length < 2) return [];
  const ranked = practitioners
    .map(({ tally: { hits, of } }) => ({ hits, of }))
    .sort((one, other) => other.hits / other.of - one.hits / one.of);
  const [best, weakest] = [ranked[0]!, ranked.at(-1)!];
  const { difference, low, high } = newcombe(best, weakest);
  const spread: Figure = {
    metric: 'leak_uneven_conversion',
    key: keyOf(first.line),
    about: first.lineName,
    numerator: null,
    denominator: null,
    value: difference,
    people: { numerator: [], denominator: [] },
    says: `${best.hits} of ${best.of} against ${weakest.hits} of ${weakest.of}; 95 %: ${percent(low)} to ${percent(high)}${low <= 0 ? ', so that chance alone may explain it' : ''}.`,
  };
  return [
    spread,
    ...practitioners.map(({ id, name, line, lineName, tally }, place) => {
      const own = keyOf(id);
      // Two sources may call different people by one id.
      const isTaken = practitioners.slice(0, place).some((other) => keyOf(other.id) === own);
      const key = [keyOf(line), own, ...(isTaken ? [String(place)] : [])].join('-');
      return tally.figure('leak_conversion_of', { key, about: `${name ?? `practitioner ${id}`}, ${lineName}` });
    }),
  ];
}

/** Ids and lines of a source as part of a number's id: letters, digits and underscores. */
function keyOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_]+/g, '_') || 'unknown';
}
