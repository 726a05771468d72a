import { CONVERSION_DAYS, isConverted } from '../audit/metrics/episodes.js';
import { isWithin, type Period } from '../audit/period.js';
import { newcombe } from '../proof/proportions.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Timeline } from '../timeline/timeline.js';
import { compareText, recordKey } from '../timeline/versions.js';
import { noData, Tally, type Figure } from './figure.js';
import { percent } from './months.js';

const DAY_MS = 86_400_000;
/** Fewer consultations say nothing about a person who holds them. */
const FEWEST_CONSULTS = 5;

/** How evenly consultations lead to treatment: each practitioner apart, and the best against the weakest. */
export function consultConversion(period: Period, asOf: AsOf, keepsPeople: boolean) {
  const byPractitioner = new Map<string, { id: string; name: string | null; tally: Tally }>();
  return {
    add(personId: string, timeline: Timeline): void {
      for (const visit of timeline.visits) {
        const { practitionerId } = visit.row.data;
        if (practitionerId === null || visit.service?.kind !== 'consult' || !isWithin(period, visit.startsAt)) continue;
        if (!asOf.reached(visit.startsAt + CONVERSION_DAYS * DAY_MS)) continue;
        const { source } = visit.row;
        const key = recordKey(source, practitionerId);
        const name = timeline.practice.practitioner(source, practitionerId)?.name ?? null;
        const one = byPractitioner.get(key) ?? { id: practitionerId, name, tally: new Tally(keepsPeople) };
        byPractitioner.set(key, one);
        one.tally.count(personId, isConverted(timeline, visit));
      }
    },
    figures(): Figure[] {
      const compared = [...byPractitioner]
        .filter(([, { tally }]) => tally.of >= FEWEST_CONSULTS)
        .sort(([one], [other]) => compareText(one, other))
        .map(([, each]) => each);
      if (compared.length < 2)
        return [
          noData(
            'leak_uneven_conversion',
            `consultations of two practitioners or more, ${FEWEST_CONSULTS} each, with who held them`,
          ),
        ];
      const ranked = compared
        .map(({ tally: { hits, of } }) => ({ hits, of }))
        .sort((a, b) => b.hits / b.of - a.hits / a.of);
      const [best, weakest] = [ranked[0]!, ranked.at(-1)!];
      const { difference, low, high } = newcombe(best, weakest);
      const spread: Figure = {
        metric: 'leak_uneven_conversion',
        numerator: null,
        denominator: null,
        value: difference,
        people: { numerator: [], denominator: [] },
        says: `${best.hits} of ${best.of} against ${weakest.hits} of ${weakest.of}; 95 %: ${percent(low)} to ${percent(high)}${low <= 0 ? ', so that chance alone may explain it' : ''}.`,
      };
      return [
        spread,
        ...compared.map(({ id, name, tally }, place) => {
          // Two sources may call different people by one id.
          const isTaken = compared.slice(0, place).some((other) => other.id === id);
          return tally.figure('leak_conversion_of', {
            key: isTaken ? `${id}~${place}` : id,
            about: name ?? `practitioner ${id}`,
          });
        }),
      ];
    },
  };
}
